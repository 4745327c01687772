using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;

namespace DataMonitor.Core.Incidents;

/// <summary>Turns the results of a run into incidents that open, get worse, recover and end. Pure.</summary>
public static class IncidentTracker
{
    /// <param name="unresolved">The dataset's incidents that are not resolved, pending ones too, and that of its source.</param>
    /// <returns>Only incidents that changed, new ones included.</returns>
    public static ImmutableArray<Incident> Track(
        Dataset dataset,
        RunReport report,
        DateTimeOffset scheduledAt,
        ImmutableArray<Incident> unresolved,
        Func<Guid> newId)
    {
        var changed = ImmutableArray.CreateBuilder<Incident>();
        foreach (var sighting in Sightings(dataset, report, scheduledAt))
        {
            var current = unresolved.FirstOrDefault(sighting.IsOf);
            var next = current is null ? Begin(sighting, dataset.Alerts, newId) : After(current, sighting, dataset.Alerts);
            if (next is not null && next != current)
            {
                changed.Add(next);
            }
        }

        changed.AddRange(unresolved.Where(incident => IsOrphan(incident, dataset, report) && scheduledAt >= incident.LastAt)
            .Select(incident => incident with { ResolvedAt = scheduledAt, LastAt = scheduledAt, Explanation = "The check is no longer defined." }));
        return changed.ToImmutable();
    }

    private static bool IsOrphan(Incident incident, Dataset dataset, RunReport report) =>
        incident.Kind != IncidentKind.SourceDown && incident.Dataset == dataset.Name
        && dataset.Checks.All(check => check.Header.Id != incident.Subject)
        && report.Results.All(result => result.CheckId != incident.Subject);

    private static IEnumerable<Sighting> Sightings(Dataset dataset, RunReport report, DateTimeOffset scheduledAt)
    {
        // Scheduled instants of different datasets have no common order; when their source answered has one.
        var source = new Sighting(
            IncidentKind.SourceDown, "", dataset.Source, Incident.SourceSubject, $"Source '{dataset.Source}' does not answer",
            Severities.Of(dataset), CheckOutcome.Errored, report.Problem ?? "The source does not answer.", report.FinishedAt, IsBad: true);
        if (report.IsSourceDown)
        {
            return [source];
        }

        return report.Results.IsEmpty
            ? [] // the run broke before it asked: nothing was learned
            : [source with { IsBad = false, Explanation = "The source answers again." }, .. report.Results.SelectMany(result => OfCheck(dataset, result, scheduledAt))];
    }

    private static IEnumerable<Sighting> OfCheck(Dataset dataset, CheckResult result, DateTimeOffset at)
    {
        var data = new Sighting(
            IncidentKind.Data, dataset.Name, dataset.Source, result.CheckId, result.Name,
            Severities.Of(result), result.Outcome, result.Explanation, at, IsBad: result.Outcome is CheckOutcome.Warned or CheckOutcome.Failed);
        if (result.Outcome is not (CheckOutcome.Errored or CheckOutcome.NotApplicable))
        {
            yield return data; // the other two say nothing about the data
        }

        yield return data with { Kind = IncidentKind.CheckError, IsBad = result.Outcome == CheckOutcome.Errored };
    }

    private static Incident? Begin(Sighting seen, AlertRules rules, Func<Guid> newId) => !seen.IsBad
        ? null
        : new(
            newId(), seen.Kind, seen.Dataset, seen.Source, seen.Subject, seen.Title, seen.Severity, seen.Outcome, seen.Explanation,
            Streak: 1, IsRecovering: false, StartedAt: seen.At, OpenedAt: rules.FireAfter <= 1 ? seen.At : null, ResolvedAt: null, LastAt: seen.At, Told: []);

    private static Incident After(Incident incident, Sighting seen, AlertRules rules)
    {
        if (seen.At < incident.LastAt)
        {
            return incident;
        }

        var next = incident with
        {
            Streak = incident.IsRecovering == seen.IsBad ? 1 : incident.Streak + 1,
            IsRecovering = !seen.IsBad,
            Explanation = seen.Explanation,
            LastAt = seen.At,
        };
        if (!seen.IsBad)
        {
            // One good answer is enough for a source, and for trouble that never opened.
            var clearAfter = incident is { IsOpen: true, Kind: not IncidentKind.SourceDown } ? rules.ClearAfter : 1;
            return next.Streak >= clearAfter ? next with { ResolvedAt = seen.At } : next;
        }

        return next with
        {
            Worst = seen.Outcome.Rank() > incident.Worst.Rank() ? seen.Outcome : incident.Worst,
            Severity = seen.Severity > incident.Severity ? seen.Severity : incident.Severity,
            OpenedAt = incident.OpenedAt ?? (next.Streak >= rules.FireAfter ? seen.At : null),
        };
    }

    /// <summary>One piece of news about one possible incident.</summary>
    private sealed record Sighting(
        IncidentKind Kind,
        string Dataset,
        string Source,
        string Subject,
        string Title,
        Severity Severity,
        CheckOutcome Outcome,
        string Explanation,
        DateTimeOffset At,
        bool IsBad)
    {
        public bool IsOf(Incident incident) =>
            incident.Kind == Kind && incident.Source == Source && incident.Dataset == Dataset && incident.Subject == Subject;
    }
}
