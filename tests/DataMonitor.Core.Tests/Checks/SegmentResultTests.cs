using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Tests.Checks;

public sealed class SegmentResultTests
{
    [Theory]
    [InlineData(0.0, 0.0, "exactly 0 %")]
    [InlineData(0.1, 0.2, "10 % to 20 %")]
    [InlineData(0.1, null, "at least 10 %")]
    [InlineData(null, 0.2, "at most 20 %")]
    [InlineData(null, null, null)]
    public void Limits_OneValueAllowed_IsNoRange(double? lower, double? upper, string? words) =>
        new SegmentResult(default!, CheckOutcome.Failed, 0.5, MetricUnit.Share, lower, upper, 5, 10).Limits.ShouldBe(words);
}
