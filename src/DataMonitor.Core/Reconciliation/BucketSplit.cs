using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Reconciliation;

/// <summary>Which buckets are summed: those of <paramref name="Modulus"/> that lie inside <paramref name="Parents"/>. A row lies in bucket (hash of its key mod modulus).</summary>
/// <param name="Modulus">A power of two, at most <see cref="Finest"/>.</param>
/// <param name="ParentModulus">A power of two that divides <paramref name="Modulus"/>; 1 for all rows.</param>
/// <param name="Parents">Buckets of <paramref name="ParentModulus"/>.</param>
public sealed record BucketSplit(int Modulus, int ParentModulus, ValueList<int> Parents)
{
    /// <summary>Of the 26 bits of a hash, so that a bucket never needs more than one of its halves.</summary>
    public const int Finest = 1 << 24;

    public static BucketSplit Whole(int modulus) => new(modulus, 1, [0]);
}

/// <summary>The rows of one bucket, added up: equal rows give equal sums in any order.</summary>
/// <param name="High">Sum of the first 26 bits of the rows' hashes.</param>
/// <param name="Low">Sum of the next 26 bits.</param>
public readonly record struct BucketSum(int Bucket, long Rows, long High, long Low);

/// <summary>The hashes of one row: of its key, and of key and columns together. Four numbers of 26 bits.</summary>
public readonly record struct RowDigest(int KeyHigh, int KeyLow, int RowHigh, int RowLow)
{
    public (int High, int Low) Key => (KeyHigh, KeyLow);

    public (int High, int Low) Row => (RowHigh, RowLow);
}

/// <summary>One answer from each side.</summary>
public readonly record struct BothSides<T>(IReadOnlyList<T> Here, IReadOnlyList<T> There);
