using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Remembers of each dataset up to where its occurrences are known, so that a tick looks only at what is new. Not thread-safe.</summary>
internal sealed class Timetable
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private Catalog? current;

    /// <summary>Forgets what the store no longer confirms; another daemon may have moved on meanwhile.</summary>
    public void Refresh(ImmutableDictionary<string, DateTimeOffset> newest)
    {
        foreach (var (dataset, entry) in entries)
        {
            entry.Newest = newest.TryGetValue(dataset, out var known) ? Later(known, entry.ChangedAt) : null;
            entry.NextLook = DateTimeOffset.MinValue;
        }
    }

    /// <summary>Takes over the schedules of <paramref name="catalog"/>. A schedule that changed while the daemon ran owes nothing from before the change.</summary>
    /// <returns>Whether they are other ones than before, so that <see cref="Refresh"/> is due.</returns>
    public bool Follow(Catalog catalog, DateTimeOffset now)
    {
        if (ReferenceEquals(current, catalog))
        {
            return false;
        }

        current = catalog;
        foreach (var gone in entries.Keys.Where(name => !catalog.Datasets.ContainsKey(name)).ToArray())
        {
            entries.Remove(gone);
        }

        foreach (var dataset in catalog.Datasets.Values)
        {
            if (dataset.Schedule is not { } schedule || OccurrenceRule.Of(dataset.Name, catalog.Datasets) is not { } rule)
            {
                entries.Remove(dataset.Name);
            }
            else if (!entries.TryGetValue(dataset.Name, out var known))
            {
                entries[dataset.Name] = new(schedule, rule, null);
            }
            else if (known.Rule != rule || known.Schedule != schedule)
            {
                entries[dataset.Name] = new(schedule, rule, known.Rule == rule ? known.ChangedAt : now);
            }
        }

        return true;
    }

    /// <returns>What has become due since the last look.</returns>
    public IEnumerable<DueOccurrences> Look(DateTimeOffset now)
    {
        foreach (var (dataset, entry) in entries)
        {
            if (entry.NextLook > now)
            {
                continue;
            }

            var due = DueOccurrences.Of(dataset, entry.Schedule, entry.Rule, entry.Newest, now);
            var newest = due.Due.Concat(due.Missed).Select(occurrence => (DateTimeOffset?)occurrence.ScheduledAt).Max();
            entry.Newest = newest ?? entry.Newest;
            entry.NextLook = entry.Newest is { } known ? entry.Rule.Next(known) ?? DateTimeOffset.MaxValue : entry.Rule.Next(now) ?? DateTimeOffset.MaxValue;
            if (newest is not null)
            {
                yield return due;
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private sealed class Entry(Schedule schedule, OccurrenceRule rule, DateTimeOffset? changedAt)
    {
        public Schedule Schedule => schedule;

        public OccurrenceRule Rule => rule;

        public DateTimeOffset? ChangedAt => changedAt;

        public DateTimeOffset? Newest { get; set; }

        public DateTimeOffset NextLook { get; set; } = DateTimeOffset.MinValue;
    }
}
