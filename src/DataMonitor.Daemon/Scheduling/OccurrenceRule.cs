using System.Collections.Immutable;
using Cronos;
using DataMonitor.Core.Calendars;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>The instants at which a dataset is due. Every daemon computes the same ones, whenever it was started.</summary>
/// <remarks>
/// Cron is understood in the zone of the schedule: a time that spring-forward skips runs at the first instant after the gap, a fixed
/// time that fall-back repeats runs once, an interval (<c>*/30</c>) runs through both hours. Instants are UTC, so none is ambiguous.
/// </remarks>
internal abstract record OccurrenceRule
{
    /// <returns>Instants in (after, until], ascending.</returns>
    public abstract IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until);

    /// <returns>The newest instant at or before <paramref name="now"/>, or <see langword="null"/> when there is none.</returns>
    public abstract DateTimeOffset? Last(DateTimeOffset now);

    /// <returns>The first instant after <paramref name="now"/>, or <see langword="null"/> when there is none.</returns>
    public abstract DateTimeOffset? Next(DateTimeOffset now);

    /// <returns>The rule of a dataset; that of its first upstream where it has none of its own; <see langword="null"/> when it never runs by itself.</returns>
    public static OccurrenceRule? Of(string dataset, ImmutableSortedDictionary<string, Dataset> datasets)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var days = new List<(DayFilter Days, TimeZoneInfo Zone)>();
        for (var name = dataset; seen.Add(name) && datasets.TryGetValue(name, out var found) && found.Schedule is { } schedule;)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
            if (!schedule.Days.IsEveryDay)
            {
                days.Add((schedule.Days, zone));
            }

            OccurrenceRule? own = (schedule.Every, schedule.Cron) switch
            {
                ({ } every, _) => new EveryRule(every),
                (_, { } cron) => new CronRule(CronExpression.Parse(cron, CronFormat.Standard), zone),
                _ => null,
            };
            if (own is not null)
            {
                return days.Aggregate(own, (rule, on) => new OnDaysRule(rule, on.Days, on.Zone));
            }

            if (schedule.After is not [var upstream, ..])
            {
                break;
            }

            name = upstream;
        }

        return null;
    }

    private sealed record EveryRule(TimeSpan Every) : OccurrenceRule
    {
        public override IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until)
        {
            for (var next = Floor(after) + Every; next <= until; next += Every)
            {
                yield return next;
            }
        }

        public override DateTimeOffset? Last(DateTimeOffset now) => Floor(now);

        public override DateTimeOffset? Next(DateTimeOffset now) => Floor(now) + Every;

        private DateTimeOffset Floor(DateTimeOffset instant)
        {
            var sinceEpoch = (instant - DateTimeOffset.UnixEpoch).Ticks;
            return DateTimeOffset.UnixEpoch.AddTicks(sinceEpoch - (sinceEpoch % Every.Ticks));
        }
    }

    private sealed record CronRule(CronExpression Cron, TimeZoneInfo Zone) : OccurrenceRule
    {
        public override IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until) => after >= until
            ? []
            : Cron.GetOccurrences(after, until, Zone, fromInclusive: false, toInclusive: true).Select(Utc);

        /// <summary>Cronos looks back differently than it looks forward: for a time that spring-forward skips it names the second before the gap. What it names is only where the looking forward begins.</summary>
        public override DateTimeOffset? Last(DateTimeOffset now)
        {
            for (var before = Cron.GetPreviousOccurrence(now, Zone, inclusive: true); before is { } hint; before = Cron.GetPreviousOccurrence(hint, Zone))
            {
                if (Between(hint.AddTicks(-1), now).Select(at => (DateTimeOffset?)at).LastOrDefault() is { } last)
                {
                    return last;
                }
            }

            return null;
        }

        public override DateTimeOffset? Next(DateTimeOffset now) => Cron.GetNextOccurrence(now, Zone) is { } next ? Utc(next) : null;

        private static DateTimeOffset Utc(DateTimeOffset instant) => instant.ToUniversalTime();
    }
}
