using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>The <c>logicalTypeOptions</c> of a property: lengths, patterns, formats and bounds become checks of valid values.</summary>
internal static class OdcsOptions
{
    private static readonly Dictionary<string, string> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["email"] = "email",
        ["uuid"] = "uuid",
        ["uri"] = "url",
        ["url"] = "url",
        ["ipv4"] = "ipv4",
        ["ipv6"] = "ipv6",
        ["date"] = "date",
        ["time"] = "time",
        ["date-time"] = "datetime",
    };

    public static void Read(Intake property, string column, DatasetDraft draft, ImportSession session)
    {
        if (property.Map("logicalTypeOptions") is not { } options)
        {
            return;
        }

        Invalid("minLength", "min_length", options.Number);
        Invalid("maxLength", "max_length", options.Number);
        Invalid("minimum", "min", Numeric);
        Invalid("maximum", "max", Numeric);
        Range("exclusiveMinimum", BoundOperator.Greater);
        Range("exclusiveMaximum", BoundOperator.Less);
        if (options.Text("pattern") is { } pattern)
        {
            Add("pattern", new("invalid", column, ("regex", Nodes.Text(pattern))));
        }

        if (options.Node.Find("format") is ScalarNode { Text: var format } && IsText() && Formats.TryGetValue(format, out var named))
        {
            options.Take("format");
            Add("format", new("invalid", column, ("format", Nodes.Text(named))));
        }

        options.Finish(OdcsReasons.Options);

        bool IsText() => property.Node.Find("logicalType") is null or ScalarNode { Text: "string" };

        // Bounds of dates are texts: they stay untaken, and the report says what to write.
        decimal? Numeric(string key) => options.Node.Find(key) is ScalarNode { Text: var text } && Intake.TryNumber(text, out _) ? options.Number(key) : null;

        void Invalid(string key, string ours, Func<string, decimal?> read)
        {
            if (read(key) is { } number)
            {
                Add(key, new("invalid", column, (ours, Nodes.Number(number))));
            }
        }

        void Range(string key, BoundOperator comparison)
        {
            if (Numeric(key) is { } number)
            {
                Add(key, new("range", column, ("expect", Nodes.Text(new Bound(comparison, number).ToText(BoundUnit.Number, out _)!))));
            }
        }

        void Add(string key, DraftCheck check) => session.Add(draft, check, options.Node.Find(key)!.Place, options.PathOf(key));
    }
}
