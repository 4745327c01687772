using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.SodaCl;

/// <summary>Reads checks in SodaCL, version 3 (https://docs.soda.io/soda-v3/sodacl-reference).</summary>
internal static partial class SodaClImport
{
    private const int MostExpanded = 500;

    private static readonly Dictionary<string, LeftOutReason> Sections = new(StringComparer.Ordinal)
    {
        ["profile columns"] = new("A profile is a check of a column here.", "Write 'profile' under the columns to look at."),
        ["discover datasets"] = new("Tables that a pattern finds are watched with checks here.", "Write 'for_each: {source: …, match: [\"*\"]}' with the checks that each must pass."),
        ["sample datasets"] = new("No rows are kept but a few of those that fail.", "Write 'samples: {rows: 20, keys: [id]}' at a dataset, and look at the others in the source itself."),
        ["automated monitoring"] = new("Soda learns its limits by itself.", "Write 'volume: {expect: \"within 30% of same_weekday(4)\"}' and 'schema: {on_change: warn}'."),
        ["reconciliation"] = new("Checks of two datasets are written otherwise here.", "Write 'reconcile: {with: source/table, metrics: [volume]}' at one of them, or with a 'key' to compare the rows."),
    };

    public static ImportFormat Format { get; } = new("sodacl", "checks of Soda (SodaCL, version 3)", Read);

    private static void Read(ImportSession session, IReadOnlyList<MappingNode> files)
    {
        foreach (var file in files)
        {
            var root = new Intake(file, "", session.Report);
            var filters = Filters(root);
            var isFound = filters.Count > 0;
            foreach (var key in root.Keys.ToArray())
            {
                if (ChecksFor().Match(key) is { Success: true } one)
                {
                    isFound = true;
                    var (table, partition) = (Unquoted(one.Groups["table"].Value), one.Groups["partition"].Value);
                    ReadChecks(root, root.List(key), root.PathOf(key), table, partition.Length == 0 ? null : filters.GetValueOrDefault((table, partition)), partition, session);
                }
                else if (key.StartsWith("for each dataset ", StringComparison.Ordinal))
                {
                    isFound = true;
                    ReadForEach(root, key, session);
                }
                else if (key.StartsWith("configurations for ", StringComparison.Ordinal))
                {
                    root.LeaveOut(key, "It says how Soda samples and names what it finds.", "Write what counts as missing or valid at each check.");
                }
                else if (key == "variables")
                {
                    root.LeaveOut(key, "Variables belong to one dataset here.", "Write them under 'vars:' of the datasets that use them.");
                }
            }

            if (!isFound && files.Count == 1)
            {
                session.Fail(file.Place, "The file holds no 'checks for' a dataset.", "Name a file in SodaCL.");
                return;
            }

            root.Finish(Sections);
        }
    }

    private static Dictionary<(string Table, string Partition), string> Filters(Intake root)
    {
        var filters = new Dictionary<(string, string), string>();
        foreach (var key in root.Keys.ToArray())
        {
            if (FilterOf().Match(key) is not { Success: true } match || root.Map(key) is not { } filter)
            {
                continue;
            }

            if (filter.Text("where") is { } where)
            {
                filters[(Unquoted(match.Groups["table"].Value), match.Groups["partition"].Value)] = where;
                filter.Carry("where", "'where' of the checks for this partition");
            }

            filter.Finish(Sections);
        }

        return filters;
    }

    private static void ReadForEach(Intake root, string key, ImportSession session)
    {
        if (root.Map(key) is not { } each)
        {
            return;
        }

        var tables = each.List("datasets").Texts() ?? [];
        if (tables.IsEmpty || tables.Any(table => table.Contains('%', StringComparison.Ordinal) || table.StartsWith("include ", StringComparison.Ordinal) || table.StartsWith("exclude ", StringComparison.Ordinal)))
        {
            each.Abandon("Which tables a pattern means only the source knows.", "Write 'for_each: {source: …, match: […]}' with these checks, or name the tables one by one and import again.");
            return;
        }

        if (tables.Length > MostExpanded)
        {
            each.Abandon($"It names more than {MostExpanded} tables.", "Import it in several parts.");
            return;
        }

        each.Carry("datasets", $"{tables.Length} datasets");
        var checks = each.List("checks");
        foreach (var table in tables)
        {
            ReadChecks(root, checks, each.PathOf("checks"), table, where: null, partition: "", session);
        }

        each.Finish(Sections);
    }

    private static void ReadChecks(Intake root, IReadOnlyList<DefinitionNode> checks, string path, string table, string? where, string partition, ImportSession session)
    {
        var draft = checks.Count == 0 ? null : session.DraftOf(session.Qualified(table), checks[0].Place, path);
        draft?.Note($"Imported from {root.Place.File}, checks in SodaCL.");
        for (var index = 0; index < checks.Count; index++)
        {
            var name = $"{path}/{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            if (draft is null)
            {
                session.Report.LeaveOut(checks[index].Place, name, "Its dataset cannot be named here.", "Write the table as the source spells it.");
            }
            else if (partition.Length > 0 && where is null)
            {
                session.Report.LeaveOut(checks[index].Place, name, $"No filter of this file says what the partition {Sentences.Quoted(partition)} is.", "Write 'where:' at the check.");
            }
            else
            {
                SodaCheck.Read(checks[index], name, draft, where, session);
            }
        }
    }

    private static string Unquoted(string table) => table is ['"', _, .., '"'] && !table[1..^1].Contains('"', StringComparison.Ordinal) && Word().IsMatch(table[1..^1]) ? table[1..^1] : table;

    [GeneratedRegex(@"^checks for (?<table>.+?)(\s+\[(?<partition>[^\]]+)\])?\s*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChecksFor();

    [GeneratedRegex(@"^filter (?<table>.+?)\s+\[(?<partition>[^\]]+)\]\s*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FilterOf();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
