using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Tests.Telemetry;

public sealed class RunIntervalsTests
{
    [Theory]
    [InlineData("0 6 * * *", 24)]
    [InlineData("0 6 * * 1-5", 72)]
    [InlineData("0 6 1 * *", 31 * 24)]
    public void Of_Cron_IsTheLongestTimeBetweenTwoOccurrences(string cron, int hours) =>
        Of(new(cron, null, "UTC", [], CatchUp.Latest, TimeSpan.FromHours(1), TimeSpan.FromHours(1))).ShouldBe(TimeSpan.FromHours(hours));

    [Fact]
    public void Of_NoSchedule_IsUnknown() => Of(null).ShouldBeNull();

    private static TimeSpan? Of(Schedule? schedule)
    {
        var catalog = Samples.Catalog(Samples.Dataset("shop/orders", schedule)).Value;
        return new RunIntervals(new ObservedTime(Samples.Noon)).Of(catalog).TryGetValue("shop/orders", out var interval) ? interval : null;
    }
}
