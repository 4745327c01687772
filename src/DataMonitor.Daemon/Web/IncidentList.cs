using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;

namespace DataMonitor.Daemon.Web;

/// <summary>Incidents with what was told about them.</summary>
/// <param name="Open">The loudest first.</param>
/// <param name="Resolved">The newest first.</param>
public sealed record IncidentList(ImmutableArray<IncidentView> Open, ImmutableArray<IncidentView> Resolved)
{
    internal static IncidentList Of(Catalog catalog, IEnumerable<Incident> incidents, IEnumerable<OutboxEntry> told)
    {
        var byIncident = told
            .SelectMany(entry => entry.Notification.Message.Alerts.Select(alert => (alert.IncidentId, Entry: entry)))
            .ToLookup(pair => pair.IncidentId, pair => pair.Entry);
        var views = incidents
            .Where(incident => incident.HasOpened)
            .Select(incident => new IncidentView(
                incident,
                catalog.Datasets.GetValueOrDefault(incident.Dataset),
                [.. byIncident[incident.Id].OrderBy(entry => entry.CreatedAt)]))
            .ToArray();
        return new(
            [.. views.Where(view => view.Incident.IsOpen).OrderByDescending(view => view.Incident.Severity).ThenByDescending(view => view.Incident.OpenedAt)],
            [.. views.Where(view => !view.Incident.IsOpen).OrderByDescending(view => view.Incident.ResolvedAt)]);
    }
}

/// <param name="Dataset"><see langword="null"/> when the incident is of a source, or the dataset is defined no more.</param>
/// <param name="Told">Oldest first.</param>
public sealed record IncidentView(Incident Incident, Dataset? Dataset, ImmutableArray<OutboxEntry> Told)
{
    /// <summary>How long it lasted, or lasts by now.</summary>
    public TimeSpan Length(DateTimeOffset now) => (Incident.ResolvedAt ?? now) - Incident.StartedAt;
}
