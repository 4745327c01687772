using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.SodaCl;

/// <summary>A schema check of Soda: columns required, forbidden, of a type, or changed.</summary>
internal static class SodaSchema
{
    private const string Fails = "A missing, mistyped or forbidden column fails here; it cannot only warn.";

    private static readonly Dictionary<string, LeftOutReason> Conditions = new(StringComparer.Ordinal)
    {
        ["when wrong column index"] = new("The place of a column is not demanded.", "Write 'on_change: warn', which tells when columns are reordered."),
    };

    public static SodaMapped Read(Intake intake)
    {
        var required = new Dictionary<string, string>(StringComparer.Ordinal);
        var forbidden = new List<string>();
        string? onChange = null;
        var isWarned = false;
        foreach (var level in new[] { "warn", "fail" })
        {
            if (intake.Map(level) is not { } conditions)
            {
                continue;
            }

            foreach (var column in conditions.List("when required column missing").Concat(conditions.List("when required column is missing")).OfType<ScalarNode>())
            {
                required.TryAdd(column.Text, "any?");
                isWarned |= level == "warn";
            }

            foreach (var column in conditions.List("when forbidden column present").Concat(conditions.List("when forbidden column is present")).OfType<ScalarNode>())
            {
                forbidden.Add(column.Text.Replace('%', '*'));
                isWarned |= level == "warn";
            }

            if (conditions.Map("when wrong column type") is { } types)
            {
                foreach (var column in types.Keys)
                {
                    required[column] = $"{Odcs.OdcsTypes.OfPhysical(types.Text(column) ?? "")}?";
                    isWarned |= level == "warn";
                }
            }

            if (conditions.Has("when schema changes"))
            {
                var change = conditions.Text("when schema changes");
                if (change == "any")
                {
                    onChange = level;
                    conditions.Take("when schema changes");
                }
                else
                {
                    conditions.LeaveOut("when schema changes", "Every change counts here, or none.", "Write 'on_change: warn'.");
                }
            }

            conditions.Finish(Conditions);
        }

        var body = Nodes.Map(
            ("required", required.Count == 0 ? null : Nodes.Map(required.Select(column => (column.Key, (DefinitionNode?)Nodes.Text(column.Value))))),
            ("forbidden", forbidden.Count == 0 ? null : Nodes.Texts(forbidden.Distinct(StringComparer.Ordinal))),
            ("on_change", onChange is null ? null : Nodes.Text(onChange)));
        return body.Entries.IsEmpty
            ? SodaMapped.Refused("It demands nothing that a schema check knows.", "Write 'schema: {required: …, forbidden: …, on_change: warn}'.")
            : new(new DraftCheck("schema", null, body), isWarned ? Fails : null, isWarned ? "Leave out what need not be there." : null);
    }
}
