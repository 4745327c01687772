using DataMonitor.Core.Calendars;
using DataMonitor.Core.Planning;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>The occurrences of another rule that fall on certain days of a zone. Goes from day to day, so that a fine rule on rare days costs little.</summary>
internal sealed record OnDaysRule(OccurrenceRule Inner, DayFilter Days, TimeZoneInfo Zone) : OccurrenceRule
{
    /// <summary>How far one looks for a day before there is said to be none: more than eight years, the longest time between two leap days.</summary>
    private const int MostDays = 3_000;

    public override IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until)
    {
        for (var day = DayOf(after); day <= DayOf(until); day = day.AddDays(1))
        {
            if (Days.Contains(day))
            {
                var (start, end) = (JustBefore(day), JustBefore(day.AddDays(1)));
                foreach (var occurrence in Inner.Between(start > after ? start : after, end < until ? end : until))
                {
                    yield return occurrence;
                }
            }
        }
    }

    public override DateTimeOffset? Last(DateTimeOffset now)
    {
        var today = DayOf(now);
        for (var day = today; today.DayNumber - day.DayNumber < MostDays; day = day.AddDays(-1))
        {
            if (Days.Contains(day))
            {
                var end = JustBefore(day.AddDays(1));
                if (Inner.Last(end < now ? end : now) is not { } last)
                {
                    return null;
                }

                if (last > JustBefore(day))
                {
                    return last;
                }

                day = Earlier(day, DayOf(last).AddDays(1)); // nothing between: on with the day of what was found
            }
        }

        return null;
    }

    public override DateTimeOffset? Next(DateTimeOffset now)
    {
        var today = DayOf(now);
        for (var day = today; day.DayNumber - today.DayNumber < MostDays; day = day.AddDays(1))
        {
            if (Days.Contains(day))
            {
                var start = JustBefore(day);
                if (Inner.Next(start > now ? start : now) is not { } next)
                {
                    return null;
                }

                if (next <= JustBefore(day.AddDays(1)))
                {
                    return next;
                }

                day = Later(day, DayOf(next).AddDays(-1));
            }
        }

        return null;
    }

    private DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The last tick of the day before: rules look after an instant, and up to one.</summary>
    private DateTimeOffset JustBefore(DateOnly day) => PartitionWindows.StartOf(day, Zone).AddTicks(-1);

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
