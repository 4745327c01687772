using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Reconciliation;

/// <summary>Finds the rows in which two sides differ without moving rows: sums per bucket of the key's hash, then the buckets inside those that differ, then the hashes of the rows in the smallest.</summary>
/// <remarks>
/// At most <see cref="MostRounds"/> questions to each side and <see cref="MostDigests"/> hashed rows from each, whatever their size. Where more
/// differs than that, what was looked into stands for the rest: buckets are hash values, so any of them is a fair sample.
/// A pair of differing sides goes unnoticed with a probability of about 2^-52 a bucket.
/// </remarks>
/// <param name="sums">Asks both sides for the sums of a split; buckets without rows may be left out.</param>
/// <param name="digests">Asks both sides for the hashes of the rows in some buckets.</param>
public sealed class Narrowing(
    Func<BucketSplit, CancellationToken, Task<BothSides<BucketSum>>> sums,
    Func<BucketSplit, CancellationToken, Task<BothSides<RowDigest>>> digests)
{
    public const int MostRounds = 5;

    /// <summary>Below the rows that a statement may return, as rows may be added in between.</summary>
    public const int MostDigests = 5_000;

    private const int MostBuckets = 4_096;
    private const int Fan = 64;
    private const int RowsOfLeaf = 500;
    private const int MostKeys = 100;

    /// <param name="rows">About how many rows the larger side has: sets how fine the first sums are.</param>
    public async Task<RowDifferences> FindAsync(long rows, CancellationToken cancellationToken)
    {
        var split = BucketSplit.Whole(FirstModulus(rows));
        var guilty = Guilty(await sums(split, cancellationToken), out var total);
        var (buckets, guiltyBuckets) = (split.Modulus, guilty.Length);
        if (guilty.IsEmpty)
        {
            return new(total, 0, 0, 0, 0, buckets, 0, []);
        }

        var share = 1.0; // of the guilty buckets of the first split that are still looked into
        for (var round = 1; round < MostRounds - 1 && split.Modulus < BucketSplit.Finest && guilty.Any(bucket => bucket.Rows > RowsOfLeaf) && !FitsWhole(guilty); round++)
        {
            var followed = guilty.Take(MostBuckets / Fan).ToArray();
            share *= (double)followed.Length / guilty.Length;
            split = new(Math.Min(split.Modulus * Fan, BucketSplit.Finest), split.Modulus, followed.Select(bucket => bucket.Bucket).ToValueList());
            guilty = Guilty(await sums(split, cancellationToken), out _);
        }

        var chosen = Chosen(guilty);
        if (chosen.Length == 0)
        {
            var least = guilty.Sum(bucket => Math.Max(1, bucket.Difference));
            return new(total, 0, 0, 0, Scaled(least, share), buckets, guiltyBuckets, []);
        }

        share *= (double)chosen.Length / guilty.Length;
        var leaves = new BucketSplit(split.Modulus, split.Modulus, chosen.Select(bucket => bucket.Bucket).ToValueList());
        var (here, there) = await digests(leaves, cancellationToken);
        var found = KeyComparison.Of(here, there);
        var seen = found.MissingHere + found.MissingThere + found.Changed;
        return found with
        {
            Rows = total,
            Estimated = Scaled(seen, share) - seen,
            Buckets = buckets,
            GuiltyBuckets = guiltyBuckets,
            Keys = found.Keys.Take(MostKeys).ToValueList(),
        };
    }

    private static int FirstModulus(long rows)
    {
        var modulus = 1;
        while (modulus < MostBuckets && (long)modulus * RowsOfLeaf < rows)
        {
            modulus *= 2;
        }

        return modulus;
    }

    private static bool FitsWhole(ImmutableArray<GuiltyBucket> guilty) => guilty.Sum(bucket => bucket.Rows) <= MostDigests;

    /// <summary>As many of the smallest as may be fetched: large ones are one key many times over, or were not split enough.</summary>
    private static GuiltyBucket[] Chosen(ImmutableArray<GuiltyBucket> guilty)
    {
        var rows = 0L;
        return [.. guilty.OrderBy(bucket => bucket.Rows).ThenBy(bucket => bucket.Bucket).TakeWhile(bucket => (rows += bucket.Rows) <= MostDigests)];
    }

    private static ImmutableArray<GuiltyBucket> Guilty(BothSides<BucketSum> both, out long rows)
    {
        rows = Math.Max(both.Here.Sum(sum => sum.Rows), both.There.Sum(sum => sum.Rows));
        var there = both.There.ToDictionary(sum => sum.Bucket);
        var here = both.Here.ToDictionary(sum => sum.Bucket);
        return [.. here.Keys.Union(there.Keys).Order()
            .Select(bucket => (Bucket: bucket, Here: here.GetValueOrDefault(bucket), There: there.GetValueOrDefault(bucket)))
            .Where(pair => pair.Here with { Bucket = pair.Bucket } != pair.There with { Bucket = pair.Bucket })
            .Select(pair => new GuiltyBucket(pair.Bucket, Math.Max(pair.Here.Rows, pair.There.Rows), Math.Abs(pair.Here.Rows - pair.There.Rows)))];
    }

    private static long Scaled(long seen, double share) => share <= 0 ? seen : (long)Math.Round(seen / share);

    /// <param name="Rows">Of the larger side.</param>
    private readonly record struct GuiltyBucket(int Bucket, long Rows, long Difference);
}
