using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Planning;

/// <summary>Which partition is the newest closed one at an instant.</summary>
/// <remarks>
/// Days, weeks (from Monday) and months begin at midnight in the zone of the dataset, so a day has 23 or 25 hours when the clocks change;
/// where midnight is skipped the day begins with its first instant, where it comes twice with the first. Hours are always 60 minutes long
/// and begin at full hours of the zone's standard time. Consecutive windows leave no gap and never overlap.
/// </remarks>
public static class PartitionWindows
{
    /// <returns>The newest span whose end plus <see cref="Partition.ReadyAfter"/> is not after <paramref name="scheduledAt"/>, in UTC.</returns>
    public static PartitionWindow Closed(Partition partition, TimeZoneInfo zone, DateTimeOffset scheduledAt)
    {
        var newestEnd = scheduledAt.ToUniversalTime() - partition.ReadyAfter;
        if (partition.By == PartitionSpan.Hour)
        {
            var shift = zone.BaseUtcOffset.Ticks % TimeSpan.TicksPerHour;
            var end = newestEnd.AddTicks(-Modulo(newestEnd.Ticks + shift, TimeSpan.TicksPerHour));
            return new(partition.Column, end.AddHours(-1), end);
        }

        var day = FirstDay(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(newestEnd, zone).DateTime), partition.By);
        while (StartOf(day, zone) > newestEnd)
        {
            day = Step(day, partition.By, -1);
        }

        while (StartOf(Step(day, partition.By, 1), zone) <= newestEnd)
        {
            day = Step(day, partition.By, 1);
        }

        var previous = Step(day, partition.By, -1);
        while (StartOf(previous, zone) == StartOf(day, zone)) // Samoa had no 30 December 2011
        {
            previous = Step(previous, partition.By, -1);
        }

        return new(partition.Column, StartOf(previous, zone), StartOf(day, zone));
    }

    /// <returns>The spans that had just closed at each age of <see cref="Partition.Recheck"/> before <paramref name="scheduledAt"/>, each once and without the one that is closed now, newest first.</returns>
    public static IEnumerable<PartitionWindow> ClosedBefore(Partition partition, TimeZoneInfo zone, DateTimeOffset scheduledAt)
    {
        var newest = Closed(partition, zone, scheduledAt);
        return partition.Recheck.Order().Select(age => Closed(partition, zone, scheduledAt - age)).Where(window => window != newest).Distinct();
    }

    /// <returns>The span that begins where another ends.</returns>
    public static PartitionWindow After(Partition partition, TimeZoneInfo zone, PartitionWindow window)
    {
        if (partition.By == PartitionSpan.Hour)
        {
            return new(partition.Column, window.End, window.End.AddHours(1));
        }

        var next = Step(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(window.End, zone).DateTime), partition.By, 1);
        while (StartOf(next, zone) == window.End)
        {
            next = Step(next, partition.By, 1);
        }

        return new(partition.Column, window.End, StartOf(next, zone));
    }

    /// <returns>The first instant of a local day, in UTC.</returns>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        // By bisection over instants: TimeZoneInfo is exact from UTC to local time, but not the other way round near a change of the standard offset.
        var noon = new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        var (before, after) = (noon.AddHours(-27), noon.AddHours(15));
        while (after - before > TimeSpan.FromMinutes(1))
        {
            var middle = before.AddMinutes(Math.Floor((after - before).TotalMinutes / 2));
            (before, after) = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(middle, zone).DateTime) < day ? (middle, after) : (before, middle);
        }

        return after;
    }

    private static DateOnly FirstDay(DateOnly day, PartitionSpan span) => span switch
    {
        PartitionSpan.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        PartitionSpan.Month => new(day.Year, day.Month, 1),
        _ => day,
    };

    private static DateOnly Step(DateOnly first, PartitionSpan span, int count) => span switch
    {
        PartitionSpan.Week => first.AddDays(7 * count),
        PartitionSpan.Month => first.AddMonths(count),
        _ => first.AddDays(count),
    };

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}
