using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.SodaCl;

/// <summary>Metrics of Soda with their comparisons.</summary>
internal static partial class SodaMetrics
{
    private const string RepeatedValues = "Soda counts the values that repeat, Monitor the rows that repeat an earlier one.";
    private const string OfAllRows = "Soda's share is of all rows, Monitor's of the rows with a value.";

    private static readonly (string Soda, string Ours, bool IsNumber)[] Rules =
    [
        ("valid values", "values", false),
        ("valid regex", "regex", false),
        ("valid min", "min", true),
        ("valid max", "max", true),
        ("valid min length", "min_length", true),
        ("valid max length", "max_length", true),
    ];

    private static readonly Dictionary<string, string> Formats = new(StringComparer.Ordinal)
    {
        ["email"] = "email",
        ["url"] = "url",
        ["uuid"] = "uuid",
        ["ip address"] = "ipv4",
        ["ipv4 address"] = "ipv4",
        ["ipv6 address"] = "ipv6",
        ["date iso 8601"] = "datetime",
        ["time 24h"] = "time",
        ["credit card number"] = "credit_card",
        ["integer"] = "integer",
        ["decimal"] = "number",
    };

    public static SodaMapped Read(SodaLine line, Intake intake, DatasetDraft draft)
    {
        if (line.Metric == "freshness")
        {
            return Freshness(line, intake);
        }

        var measured = Measured(line, intake, draft);
        if (measured.Check is not { } check)
        {
            return measured;
        }

        var unit = check.Kind is "volume" or "missing" or "invalid" or "unique"
            ? line.Metric.EndsWith("_percent", StringComparison.Ordinal) ? BoundUnit.Percent : BoundUnit.Rows
            : BoundUnit.Number;
        if (line.Change is not null)
        {
            return Change(line, check);
        }

        var levels = new SodaLevels(intake, line.Rest);
        if (check.Kind == "sql")
        {
            return levels.Fail is { } only && levels.Warn is null
                ? new(new DraftCheck("sql", null, ("query", Nodes.Text(ScalarQuery.BadRows(((ScalarNode)check.Body.Find("query")!).Text, only.ToSql)))))
                : SodaMapped.Refused("It has no comparison, or two levels.", "Write a check 'sql' whose query returns rows when the figure is bad.");
        }

        var expect = levels.Expect(unit, out var isExact);
        if (expect is null)
        {
            return SodaMapped.Refused("Its comparison cannot be said as an expectation.", "Write 'expect:' with a comparison or 'between A and B'.");
        }

        var isNone = expect is ScalarNode { Text: "= 0 rows" or "= 0%" } && check.Kind != "volume";
        return (isExact, measured.How) switch
        {
            (false, _) => new(check.With("expect", expect), "Its two ends count as good, where Soda leaves them out.", "Move the ends where that matters."),
            (_, { } how) when !isNone => new(check.With("expect", expect), how, "Look whether the limit still fits."),
            _ => new(isNone ? check : check.With("expect", expect)),
        };
    }

    /// <returns>The check without its expectation; what differs where its limit is not zero.</returns>
    private static SodaMapped Measured(SodaLine line, Intake intake, DatasetDraft draft)
    {
        if (intake.Text($"{line.Metric} expression") is { } expression)
        {
            return new(new("metric", null, ("name", Nodes.Text(line.Metric)), ("sql", Nodes.Text(expression))));
        }

        if (intake.Text($"{line.Metric} query") is { } query)
        {
            return new(new("sql", null, ("query", Nodes.Text(ScalarQuery.Trimmed(query)))));
        }

        var column = line.Column;
        return (line.Metric, line.Arguments.Count) switch
        {
            ("row_count", 0) => new(new("volume", null, [])),
            ("missing_count" or "missing_percent", 1) => Missing(column!, intake),
            ("invalid_count", 1) => Invalid(column!, intake, null),
            ("invalid_percent", 1) => Invalid(column!, intake, OfAllRows),
            ("duplicate_count" or "duplicate_percent", 1) => new(new("unique", column, []), RepeatedValues),
            ("duplicate_count" or "duplicate_percent", > 1) => new(new("unique", null, ("columns", Nodes.Texts(line.Arguments))), RepeatedValues),
            ("avg", 1) => new(new("mean", column, [])),
            ("min" or "max" or "sum" or "stddev", 1) => new(new(line.Metric, column, [])),
            ("stddev_samp", 1) => new(new("stddev", column, [])),
            ("percentile", 2) when Intake.TryNumber(line.Arguments[1], out var share) => new(new("quantile", line.Arguments[0], ("q", Nodes.Number(share)))),
            ("min_length" or "max_length" or "avg_length", 1) => new(Aggregate(line.Metric, $"{line.Metric[..3].ToUpperInvariant()}(LENGTH({ScalarQuery.Column(column!)}))", column!)),
            ("distinct" or "distinct_count" or "cardinality", 1) => new(new("distinct", column, [])),
            ("stddev_pop" or "variance" or "var_pop" or "var_samp", 1) => SodaMapped.Refused(
                "Engines call this figure by different names.", $"Write a check such as 'metric: {{sql: \"{line.Metric}({ScalarQuery.Column(column!)})\"}}' in the words of {draft.Name[..draft.Name.IndexOf('/', StringComparison.Ordinal)]}."),
            _ => SodaMapped.Refused($"{Sentences.Quoted(line.Metric)} is a metric that Monitor does not know.", "Write a check 'metric' with an aggregate in SQL, or 'rows' with a condition."),
        };
    }

    private static DraftCheck Aggregate(string metric, string sql, string column) =>
        new("metric", null, ("name", Nodes.Text($"{metric.Replace('_', ' ')} of {column}")), ("sql", Nodes.Text(sql)));

    private static SodaMapped Missing(string column, Intake intake)
    {
        if (intake.Has("missing regex") || intake.Has("missing format"))
        {
            return SodaMapped.Refused("What counts as missing is a list of values here.", "Write 'missing: {also: [\"\", \"n/a\"]}'.");
        }

        var also = intake.List("missing values").Where(value => value is not ScalarNode { IsNull: true }).ToArray();
        return new(new("missing", column, ("also", also.Length == 0 ? null : Nodes.List(also))));
    }

    private static SodaMapped Invalid(string column, Intake intake, string? how)
    {
        var body = new List<(string, DefinitionNode?)>();
        foreach (var (soda, ours, isNumber) in Rules.Where(rule => intake.Has(rule.Soda)))
        {
            body.Add((ours, isNumber ? intake.Number(soda) is { } number ? Nodes.Number(number) : null : soda == "valid values" ? Nodes.List(intake.List(soda)) : intake.Text(soda) is { } text ? Nodes.Text(text) : null));
        }

        if (intake.Number("valid length") is { } length)
        {
            body.AddRange([("min_length", Nodes.Number(length)), ("max_length", Nodes.Number(length))]);
        }

        var differs = how;
        if (intake.Text("valid format") is { } format)
        {
            if (!Formats.TryGetValue(format, out var named))
            {
                return SodaMapped.Refused($"There is no format {Sentences.Quoted(format)} here.", "Write 'invalid: {regex: …}' with a pattern.");
            }

            body.Add(("format", Nodes.Text(named)));
        }

        if (body.Count == 0 || intake.Keys.Any(key => key.StartsWith("invalid ", StringComparison.Ordinal) || key.StartsWith("missing ", StringComparison.Ordinal)))
        {
            return SodaMapped.Refused("What is valid is not said by 'valid …' alone.", "Write 'invalid:' with 'values', 'regex', 'format', 'min', 'max', 'min_length' or 'max_length'.");
        }

        return new(new DraftCheck("invalid", column, body), differs);
    }

    private static SodaMapped Freshness(SodaLine line, Intake intake)
    {
        var (column, rest) = line.Arguments.Count == 1 ? (line.Column!, line.Rest)
            : Using().Match(line.Rest) is { Success: true } older ? (older.Groups["column"].Value, older.Groups["rest"].Value)
            : ("", "");
        if (column.Length == 0)
        {
            return SodaMapped.Refused("It names no column alone; a moment of its own cannot be compared with.", "Write 'freshness: {column: …, expect: \"<= 26h\"}'.");
        }

        var warn = Age(intake.Text("warn"));
        var fail = Age(intake.Text("fail"));
        var good = Limit().Match(rest) is { Success: true } limit && SodaThreshold.Duration(limit.Groups["span"].Value) is { } span ? $"{limit.Groups["sign"].Value} {span}" : null;
        if ((intake.Has("warn") && warn is null) || (intake.Has("fail") && fail is null) || (good ?? warn ?? fail) is null)
        {
            return SodaMapped.Refused("Its comparison is no upper limit of an age.", "Write 'freshness: {column: …, expect: {warn: \"<= 12h\", fail: \"<= 24h\"}}'.");
        }

        DefinitionNode expect = good is not null ? Nodes.Text(good)
            : warn is null ? Nodes.Text(fail!)
            : Nodes.Map(("warn", Nodes.Text(warn)), ("fail", fail is { } text ? Nodes.Text(text) : null));
        return new(new DraftCheck("freshness", column, ("expect", expect)));
    }

    private static string? Age(string? when) =>
        when is not null && Bad().Match(when) is { Success: true } match && SodaThreshold.Duration(match.Groups["span"].Value) is { } span
            ? $"{(match.Groups["sign"].Value == ">" ? "<=" : "<")} {span}"
            : null;

    /// <summary><c>change avg last 7 percent for row_count between -20 and +20</c> and its kin: a symmetric share of a value of the past.</summary>
    private static SodaMapped Change(SodaLine line, DraftCheck check)
    {
        var baseline = line.Change!.Replace("percent", "", StringComparison.Ordinal).Trim() switch
        {
            "" => "previous",
            "same day last week" => "same_weekday(1)",
            var words when Average().Match(words) is { Success: true } average => $"average({average.Groups["runs"].Value})",
            _ => null,
        };
        var isPercent = line.Change.Contains("percent", StringComparison.Ordinal) || line.Rest.Contains('%', StringComparison.Ordinal);
        return baseline is not null && isPercent && SodaThreshold.TryRead(line.Rest, out var bound) && bound is { Operator: BoundOperator.Between or BoundOperator.Inside } && bound.Low == -bound.High && bound.High > 0
            ? new(
                check.With("expect", Nodes.Text(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"within {bound.High}% of {baseline}"))),
                "Only good values are compared with, where Soda takes all.",
                "Give the check a new 'id' when a new level is right.")
            : SodaMapped.Refused("A change can be judged by an equal share up and down only, against the value before, an average or the same day a week ago.", "Write for instance 'expect: \"within 20% of average(7)\"'.");
    }

    [GeneratedRegex(@"^using (?<column>\S+)\s+(?<rest>.*)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Using();

    [GeneratedRegex(@"^(?<sign><=|<)\s*(?<span>[0-9dhms]+)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Limit();

    [GeneratedRegex(@"^when\s+(?<sign>>=|>)\s*(?<span>[0-9dhms]+)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bad();

    [GeneratedRegex(@"^(avg|average) last (?<runs>[0-9]{1,3})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Average();
}
