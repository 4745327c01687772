using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Web;

/// <summary>How the daemon itself is: what it reads, whom it tells, where its numbers go.</summary>
/// <param name="Undelivered">Notifications that wait or were given up, newest first.</param>
public sealed record HealthView(
    Catalog Catalog,
    ImmutableArray<SourceView> Sources,
    StoreStatistics Store,
    ImmutableArray<OutboxEntry> Undelivered)
{
    private const int Listed = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What a person should look at, in sentences; empty when all is well.</summary>
    public IEnumerable<string> Concerns(DateTimeOffset now, ReloadStatus reload)
    {
        if (reload.RefusedAt is not null)
        {
            yield return "newer definitions were refused";
        }

        foreach (var source in reload.Unlisted)
        {
            yield return $"source {source} does not say which tables it holds";
        }

        foreach (var source in Sources.Where(source => source.Incident is not null))
        {
            yield return $"source {source.Source.Name} does not answer";
        }

        foreach (var sink in Store.Sinks.Where(sink => IsLate(sink, now)))
        {
            yield return $"sink {sink.Sink} is behind";
        }

        if (Store.DeadNotifications > 0)
        {
            yield return $"{Words.Count(Store.DeadNotifications, "notification")} could not be delivered";
        }
        else if (Store.OldestPending is { } oldest && now - oldest > Patience)
        {
            yield return "notifications wait longer than they should";
        }
    }

    public static bool IsLate(SinkLag sink, DateTimeOffset now) => sink.LastProblem is not null || (sink.OldestWaiting is { } oldest && now - oldest > Patience);

    internal static async Task<HealthView> ReadAsync(StatusSources sources, CancellationToken cancellationToken)
    {
        var catalog = sources.Catalog.Value;
        var down = (await sources.Status.IncidentsAsync(null, Listed, cancellationToken))
            .Where(incident => incident is { IsOpen: true, Kind: IncidentKind.SourceDown })
            .ToLookup(incident => incident.Source, StringComparer.Ordinal);
        var dead = await sources.Outbox.ListAsync(OutboxState.Dead, Listed, cancellationToken);
        var pending = await sources.Outbox.ListAsync(OutboxState.Pending, Listed, cancellationToken);
        return new(
            catalog,
            [
                .. catalog.Sources.Values.OrderBy(source => source.Name, StringComparer.Ordinal).Select(source => new SourceView(
                    source,
                    catalog.Datasets.Values.Count(dataset => dataset.Source == source.Name),
                    down[source.Name].FirstOrDefault())),
            ],
            await sources.Status.StatisticsAsync(sources.Time.GetUtcNow(), cancellationToken),
            [.. dead.Concat(pending).OrderByDescending(entry => entry.CreatedAt)]);
    }
}

/// <param name="Incident">Open when the source does not answer.</param>
public sealed record SourceView(SourceDefinition Source, int Datasets, Incident? Incident);
