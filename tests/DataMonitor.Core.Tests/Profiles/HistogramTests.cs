using CsCheck;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Profiles;

public sealed class HistogramTests
{
    private static readonly Gen<double[]> Numbers = Gen.Double[-1000, 1000].Array[1, 300];

    [Fact]
    public void Quantile_AnyNumbers_IsOffByLessThanItsBin() => Gen.Select(Numbers, Gen.Double[0.01, 0.99]).Sample((numbers, q) =>
    {
        var histogram = Of(numbers, HistogramEdges.Of(Parts(numbers), isWhole: false));
        var largest = (double)histogram.Bins.Max(bin => bin.Count) / numbers.Length;

        var value = histogram.Quantile(q, numbers.Min(), numbers.Max())!.Value;

        ((double)numbers.Count(number => number < value) / numbers.Length).ShouldBeLessThanOrEqualTo(q + largest + 1e-9);
        ((double)numbers.Count(number => number <= value) / numbers.Length).ShouldBeGreaterThanOrEqualTo(q - largest - 1e-9);
    });

    [Fact]
    public void Density_AnyNumbers_HoldsThemAll() => Gen.Select(Numbers, Gen.Int[1, 40]).Sample((numbers, cells) =>
    {
        var density = Of(numbers, HistogramEdges.Of(Parts(numbers), isWhole: false)).Density(cells, numbers.Min(), numbers.Max());

        density.Sum().ShouldBe(numbers.Length, tolerance: 1e-6 * numbers.Length);
        density.ShouldAllBe(count => count >= 0);
    });

    [Fact]
    public void Edges_AnySample_AscendAndAreBounded() => Gen.Int[0, 30].Array[0, 100].Sample(values =>
    {
        var edges = HistogramEdges.Of([.. values.Order().Select(value => (double)value)], isWhole: true);

        edges.ShouldBe(edges.Distinct().Order());
        edges.Count.ShouldBeLessThanOrEqualTo(Histogram.MostBins + 1);
    });

    [Fact]
    public void Edges_HeavyValue_HasABinOfItsOwn() => HistogramEdges.Of([1, 5, 5, 5, 9.5], isWhole: true).ShouldBe([1, 5, 6, 9.5]);

    [Fact]
    public void Quantile_NoNumbers_IsUnknown() => new Histogram([1], [new(0, 0), new(0, 0)]).Quantile(0.5, 0, 1).ShouldBeNull();

    private static double[] Parts(double[] numbers)
    {
        var sorted = numbers.Order().ToArray();
        return [.. Enumerable.Range(1, 10).Select(part => sorted[Math.Max(0, (part * sorted.Length / 10) - 1)])];
    }

    private static Histogram Of(double[] numbers, ValueList<double> edges) => new(
        edges,
        Enumerable.Range(0, edges.Count + 1)
            .Select(bin => numbers.Where(number => edges.Count(edge => edge <= number) == bin).ToArray())
            .Select(inside => new HistogramBin(inside.Length, inside.Sum()))
            .ToValueList());
}
