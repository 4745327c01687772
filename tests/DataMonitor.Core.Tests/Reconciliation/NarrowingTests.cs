using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Tests.Reconciliation;

public sealed class NarrowingTests
{
    [Fact] // the law: what is found is what was changed
    public async Task Find_RandomEdits_GivesThemExactly() =>
        await Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40]).SampleAsync(async (rows, gone, added, changed) =>
        {
            var here = Rows(0, rows);
            var there = here.Skip(gone).Select((row, index) => index < changed ? row with { Value = "changed" } : row).Concat(Rows(1_000_000, added)).ToArray();
            (gone, changed) = (Math.Min(gone, rows), Math.Min(changed, Math.Max(0, rows - gone)));

            var found = await new Tables(here, there).FindAsync();

            found.IsExact.ShouldBeTrue();
            (found.MissingThere, found.MissingHere, found.Changed).ShouldBe((gone, added, changed));
            found.Rows.ShouldBe(Math.Max(here.Length, there.Length));
        }, iter: 60);

    [Fact]
    public async Task Find_OneRowOfManyDiffers_IsFoundWithFewQuestions()
    {
        var here = Rows(0, 400_000);
        var there = here.ToArray();
        there[123_456] = there[123_456] with { Value = "other" };
        var tables = new Tables(here, there);

        var found = await tables.FindAsync();

        (found.Total, found.Changed, found.GuiltyBuckets, found.IsExact).ShouldBe((1, 1, 1, true));
        found.Keys.ShouldHaveSingleItem().Kind.ShouldBe(DifferenceKind.Changed);
        tables.Questions.ShouldBe(2);
        tables.Digests.ShouldBeLessThan(1_000);
    }

    [Fact]
    public async Task Find_EverythingDiffers_EstimatesWithinItsBounds()
    {
        var here = Rows(0, 300_000);
        var there = here.Select(row => row with { Value = "other" }).ToArray();
        var tables = new Tables(here, there);

        var found = await tables.FindAsync();

        found.IsExact.ShouldBeFalse();
        found.Total.ShouldBeInRange(200_000, 400_000);
        found.GuiltyBuckets.ShouldBe(found.Buckets);
        tables.Questions.ShouldBeLessThanOrEqualTo(Narrowing.MostRounds);
        tables.Digests.ShouldBeLessThanOrEqualTo(2 * Narrowing.MostDigests);
        found.Keys.Count.ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public async Task Find_OneKeyInMoreRowsThanMayBeFetched_StaysBounded()
    {
        var here = Enumerable.Repeat(new Row("same", "v"), 20_000).ToArray();
        var tables = new Tables(here, [.. here.Skip(7)]);

        var found = await tables.FindAsync();

        (found.Total, found.IsExact).ShouldBe((7, false));
        tables.Questions.ShouldBeLessThanOrEqualTo(Narrowing.MostRounds);
        tables.Digests.ShouldBe(0);
    }

    [Fact]
    public async Task Find_ValuesSwappedBetweenTwoKeys_IsNoticed()
    {
        var found = await new Tables([new("a", "1"), new("b", "2")], [new("a", "2"), new("b", "1")]).FindAsync();

        found.Changed.ShouldBe(2);
    }

    [Fact]
    public async Task Find_KeysInSeveralRows_ArePairedAsMultisets()
    {
        Row[] here = [new("k", "1"), new("k", "1"), new("k", "2"), new("x", "1")];
        Row[] there = [new("k", "1"), new("k", "3"), new("y", "1")];

        var found = await new Tables(here, there).FindAsync();

        (found.Changed, found.MissingThere, found.MissingHere).ShouldBe((1, 2, 1));
    }

    private static Row[] Rows(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(key => new Row(key.ToString(CultureInfo.InvariantCulture), $"v{key}"))];

    private sealed record Row(string Key, string Value);

    /// <summary>Two tables that answer as engines would.</summary>
    private sealed class Tables(Row[] here, Row[] there)
    {
        private readonly RowDigest[] left = Array.ConvertAll(here, Digest);
        private readonly RowDigest[] right = Array.ConvertAll(there, Digest);

        public int Questions { get; private set; }

        public int Digests { get; private set; }

        public Task<RowDifferences> FindAsync() => new Narrowing(
            (split, _) =>
            {
                Questions++;
                var both = new BothSides<BucketSum>(Sums(left, split), Sums(right, split));
                both.Here.Count.ShouldBeLessThanOrEqualTo(10_000);
                return Task.FromResult(both);
            },
            (split, _) =>
            {
                Questions++;
                var both = new BothSides<RowDigest>([.. left.Where(row => Lies(row, split))], [.. right.Where(row => Lies(row, split))]);
                Digests += both.Here.Count + both.There.Count;
                return Task.FromResult(both);
            }).FindAsync(Math.Max(left.Length, right.Length), CancellationToken.None);

        private static BucketSum[] Sums(RowDigest[] rows, BucketSplit split) => [.. rows
            .Where(row => Lies(row, split))
            .GroupBy(row => row.KeyHigh % split.Modulus)
            .Select(group => new BucketSum(group.Key, group.LongCount(), group.Sum(row => (long)row.RowHigh), group.Sum(row => (long)row.RowLow)))];

        private static bool Lies(RowDigest row, BucketSplit split) => split.Parents.Contains(row.KeyHigh % split.ParentModulus);

        private static RowDigest Digest(Row row)
        {
            var (key, whole) = (Hash(row.Key), Hash($"{row.Key}|{row.Value}"));
            return new(key.High, key.Low, whole.High, whole.Low);
        }

        private static (int High, int Low) Hash(string text)
        {
            var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text));
            return (BitConverter.ToInt32(bytes) & 0x3FFFFFF, BitConverter.ToInt32(bytes, 4) & 0x3FFFFFF);
        }
    }
}
