using System.Collections.Immutable;
using System.Globalization;
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
            ImmutableArray<News> news = [.. letter
                .OrderBy(each => each.Kind == NewsKind.Resolved)
                .ThenByDescending(each => each.Incident.Severity)
                .ThenBy(each => each.Incident.Title, StringComparer.Ordinal)];
            var others = unresolved.Count(incident => GroupOf(incident) == group && ToldOf(incident, receiver, endpoint) is not null
                && told.GetValueOrDefault(incident.Id, incident).IsOpen && news.All(each => each.Incident.Id != incident.Id));
            var headline = HeadlineOf(news);
            notifications.Add(new(id, receiver, endpoint, new(
                receiver,
                $"{receiver}/{group}",
                ReasonOf(news, others),
                headline,
                news.Select(each => AlertComposer.Compose(
                    each.Incident, evidence, each.Why, each.Told?.Thread,
                    each.Told is null ? null : unresolved.First(before => before.Id == each.Incident.Id).Severity)).ToValueList(),
                others,
                statusPage,
                evidence.Report.FinishedAt)));
            foreach (var incident in news.Where(each => each.Kind != NewsKind.Resolved).Select(each => told[each.Incident.Id]))
            {
                var rest = incident.Told.Where(each => each.Receiver != receiver || each.Endpoint != endpoint);
                told[incident.Id] = incident with { Told = [.. rest, new(receiver, endpoint, id, headline)] };
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
            where ToldOf(incident, receiver.Name, channel.Header.Endpoint) is null
            select new News(incident, NewsKind.Opened, receiver.Name, channel.Header.Endpoint, Sentences.Capitalized($"{match.Reason}."), Told: null);
        return [.. incident.Told.Select(told => Again(incident, told, NewsKind.Worse)), .. routed];
    }

    private static News Again(Incident incident, ToldEndpoint told, NewsKind kind) =>
        new(incident, kind, told.Receiver, told.Endpoint, "It was told when this opened.", told);

    /// <summary>An endpoint that is configured no longer counts as willing: the attempt to tell it then shows as a dead letter.</summary>
    private static bool WantsResolved(AlertConfiguration configuration, ToldEndpoint told) => configuration.Receivers
        .Where(receiver => receiver.Name == told.Receiver)
        .SelectMany(receiver => receiver.Channels)
        .FirstOrDefault(channel => channel.Header.Endpoint == told.Endpoint) is not { Header.SendResolved: false };

    private static ToldEndpoint? ToldOf(Incident incident, string receiver, string endpoint) =>
        incident.Told.Where(told => told.Receiver == receiver && told.Endpoint == endpoint).Select(told => (ToldEndpoint?)told).FirstOrDefault();

    private static string GroupOf(Incident incident) => incident.Dataset.Length == 0 ? incident.Source : incident.Dataset;

    /// <param name="news">The leading one first.</param>
    private static string HeadlineOf(ImmutableArray<News> news)
    {
        var lead = news[0];
        if (lead is { Kind: NewsKind.Resolved, Told.Headline: { } headline })
        {
            return headline;
        }

        var more = news.Count(each => each.Kind != NewsKind.Resolved) - 1;
        return $"[{lead.Incident.Severity.ToString().ToUpperInvariant()}] "
            + (lead.Incident.Dataset.Length == 0 ? "" : $"{lead.Incident.Dataset}: ")
            + AlertComposer.TitleOf(lead.Incident)
            + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "");
    }

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
    private sealed record News(Incident Incident, NewsKind Kind, string Receiver, string Endpoint, string Why, ToldEndpoint? Told)
    {
        public string Group => GroupOf(Incident);
    }
}
