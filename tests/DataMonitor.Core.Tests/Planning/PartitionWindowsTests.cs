using CsCheck;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Planning;

public sealed class PartitionWindowsTests
{
    private static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "America/Havana"];

    [Theory]
    [InlineData(PartitionSpan.Day, "2026-11-23T02:59:59+01:00", "2026-11-21T00:00:00+01:00", "2026-11-22T00:00:00+01:00")]
    [InlineData(PartitionSpan.Day, "2026-11-23T03:00:00+01:00", "2026-11-22T00:00:00+01:00", "2026-11-23T00:00:00+01:00")]
    [InlineData(PartitionSpan.Day, "2026-03-30T06:15:00+02:00", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00")] // 23 hours
    [InlineData(PartitionSpan.Day, "2026-10-26T06:15:00+01:00", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00")] // 25 hours
    [InlineData(PartitionSpan.Week, "2026-11-23T06:15:00+01:00", "2026-11-16T00:00:00+01:00", "2026-11-23T00:00:00+01:00")]
    [InlineData(PartitionSpan.Month, "2026-03-01T02:00:00+01:00", "2026-01-01T00:00:00+01:00", "2026-02-01T00:00:00+01:00")]
    [InlineData(PartitionSpan.Hour, "2026-11-23T06:15:00+01:00", "2026-11-23T02:00:00+01:00", "2026-11-23T03:00:00+01:00")]
    public void Closed_BerlinReadyAfterThreeHours_IsNewestReadySpan(PartitionSpan span, string scheduledAt, string start, string end)
    {
        var window = Closed(span, "Europe/Berlin", DateTimeOffset.Parse(scheduledAt, null));

        window.ShouldBe(new("at", DateTimeOffset.Parse(start, null), DateTimeOffset.Parse(end, null)));
    }

    [Fact]
    public void Closed_MidnightIsSkipped_DayBeginsWithItsFirstInstant() =>
        Closed(PartitionSpan.Day, "Africa/Cairo", new(2026, 4, 25, 12, 0, 0, TimeSpan.Zero)).Start
            .ShouldBe(new DateTimeOffset(2026, 4, 24, 1, 0, 0, TimeSpan.FromHours(3)));

    [Fact]
    public void Closed_DayThatNeverWas_IsPassedOver()
    {
        var samoa = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia");

        var window = Closed(PartitionSpan.Day, samoa.Id, new(2011, 12, 31, 4, 0, 0, TimeSpan.FromHours(14)));

        window.Start.ShouldBe(new DateTimeOffset(2011, 12, 29, 0, 0, 0, TimeSpan.FromHours(-10)));
        window.End.ShouldBe(new DateTimeOffset(2011, 12, 31, 0, 0, 0, TimeSpan.FromHours(14)));
    }

    [Fact]
    public void Closed_AnyInstant_IsNewestSpanThatIsReady() => Sample((partition, zone, at) =>
    {
        var window = PartitionWindows.Closed(partition, zone, at);
        var next = PartitionWindows.Closed(partition, zone, AfterNext(partition, zone, window));

        (window.End + partition.ReadyAfter).ShouldBeLessThanOrEqualTo(at);
        (next.End + partition.ReadyAfter).ShouldBeGreaterThan(at);
    });

    [Fact]
    public void Closed_ConsecutiveWindows_TileTheTimeLine() => Sample((partition, zone, at) =>
    {
        var window = PartitionWindows.Closed(partition, zone, at);
        for (var i = 0; i < 40; i++)
        {
            var next = PartitionWindows.Closed(partition, zone, AfterNext(partition, zone, window));
            next.Start.ShouldBe(window.End);
            next.End.ShouldBeGreaterThan(next.Start);
            window = next;
        }
    });

    [Fact]
    public void After_AnyWindow_IsTheNextThatCloses() => Sample((partition, zone, at) =>
    {
        var window = PartitionWindows.Closed(partition, zone, at);

        PartitionWindows.After(partition, zone, window).ShouldBe(PartitionWindows.Closed(partition, zone, AfterNext(partition, zone, window)));
    });

    [Fact]
    public void ClosedBefore_AnyAges_GivesEachOlderWindowOnce() => Sample((partition, zone, at) =>
    {
        var recheck = partition with { Recheck = [TimeSpan.FromDays(7), TimeSpan.FromHours(30), TimeSpan.FromDays(1), TimeSpan.FromHours(1)] };
        var newest = PartitionWindows.Closed(partition, zone, at);

        var windows = PartitionWindows.ClosedBefore(recheck, zone, at).ToArray();

        windows.ShouldBe(windows.Distinct().OrderByDescending(window => window.Start));
        windows.ShouldAllBe(window => window.End <= newest.Start);
        recheck.Recheck.ShouldAllBe(age => PartitionWindows.Closed(partition, zone, at - age) == newest || windows.Contains(PartitionWindows.Closed(partition, zone, at - age)));
    });

    /// <summary>Halfway through the spans after the one after: the earliest instants that close exactly one more window are found by bisection.</summary>
    private static DateTimeOffset AfterNext(Partition partition, TimeZoneInfo zone, PartitionWindow window)
    {
        var (low, high) = (window.End + partition.ReadyAfter, window.End + partition.ReadyAfter + TimeSpan.FromDays(40));
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + ((high - low) / 2);
            (low, high) = PartitionWindows.Closed(partition, zone, middle).End > window.End ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static void Sample(Action<Partition, TimeZoneInfo, DateTimeOffset> law) => Gen
        .Select(Gen.Enum<PartitionSpan>(), Gen.Int[0, Zones.Length - 1], Gen.Long[0, 60L * 365 * 86400], Gen.Int[0, 50])
        .Sample(
            (span, zone, seconds, hours) => law(
                new("at", span, TimeSpan.FromHours(hours)),
                TimeZoneInfo.FindSystemTimeZoneById(Zones[zone]),
                DateTimeOffset.UnixEpoch.AddSeconds(seconds)),
            iter: 100);

    private static PartitionWindow Closed(PartitionSpan span, string zone, DateTimeOffset at) =>
        PartitionWindows.Closed(new("at", span, TimeSpan.FromHours(3)), TimeZoneInfo.FindSystemTimeZoneById(zone), at);
}
