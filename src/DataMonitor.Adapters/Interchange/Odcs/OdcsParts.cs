using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Tags, descriptions and schedules of a dataset.</summary>
internal static partial class OdcsParts
{
    public static IReadOnlyList<string> DescriptionKeys { get; } = ["purpose", "usage", "limitations"];

    public static void SetTags(OdcsTable table, IReadOnlyList<DefinitionNode> tags, string path)
    {
        var report = table.Intake.Report;
        foreach (var node in tags)
        {
            var text = (node as ScalarNode)?.Text ?? "";
            var tag = OtherSign().Replace(text.Trim(), "-").Trim('-', '.', '+');
            var known = (table.Draft.Part("tags") as SequenceNode)?.Items.OfType<ScalarNode>().Select(item => item.Text).ToArray() ?? [];
            if (known.Contains(tag, StringComparer.Ordinal) || table.Draft.Set("tags", Nodes.Texts([.. known, tag])) is null)
            {
                if (tag == text)
                {
                    report.Carry(node.Place, path, $"tag {tag} of {table.Draft.Name}");
                }
                else
                {
                    report.Change(node.Place, path, $"The tag is written {tag}, without blanks and signs.");
                }
            }
            else
            {
                report.LeaveOut(node.Place, path, $"{Sentences.Quoted(text)} cannot be a tag.", "Use letters, digits, '_', '-', '.' or '+'.");
            }
        }
    }

    /// <summary>The object's own description, then what the contract is for.</summary>
    public static void SetDescription(OdcsTable table, MappingNode? contract)
    {
        string?[] parts =
        [
            table.Intake.Text("businessName"),
            table.Intake.Text("description"),
            table.Intake.Text("dataGranularityDescription"),
            .. DescriptionKeys.Select(key => (contract?.Find(key) as ScalarNode)?.Text),
        ];
        foreach (var key in new[] { "businessName", "description", "dataGranularityDescription" })
        {
            table.Intake.Carry(key, "description");
        }

        if (parts.OfType<string>().ToArray() is [var only] && !only.Contains("${", StringComparison.Ordinal) && table.Draft.Set("description", Nodes.Text(only)) is null)
        {
            return;
        }

        var sentences = parts.OfType<string>().Select(part => part.Trim().TrimEnd('.')).Where(part => part.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (sentences.Length > 0)
        {
            // A '${' would be read as a variable.
            table.Draft.Set("description", Nodes.Text(string.Join(". ", sentences).Replace("${", "$ {", StringComparison.Ordinal) + "."));
        }
    }

    /// <summary>A rule or an agreement with a cron schedule gives it to its dataset; a dataset has one.</summary>
    public static void SetSchedule(DatasetDraft? draft, Intake intake)
    {
        if (!intake.Has("schedule") && !intake.Has("scheduler"))
        {
            return;
        }

        var scheduler = intake.Text("scheduler");
        if (draft is null || intake.Text("schedule") is not { } cron || (scheduler is not null && !string.Equals(scheduler, "cron", StringComparison.OrdinalIgnoreCase)))
        {
            intake.LeaveOut("schedule", "Only a schedule of cron can be carried over.", "Write 'schedule: {cron: …}' or 'schedule: {every: …}' at the dataset.");
            intake.LeaveOut("scheduler", "Monitor runs checks by its own schedule.", "Write 'schedule:' at the dataset.");
            return;
        }

        var known = (draft.Part("schedule") as MappingNode)?.Find("cron") as ScalarNode;
        if (draft.Part("schedule") is null ? draft.Set("schedule", Nodes.Map(("cron", Nodes.Text(cron)))) is null : known?.Text == cron)
        {
            intake.Carry("schedule", $"schedule of {draft.Name}");
            intake.Carry("scheduler", $"schedule of {draft.Name}");
            return;
        }

        intake.LeaveOut(
            "schedule",
            draft.Part("schedule") is null ? $"{Sentences.Quoted(cron)} is not a cron expression of five fields." : "A dataset has one schedule, and this one differs from it.",
            "Write 'schedule: {cron: …}' at the dataset, for all its checks.");
        intake.LeaveOut("scheduler", "Its schedule is left out.");
    }

    [GeneratedRegex(@"[^\p{L}\p{N}_.+-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherSign();
}
