using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Telemetry;

/// <summary>How long a dataset may stay without a run: the longest time between two of its occurrences. Computed once for each catalog.</summary>
internal sealed class RunIntervals(TimeProvider time)
{
    /// <summary>More than a week, so that weekends count.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(8);

    private (Catalog? Catalog, ImmutableDictionary<string, TimeSpan> Intervals) last = (null, ImmutableDictionary<string, TimeSpan>.Empty);

    /// <returns>By name of the dataset; one that never runs by itself is absent.</returns>
    public ImmutableDictionary<string, TimeSpan> Of(Catalog catalog)
    {
        if (!ReferenceEquals(last.Catalog, catalog))
        {
            var now = time.GetUtcNow();
            var known = new Dictionary<OccurrenceRule, TimeSpan?>();
            var intervals = ImmutableDictionary.CreateBuilder<string, TimeSpan>(StringComparer.Ordinal);
            foreach (var name in catalog.Datasets.Keys)
            {
                if (OccurrenceRule.Of(name, catalog.Datasets) is not { } rule)
                {
                    continue;
                }

                if (!known.TryGetValue(rule, out var interval))
                {
                    known[rule] = interval = Longest(rule, now);
                }

                if (interval is { } found)
                {
                    intervals[name] = found;
                }
            }

            last = (catalog, intervals.ToImmutable());
        }

        return last.Intervals;
    }

    private static TimeSpan? Longest(OccurrenceRule rule, DateTimeOffset now)
    {
        var (longest, previous) = (TimeSpan.Zero, rule.Last(now - Window));
        foreach (var occurrence in rule.Between(now - Window, now))
        {
            longest = previous is { } before && occurrence - before > longest ? occurrence - before : longest;
            previous = occurrence;
        }

        return rule.Next(now) is { } next && previous is { } newest ? TimeSpan.FromTicks(Math.Max(longest.Ticks, (next - newest).Ticks)) : null;
    }
}
