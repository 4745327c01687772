using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Incidents;

namespace DataMonitor.Core.Alerting;

/// <summary>Puts together what is told about one incident.</summary>
internal static class AlertComposer
{
    private const int ChartLength = 30;
    private const int LongestSql = 8_000;
    private const int MostSegments = 5;

    public static AlertLabels LabelsOf(Incident incident, RunEvidence evidence) => new(
        evidence.Dataset.Owner,
        AlertLabels.Word(evidence.Dataset.Tier),
        AlertLabels.Word(incident.Severity),
        incident.Dataset,
        incident.Source,
        incident.Kind == IncidentKind.SourceDown ? "" : incident.Subject,
        ResultOf(incident, evidence) is { } result ? AlertLabels.Word(result.Dimension) : "",
        evidence.Dataset.Tags);

    public static string TitleOf(Incident incident) => incident.Kind == IncidentKind.CheckError ? $"{incident.Title} cannot be checked" : incident.Title;

    public static Alert Compose(Incident incident, RunEvidence evidence, string why, Guid? thread, Severity? toldSeverity)
    {
        var result = ResultOf(incident, evidence);
        var ofCheck = result is null ? CheckEvidence.None : evidence.Checks.GetValueOrDefault(result.CheckId, CheckEvidence.None);
        var outcome = incident.ResolvedAt is null ? result?.Outcome ?? CheckOutcome.Errored : CheckOutcome.Passed;
        return new(
            incident.Id,
            AlertNameOf(incident, result),
            incident.Dataset,
            incident.Source,
            incident.Kind == IncidentKind.SourceDown ? "" : incident.Subject,
            TitleOf(incident),
            result?.Column,
            result?.Dimension,
            incident.Severity,
            toldSeverity < incident.Severity ? toldSeverity : null,
            outcome,
            evidence.Dataset.Owner,
            evidence.Dataset.Tier,
            evidence.Dataset.Tags,
            incident.Explanation,
            result?.Value is { } value ? Display.Of(value, result.Unit) : null,
            result?.Limit,
            result?.FailedRows,
            ChartOf(result, ofCheck, evidence.ScheduledAt),
            incident.StartedAt,
            incident.ResolvedAt,
            LastGoodBefore(incident, ofCheck),
            ofCheck.Sql is { Length: > LongestSql } sql ? $"{sql[..LongestSql]} …" : ofCheck.Sql,
            incident.Kind == IncidentKind.SourceDown ? null : evidence.Dataset.Runbook,
            incident.Kind == IncidentKind.SourceDown ? null : evidence.Dataset.Description,
            why,
            thread)
        {
            Segments = incident.ResolvedAt is null && result is not null
                ? result.Segments.Where(segment => segment.Outcome.Rank() > 0).Take(MostSegments).ToValueList()
                : [],
        };
    }

    private static CheckResult? ResultOf(Incident incident, RunEvidence evidence) =>
        incident.Kind == IncidentKind.SourceDown ? null : evidence.Report.Results.FirstOrDefault(result => result.CheckId == incident.Subject);

    private static string AlertNameOf(Incident incident, CheckResult? result) => incident.Kind switch
    {
        IncidentKind.SourceDown => "ConnectionDown",
        IncidentKind.CheckError => "CheckError",
        _ => result?.Kind ?? incident.Subject,
    };

    private static ValueList<PastValue> ChartOf(CheckResult? result, CheckEvidence evidence, DateTimeOffset scheduledAt)
    {
        if (result is null)
        {
            return [];
        }

        ImmutableArray<PastValue> values = [
            .. evidence.History.Take(ChartLength - 1).Reverse(),
            new(scheduledAt, result.Outcome, result.Value, result.Unit, result.Lower, result.Upper),
        ];
        return values.Any(value => value.Value is not null) ? [.. values] : [];
    }

    private static DateTimeOffset? LastGoodBefore(Incident incident, CheckEvidence evidence) => evidence.History
        .Where(past => past.Outcome == CheckOutcome.Passed && past.ScheduledAt < incident.StartedAt)
        .Select(past => (DateTimeOffset?)past.ScheduledAt)
        .FirstOrDefault();
}
