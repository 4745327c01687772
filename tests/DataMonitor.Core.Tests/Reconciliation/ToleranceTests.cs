using CsCheck;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Tests.Reconciliation;

public sealed class ToleranceTests
{
    [Theory]
    [InlineData(100.0, 100.0, 0)]
    [InlineData(0.0, 0.0, 0)]
    [InlineData(null, null, 0)]
    [InlineData(null, 0.0, 1)]
    [InlineData(5.0, null, 1)]
    [InlineData(5.0, 0.0, 1)]
    [InlineData(101.0, 100.0, 0.01)]
    [InlineData(-99.0, -100.0, 0.01)]
    [InlineData(300.0, 100.0, 2)]
    public void Deviation_NothingTolerated_IsAShareOfTheOtherSide(double? here, double? there, double expected) =>
        default(Tolerance).Deviation(here, there).ShouldBe(expected, tolerance: 1e-12);

    [Theory]
    [InlineData(100.01, 100.0, 0)]
    [InlineData(101.0, 100.0, 0)]
    [InlineData(101.5, 100.0, 0.015)]
    [InlineData(0.01, 0.0, 0)]
    [InlineData(0.02, 0.0, 1)]
    public void Deviation_EitherToleranceHolds_IsNone(double here, double there, double expected) =>
        new Tolerance(0.01, 0.01).Deviation(here, there).ShouldBe(expected, tolerance: 1e-12);

    [Fact]
    public void Deviation_AnyFigures_IsFiniteAndNotNegative() =>
        Gen.Select(Gen.Double.Where(double.IsFinite), Gen.Double.Where(double.IsFinite)).Sample((here, there) =>
        {
            var share = default(Tolerance).Deviation(here, there);
            double.IsFinite(share).ShouldBeTrue();
            share.ShouldBeGreaterThanOrEqualTo(0);
            (share == 0).ShouldBe(here == there);
        });
}
