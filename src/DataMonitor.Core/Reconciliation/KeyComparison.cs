using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Reconciliation;

/// <summary>Pairs the rows of two sides by the hashes of their keys. A key may stand in several rows: equal rows cancel each other first.</summary>
internal static class KeyComparison
{
    public static RowDifferences Of(IEnumerable<RowDigest> here, IEnumerable<RowDigest> there)
    {
        var (left, right) = (here.ToLookup(row => row.Key), there.ToLookup(row => row.Key));
        var (missingHere, missingThere, changed) = (0L, 0L, 0L);
        var keys = new List<DifferingKey>();
        foreach (var key in left.Select(group => group.Key).Union(right.Select(group => group.Key)).Order())
        {
            var (extraHere, extraThere) = (Without(left[key], right[key]), Without(right[key], left[key]));
            var pairs = Math.Min(extraHere, extraThere);
            changed += pairs;
            missingThere += extraHere - pairs;
            missingHere += extraThere - pairs;
            if (extraHere + extraThere > 0)
            {
                keys.Add(new(key.High, key.Low, pairs > 0 ? DifferenceKind.Changed : extraHere > 0 ? DifferenceKind.MissingThere : DifferenceKind.MissingHere));
            }
        }

        return new(0, missingHere, missingThere, changed, 0, 0, 0, keys.ToValueList());
    }

    /// <returns>How many rows remain when each of <paramref name="others"/> takes one that is equal to it away.</returns>
    private static long Without(IEnumerable<RowDigest> rows, IEnumerable<RowDigest> others)
    {
        var left = others.GroupBy(row => row.Row).ToDictionary(group => group.Key, group => group.LongCount());
        return rows.GroupBy(row => row.Row).Sum(group => Math.Max(0, group.LongCount() - left.GetValueOrDefault(group.Key)));
    }
}
