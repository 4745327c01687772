using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>The most frequent of something, with counts.</summary>
internal static class Frequencies
{
    /// <summary>Most that are ever kept.</summary>
    public const int Most = 20;

    /// <summary>Characters of a value that are kept.</summary>
    public const int LongestValue = 100;

    /// <summary>Adds counts of equal values and keeps the most frequent, ties in ordinal order.</summary>
    /// <remarks>Exact and associative while no more than <see cref="Most"/> values differ. Beyond that a count is too low by at most what lists that were cut before had left of that value.</remarks>
    public static ValueList<TopValue> Merge(ValueList<TopValue> mine, ValueList<TopValue> theirs) => Cut(mine.Concat(theirs)
        .GroupBy(top => top.Value, StringComparer.Ordinal)
        .Select(group => new TopValue(group.Key, group.Sum(top => top.Count))));

    public static ValueList<TopValue> Cut(IEnumerable<TopValue> values) => values
        .OrderByDescending(top => top.Count)
        .ThenBy(top => top.Value, StringComparer.Ordinal)
        .Take(Most)
        .ToValueList();
}
