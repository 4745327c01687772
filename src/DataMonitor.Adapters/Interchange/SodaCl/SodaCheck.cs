using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.SodaCl;

/// <summary>One check of Soda: a line, and below it what belongs to it.</summary>
internal static partial class SodaCheck
{
    private const string Baseline = "Write 'expect: \"within 30% of same_weekday(4)\"' at a check such as volume.";
    private const string TwoDatasets = "Checks of two datasets are written otherwise here.";
    private const string Reconcile = "Write 'reconcile: {with: source/table, metrics: [volume]}', or with a 'key' to compare the rows.";

    private static readonly LeftOutReason Samples = new("How many failed rows are kept is said once for a dataset.", "Write 'samples: {rows: 20, keys: [id]}' at the dataset.");

    private static readonly Dictionary<string, LeftOutReason> Keys = new(StringComparer.Ordinal)
    {
        ["attributes"] = new("Attributes belong to datasets here, as tags.", "Write them under 'tags:' of the dataset."),
        ["samples limit"] = Samples,
        ["samples columns"] = Samples,
        ["collect failed rows"] = Samples,
        ["failed rows query"] = new("Kept rows are those that the check itself counts.", "Write 'samples: {rows: 20, keys: [id]}' at the dataset."),
        ["title"] = new("A check has one name.", "Write it as 'name:'."),
    };

    private static readonly (string Prefix, string Why, string Instead)[] Refusals =
    [
        ("anomaly ", "Soda learns its limits by itself.", Baseline),
        ("distribution_difference", "Distributions are not compared.", "Write 'mean', 'stddev' and 'quantile' with limits."),
        ("group ", "Groups come from a query of Soda, and from the values of a column here.", "Write 'per: {columns: [country], new: warn, vanished: fail}' at the check that each group must pass."),
        ("reference ", TwoDatasets, Reconcile),
        ("dataset ", TwoDatasets, Reconcile),
        ("row_count same as", "Soda's name of the other source means nothing here.", "Write 'reconcile: source/table', which compares the volumes."),
        ("cross ", TwoDatasets, Reconcile),
    ];

    public static void Read(DefinitionNode node, string path, DatasetDraft draft, string? where, ImportSession session)
    {
        var (line, intake) = node switch
        {
            ScalarNode { IsNull: false, Text: var text } => (text.Trim(), new Intake(new(node.Place, []), path, session.Report)),
            MappingNode { Entries: [{ Key: var key, KeyPlace: var place, Value: MappingNode body }] } => (key.Trim(), new Intake(body with { Place = place }, path, session.Report)),
            MappingNode { Entries: [{ Key: var key, KeyPlace: var place, Value: ScalarNode { IsNull: true } }] } => (key.Trim(), new Intake(new(place, []), path, session.Report)),
            _ => ("", null),
        };
        if (intake is null)
        {
            session.Report.LeaveOut(node.Place, path, "This is no check as Soda writes it.", "Write a metric with a comparison, such as 'row_count > 0'.");
            return;
        }

        var mapped = Map(line, intake, draft, session.Options.Source, session);
        if (mapped.Check is not { } check)
        {
            intake.Abandon(mapped.How!, mapped.Instead);
            return;
        }

        var filter = intake.Text("filter") is { } own ? where is null ? own : $"({where}) AND ({own})" : where;
        check = check.With("where", filter is null ? null : Nodes.Text(filter))
            .With("name", intake.Text("name") is { } name ? Nodes.Text(name) : null);
        if (intake.Text("identity") is { } identity && draft.Read(check.With("id", Nodes.Text(identity))).Problem is null)
        {
            check = check.With("id", Nodes.Text(identity));
        }

        session.Add(draft, check, intake.Place, $"{path} ({Sentences.Quoted(line).Trim('\'')})", mapped.How, mapped.Instead);
        intake.Finish(Keys);
    }

    private static SodaMapped Map(string line, Intake intake, DatasetDraft draft, string source, ImportSession session)
    {
        if (line.Contains("${", StringComparison.Ordinal) || (intake.Text("filter")?.Contains("${", StringComparison.Ordinal) ?? false))
        {
            return SodaMapped.Refused("It uses a variable of Soda.", "Write the value itself, or '${partition.start}' and its kin in SQL.");
        }

        if (line == "schema" || line.StartsWith("schema ", StringComparison.Ordinal))
        {
            return SodaSchema.Read(intake);
        }

        if (line == "failed rows")
        {
            return FailedRows(intake);
        }

        if (SameRows().Match(line) is { Success: true } same)
        {
            return new(new("sql", null, ("query", Nodes.Text(ScalarQuery.CountsDiffer(draft.Target, session.Qualified(same.Groups["table"].Value))))));
        }

        if (Array.Find(Refusals, known => line.StartsWith(known.Prefix, StringComparison.Ordinal)) is { Prefix: not null } refused)
        {
            return SodaMapped.Refused(refused.Why, refused.Instead);
        }

        if (Reference().Match(line) is { Success: true } reference)
        {
            var table = session.Qualified(reference.Groups["table"].Value);
            return new(new(reference.Groups["not"].Success ? "not_exists_in" : "exists_in", reference.Groups["column"].Value, ("in", Nodes.Text($"{source}/{table}.{ScalarQuery.Column(reference.Groups["other"].Value)}"))));
        }

        return SodaLine.Parse(line) is { } parsed
            ? SodaMetrics.Read(parsed, intake, draft)
            : SodaMapped.Refused("This is no check as Soda writes it.", "Write a metric with a comparison, such as 'row_count > 0'.");
    }

    private static SodaMapped FailedRows(Intake intake)
    {
        if (intake.Has("warn") || intake.Has("fail"))
        {
            return SodaMapped.Refused("Its levels are counts of failed rows.", "Write 'rows: {where_bad: …, expect: {warn: …, fail: …}}'.");
        }

        return (intake.Text("fail condition"), intake.Text("fail query")) switch
        {
            ({ } condition, null) => new(new("rows", null, ("where_bad", Nodes.Text(condition)))),
            (null, { } query) => new(new("sql", null, ("query", Nodes.Text(ScalarQuery.Trimmed(query))))),
            _ => SodaMapped.Refused("It says neither 'fail condition' nor 'fail query'.", "Write one of the two."),
        };
    }

    [GeneratedRegex(@"^row_count same as (?<table>[A-Za-z0-9_.]+)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SameRows();

    [GeneratedRegex("""^values in \(?"?(?<column>[^\s(),"]+)"?\)? must (?<not>not )?exist in "?(?<table>[^\s()"]+)"? \(?"?(?<other>[^\s(),"]+)"?\)?\z""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}

/// <summary>What a check of Soda became.</summary>
/// <param name="Check"><see langword="null"/> when nothing did; then <paramref name="How"/> is the reason.</param>
/// <param name="How">What differs, a sentence.</param>
internal sealed record SodaMapped(DraftCheck? Check, string? How = null, string? Instead = null)
{
    public static SodaMapped Refused(string why, string instead) => new(null, why, instead);
}
