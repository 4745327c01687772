using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>What the standard has no words for and Monitor wrote into a contract itself: the custom property <c>monitor</c> of an object.</summary>
internal static class OdcsExtension
{
    public const string Name = "monitor";

    /// <summary>Keys of a dataset that stand elsewhere in a contract; the property holds all others.</summary>
    public static IReadOnlyList<string> Elsewhere { get; } = ["dataset", "owner", "tags", "schema", "checks", "columns"];

    /// <returns>The query that the object is, or <see langword="null"/>.</returns>
    public static DefinitionNode? QueryOf(MappingNode node) => ((node.Find("customProperties") as SequenceNode)?.Items ?? []).OfType<MappingNode>()
        .Where(property => property.Find("property") is ScalarNode { Text: Name })
        .Select(property => (property.Find("value") as MappingNode)?.Find("query")).FirstOrDefault(query => query is not null);

    /// <returns>Whether the object was written by Monitor: its columns without a type only bear checks.</returns>
    public static bool Read(Intake intake, DatasetDraft draft)
    {
        if (intake.Node.Find("customProperties") is not SequenceNode)
        {
            return false;
        }

        var isOurs = false;
        foreach (var property in intake.Maps("customProperties"))
        {
            if (property.Node.Find("property") is not ScalarNode { Text: Name } || property.Node.Find("value") is not MappingNode value)
            {
                property.Abandon(OdcsReasons.Object["customProperties"].Why, OdcsReasons.Object["customProperties"].Instead);
                continue;
            }

            isOurs = true;
            intake.Report.Carry(property.Place, property.Path, $"settings of {draft.Name}");
            foreach (var entry in value.Entries.OrderBy(entry => entry.Key != "vars")) // others may use them
            {
                var path = $"{property.PathOf("value")}/{entry.Key}";
                if (Elsewhere.Contains(entry.Key, StringComparer.Ordinal))
                {
                    intake.Report.LeaveOut(entry.KeyPlace, path, "It stands elsewhere in a contract.", "Write it as the standard has it.");
                }
                else if (draft.Set(entry.Key, entry.Value) is { } problem)
                {
                    intake.Report.LeaveOut(entry.KeyPlace, path, problem.Problem, problem.Remedy);
                }
                else
                {
                    intake.Report.Carry(entry.KeyPlace, path, $"{entry.Key} of {draft.Name}");
                }
            }
        }

        return isOurs;
    }
}
