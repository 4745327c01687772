using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Metrics;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Telemetry;

/// <summary>The points that no single run holds: the daemon's own state each minute, and incidents when they open, worsen or end. One instance a sink.</summary>
internal sealed class EngineSeries(IStatusReader status, CurrentCatalog catalog, TelemetryIdentity identity, TimeProvider time)
{
    private const int MaxIncidents = 500;

    private Dictionary<Guid, (DateTimeOffset? ResolvedAt, Severity Severity)> written = [];
    private DateTimeOffset writtenMinute;

    /// <summary>Writes what is new since the last call that succeeded; nothing more often than once a minute. After a restart incidents are written again, which is harmless.</summary>
    public async Task WriteAsync(Func<IReadOnlyList<SeriesPoint>, Task> write, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        if (minute == writtenMinute)
        {
            return;
        }

        var statistics = await status.StatisticsAsync(now, cancellationToken);
        var incidents = await status.IncidentsAsync(null, MaxIncidents, cancellationToken);
        var changed = incidents.Where(incident => !written.TryGetValue(incident.Id, out var state) || state != StateOf(incident));
        var datasets = catalog.Value.Datasets;
        ImmutableArray<SeriesPoint> points =
        [
            .. SeriesPoints.Of(statistics, identity.Node, identity.Environment, minute),
            .. changed.Select(incident => SeriesPoints.Of(incident, datasets.GetValueOrDefault(incident.Dataset), identity.Environment)),
        ];
        await write(points);
        written = incidents.ToDictionary(incident => incident.Id, StateOf);
        writtenMinute = minute;
    }

    private static (DateTimeOffset? ResolvedAt, Severity Severity) StateOf(Incident incident) => (incident.ResolvedAt, incident.Severity);
}
