using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;

namespace DataMonitor.Core.Alerting;

/// <summary>What follows from a run: incidents that change, and who is told what and why. Pure.</summary>
/// <remarks>
/// An endpoint hears once that an incident is open, again when it becomes worse, and once that it has ended, whatever happened to the routes in between.
/// Everything that one run changes in one group travels in one message to each endpoint.
/// </remarks>
public static class Consequences
{
    /// <param name="unresolved">The dataset's incidents that are not resolved, pending ones too, and that of its source.</param>
    /// <param name="statusPage">Address of the daemon's status page, or <see langword="null"/>.</param>
    /// <param name="newId">Ids of new incidents and notifications; rising ones keep the outbox in order.</param>
    public static RunConsequences Of(
        AlertConfiguration configuration,
        RunEvidence evidence,
        ImmutableArray<Incident> unresolved,
        Uri? statusPage,
        Func<Guid> newId)
    {
        var changed = IncidentTracker.Track(evidence.Dataset, evidence.Report, evidence.ScheduledAt, unresolved, newId);
        var told = changed.ToDictionary(incident => incident.Id);
        var notifications = ImmutableArray.CreateBuilder<Notification>();
        foreach (var letter in changed.SelectMany(incident => NewsOf(incident, configuration, evidence, unresolved)).GroupBy(news => (news.Receiver, news.Endpoint, news.Group)))
        {
            var (receiver, endpoint, group) = letter.Key;
            var id = newId();
            var others = unresolved.Count(incident => GroupOf(incident) == group && IsTold(incident, receiver, endpoint)
                && told.GetValueOrDefault(incident.Id, incident).IsOpen && letter.All(news => news.Incident.Id != incident.Id));
            var alerts = letter.Select(news => AlertComposer.Compose(news.Incident, evidence, news.Why, news.Thread))
                .OrderByDescending(alert => alert.IsFiring).ThenByDescending(alert => alert.Severity).ThenBy(alert => alert.Title, StringComparer.Ordinal);
            notifications.Add(new(id, receiver, endpoint, new(
                receiver, $"{receiver}/{group}", ReasonOf([.. letter], others), alerts.ToValueList(), others, statusPage, evidence.Report.FinishedAt)));
            foreach (var news in letter.Where(news => news is { Kind: not NewsKind.Resolved, Thread: null }))
            {
                told[news.Incident.Id] = told[news.Incident.Id] with { Told = [.. told[news.Incident.Id].Told, new(receiver, endpoint, id)] };
            }
        }

        return new([.. changed.Select(incident => told[incident.Id])], notifications.ToImmutable());
    }

    private static IEnumerable<News> NewsOf(Incident incident, AlertConfiguration configuration, RunEvidence evidence, ImmutableArray<Incident> unresolved)
    {
        var before = unresolved.FirstOrDefault(earlier => earlier.Id == incident.Id);
        if (incident.ResolvedAt is not null)
        {
            return incident.Told.Where(told => WantsResolved(configuration, told)).Select(told => Again(incident, told, NewsKind.Resolved));
        }

        if (!incident.IsOpen)
        {
            return [];
        }

        if (before is { IsOpen: true } && before.Severity == incident.Severity && before.Worst == incident.Worst)
        {
            return [];
        }

        var routed =
            from match in RouteTree.Route(configuration, AlertComposer.LabelsOf(incident, evidence))
            from receiver in configuration.Receivers
            where receiver.Name == match.Receiver
            from channel in receiver.Channels
            where !IsTold(incident, receiver.Name, channel.Header.Endpoint)
            select new News(incident, NewsKind.Opened, receiver.Name, channel.Header.Endpoint, Sentences.Capitalized($"{match.Reason}."), Thread: null);
        return [.. incident.Told.Select(told => Again(incident, told, NewsKind.Worse)), .. routed];
    }

    private static News Again(Incident incident, ToldEndpoint told, NewsKind kind) =>
        new(incident, kind, told.Receiver, told.Endpoint, "It was told when this opened.", told.FirstNotification);

    /// <summary>An endpoint that is configured no longer counts as willing: the attempt to tell it then shows as a dead letter.</summary>
    private static bool WantsResolved(AlertConfiguration configuration, ToldEndpoint told) => configuration.Receivers
        .Where(receiver => receiver.Name == told.Receiver)
        .SelectMany(receiver => receiver.Channels)
        .FirstOrDefault(channel => channel.Header.Endpoint == told.Endpoint) is not { Header.SendResolved: false };

    private static bool IsTold(Incident incident, string receiver, string endpoint) =>
        incident.Told.Any(told => told.Receiver == receiver && told.Endpoint == endpoint);

    private static string GroupOf(Incident incident) => incident.Dataset.Length == 0 ? incident.Source : incident.Dataset;

    private static NotifyReason ReasonOf(ImmutableArray<News> letter, int others)
    {
        if (letter.Any(news => news.Kind == NewsKind.Opened))
        {
            return others == 0 && letter.All(news => news.Kind == NewsKind.Opened) ? NotifyReason.FirstNotification : NotifyReason.NewAlertsAdded;
        }

        return letter.Any(news => news.Kind == NewsKind.Worse) ? NotifyReason.Escalated
            : others == 0 ? NotifyReason.AllAlertsResolved
            : NotifyReason.SomeAlertsResolved;
    }

    private enum NewsKind
    {
        Opened,
        Worse,
        Resolved,
    }

    /// <summary>One change that one endpoint must hear.</summary>
    private sealed record News(Incident Incident, NewsKind Kind, string Receiver, string Endpoint, string Why, Guid? Thread)
    {
        public string Group => GroupOf(Incident);
    }
}
