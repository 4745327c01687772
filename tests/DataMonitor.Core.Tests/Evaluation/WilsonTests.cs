using CsCheck;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Core.Tests.Evaluation;

public sealed class WilsonTests
{
    [Theory]
    [InlineData(0, 1000, 0, 0.006591)]
    [InlineData(1000, 1000, 0.993409, 1)]
    [InlineData(30, 1000, 0.018906, 0.047289)]
    [InlineData(5, 10, 0.184226, 0.815774)]
    public void Interval_KnownCounts_IsThatOfTheFormula(long hits, long rows, double lower, double upper)
    {
        var interval = Wilson.Interval(hits, rows);

        (Math.Abs(interval.Lower - lower) < 1e-5, Math.Abs(interval.Upper - upper) < 1e-5).ShouldBe((true, true), $"{interval}");
    }

    [Fact]
    public void Interval_AnyCounts_HoldsTheShareAndStaysInside() => Gen.Select(Gen.Long[1, 1_000_000], Gen.Double[0, 1]).Sample((rows, share) =>
    {
        var hits = (long)(share * rows);
        var (lower, upper) = Wilson.Interval(hits, rows);

        return lower >= 0 && upper <= 1 && lower <= (double)hits / rows && (double)hits / rows <= upper;
    });
}
