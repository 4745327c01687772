using System.Text.RegularExpressions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Definitions;

/// <summary>Warns of a condition that wraps the partition column in a function, a cast or a sum: the engine can then leave out no partition and no part of an index, and reads the whole table.</summary>
internal static partial class PartitionLint
{
    public static void Look(Dataset dataset, ReadContext context)
    {
        if (dataset.Partition is not { Column: var column })
        {
            return;
        }

        if (dataset.Filter is { } filter)
        {
            Warn(filter, "'where' of the dataset", dataset.Definition);
        }

        foreach (var check in dataset.Checks)
        {
            if (check.Header.Filter is { } own)
            {
                Warn(own, $"'where' of check '{check.Header.Id}'", check.Header.Definition);
            }

            foreach (var query in check.Needs.Select(need => need.Aggregate).OfType<OwnQueryRows>())
            {
                Warn(ConditionsOf(query.Sql), $"The query of check '{check.Header.Id}'", check.Header.Definition);
            }
        }

        if (dataset.Object is QueryObject watched)
        {
            Warn(ConditionsOf(watched.Sql), "'query' of the dataset", dataset.Definition);
        }

        void Warn(string sql, string what, Place place)
        {
            if (WrapperOf(sql, column) is { } wrapper)
            {
                context.Warn(
                    place,
                    $"{what} wraps the partition column '{column}' in {wrapper}, so the engine reads every partition.",
                    $"Compare the column itself: {column} >= '2026-11-22' and {column} < '2026-11-23'.");
            }
        }
    }

    /// <returns>What stands around the column: <c>date(…)</c>, <c>a cast</c>, <c>a sum</c>; <see langword="null"/> when it stands bare or not at all.</returns>
    internal static string? WrapperOf(string sql, string column)
    {
        var text = Aside().Replace(sql, " ");
        var named = $"""(?:\w+\.)?"?\b{Regex.Escape(column)}\b"?""";
        if (Found($@"\b(?!(?:and|or|not|in|on|any|all|where|when|then|else|between|exists|values|select|from|as)\b)([a-z_]\w*)\s*\([^()]*{named}[^()]*\)") is { } call)
        {
            return call is "cast" ? "a cast" : $"{call}(…)";
        }

        return Found($@"{named}\s*(::)") is not null ? "a cast" : Found($@"{named}\s*([+-])") is not null ? "a sum" : null;

        string? Found(string pattern)
        {
            try
            {
                return Regex.Match(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) is { Success: true } match
                    ? match.Groups[1].Value.ToLowerInvariant()
                    : null;
            }
            catch (RegexMatchTimeoutException)
            {
                return null; // a warning is not worth more
            }
        }
    }

    /// <returns>What follows the first WHERE: functions among the results keep no partition from being left out.</returns>
    private static string ConditionsOf(string sql) => sql.IndexOf("where", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? sql[at..] : "";

    /// <summary>Texts and comments.</summary>
    [GeneratedRegex(@"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Aside();
}
