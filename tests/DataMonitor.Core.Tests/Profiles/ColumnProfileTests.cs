using System.Security.Cryptography;
using System.Text;
using CsCheck;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Profiles;

public sealed class ColumnProfileTests
{
    private static readonly Gen<List<int?>> Column = Gen.Int[-50, 50].Nullable().List[0, 120];

    [Fact]
    public void Merge_ColumnCutAnywhere_EqualsOneScan() => Gen.Select(Column, Gen.Int[0, 120]).Sample((values, cut) =>
    {
        var merged = Scan(values.Take(cut)).Merge(Scan(values.Skip(cut)));

        ShouldAgree(merged, Scan(values), isMerged: cut > 0 && cut < values.Count);
    });

    [Fact]
    public void Merge_InAnyOrder_GivesTheSame() => Gen.Select(Column, Column, Column).Sample((a, b, c) =>
    {
        var (x, y, z) = (Scan(a), Scan(b), Scan(c));

        ShouldAgree(x.Merge(y).Merge(z), x.Merge(y.Merge(z)), isMerged: true);
        ShouldAgree(x.Merge(y), y.Merge(x), isMerged: true);
    });

    [Fact]
    public void Merge_OtherEdges_ForgetsTheHistogramForGood()
    {
        var other = Scan([1, 2]) with { Histogram = new([7], [new(2, 3), new(0, 0)]) };

        Scan([1]).Merge(other).Merge(Scan([3])).Histogram.ShouldBeNull();
        Scan([1]).Merge(other.Merge(Scan([3]))).Histogram.ShouldBeNull();
    }

    [Fact]
    public void Merge_SameNumberTypeOnce_BecomesOther() =>
        (Scan([1]) with { Type = ColumnType.Text }).Merge(Scan([1])).Type.ShouldBe(ColumnType.Other);

    [Fact]
    public void Merge_AnotherColumn_IsRefused() =>
        Should.Throw<ArgumentException>(() => Scan([1]).Merge(Scan([1]) with { Column = "b" }));

    /// <summary>What a scan of these values gives, computed here.</summary>
    private static ColumnProfile Scan(IEnumerable<int?> column)
    {
        var rows = column.ToArray();
        var values = rows.OfType<int>().Select(value => (double)value).ToArray();
        var mean = values.Length == 0 ? (double?)null : values.Average();
        var spread = values.Length < 2 ? (double?)null : Math.Sqrt(values.Sum(value => (value - mean!.Value) * (value - mean.Value)) / (values.Length - 1));
        ValueList<double> edges = [-20, 0, 20];
        return new("a", rows.Length, rows.Length - values.Length, values.Distinct().Count(), Least(values), values.Length == 0 ? null : values.Max(), mean, spread, null, Top(values))
        {
            Type = ColumnType.Integer,
            Keys = KeySketch.Of(values.Select(Hash)),
            Lengths = values.Length == 0 ? null : new(values.Length, values.Min(Length), values.Max(Length), values.Average(value => (double)Length(value))),
            Histogram = values.Length == 0 ? null : new(edges, Enumerable.Range(0, 4).Select(bin => Bin([.. values.Where(value => edges.Count(edge => edge <= value) == bin)])).ToValueList()),
            Sampled = rows.Length,
        };
    }

    private static double? Least(double[] values) => values.Length == 0 ? null : values.Min();

    private static ValueList<TopValue> Top(double[] values) => values.GroupBy(value => Math.Abs(value) % 7)
        .Select(group => new TopValue($"{group.Key}", group.Count())).OrderByDescending(top => top.Count).ThenBy(top => top.Value, StringComparer.Ordinal).ToValueList();

    private static HistogramBin Bin(double[] values) => new(values.Length, values.Sum());

    private static long Length(double value) => $"{value}".Length;

    private static (int Register, uint Minimum) Hash(double value)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{value}"));
        return (hash[0], BitConverter.ToUInt32(hash, 1));
    }

    private static void ShouldAgree(ColumnProfile one, ColumnProfile other, bool isMerged)
    {
        (one.Rows, one.Nulls, one.Minimum, one.Maximum, one.Type, one.Sampled).ShouldBe((other.Rows, other.Nulls, other.Minimum, other.Maximum, other.Type, other.Sampled));
        one.Keys.ShouldBe(other.Keys);
        one.Histogram.ShouldBe(other.Histogram);
        one.Top.ShouldBe(other.Top);
        (one.Lengths?.Count, one.Lengths?.Shortest, one.Lengths?.Longest).ShouldBe((other.Lengths?.Count, other.Lengths?.Shortest, other.Lengths?.Longest));
        ShouldBeClose(one.Lengths?.Mean, other.Lengths?.Mean);
        ShouldBeClose(one.Mean, other.Mean);
        ShouldBeClose(one.StandardDeviation, other.StandardDeviation);
        if (!isMerged)
        {
            one.Distinct.ShouldBe(other.Distinct);
        }
    }

    private static void ShouldBeClose(double? one, double? other)
    {
        one.HasValue.ShouldBe(other.HasValue);
        (one ?? 0).ShouldBe(other ?? 0, tolerance: 1e-6);
    }
}
