using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Reconciliation;

/// <summary>Where two sides differ, row by row.</summary>
/// <param name="Rows">Of the larger side.</param>
/// <param name="MissingHere">Rows whose key stands there and not here.</param>
/// <param name="MissingThere">Rows whose key stands here and not there.</param>
/// <param name="Changed">Rows whose key stands on both sides with other values.</param>
/// <param name="Estimated">Rows in <paramref name="GuiltyBuckets"/> that were not looked into, as those that were let expect; 0 when every one was.</param>
/// <param name="Buckets">Ranges of the key's hash that were compared.</param>
/// <param name="GuiltyBuckets">Ranges that differ.</param>
/// <param name="Keys">Hashes of some differing keys: no values.</param>
public sealed record RowDifferences(
    long Rows,
    long MissingHere,
    long MissingThere,
    long Changed,
    long Estimated,
    int Buckets,
    int GuiltyBuckets,
    ValueList<DifferingKey> Keys)
{
    public long Total => MissingHere + MissingThere + Changed + Estimated;

    public bool IsExact => Estimated == 0;
}

/// <param name="High">First 26 bits of the key's hash.</param>
/// <param name="Low">The next 26.</param>
public readonly record struct DifferingKey(int High, int Low, DifferenceKind Kind);

public enum DifferenceKind
{
    MissingHere,
    MissingThere,
    Changed,
}
