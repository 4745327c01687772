using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    private static readonly Sql IncidentColumns = Sql.Raw(
        "id, kind, dataset, source, subject, title, severity, worst, explanation, streak, is_recovering, started_at, opened_at, resolved_at, last_at, told");

    public Task<bool> CompleteAsync(
        Claim claim, string source, RunReport report, Func<ImmutableArray<Incident>, RunConsequences> decide, CancellationToken cancellationToken)
    {
        if (report.Status is RunStatus.Queued or RunStatus.Running)
        {
            throw new ArgumentException("A run ends with a terminal status.", nameof(report));
        }

        return WriteAsync(
            async session =>
            {
                await LockDatasetAsync(session, claim.Dataset, cancellationToken);
                var run = await session.FirstAsync($"SELECT {RunColumns} FROM run r WHERE r.id = {claim.RunId}{dialect.ForUpdate}", ReadRun, cancellationToken);
                if (run is null || run.Fence != claim.Fence || run.Status == RunStatus.Queued)
                {
                    return false;
                }

                if (run.Status == RunStatus.Running)
                {
                    await WriteReportAsync(session, run, report, cancellationToken);
                    await SpendAsync(session, source, claim.Dataset, report, cancellationToken);
                    await WriteConsequencesAsync(session, await DecideAsync(session, claim.Dataset, source, decide, cancellationToken), cancellationToken);
                    await CountAsync(session, report.Status, 1, Slot(run.Id), cancellationToken);
                    await PlaceAsync(session, [run], cancellationToken);
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>Rarely does a run change the incident of its source; only then it waits for the other runs of that source.</summary>
    private async Task<RunConsequences> DecideAsync(
        StateSession session, string dataset, string source, Func<ImmutableArray<Incident>, RunConsequences> decide, CancellationToken cancellationToken)
    {
        var own = await session.ListAsync(
            $"SELECT {IncidentColumns} FROM incident WHERE dataset = {dataset} AND resolved_at IS NULL ORDER BY started_at, id{dialect.ForUpdate}",
            ReadIncident,
            cancellationToken);
        Sql ofSource = $"SELECT {IncidentColumns} FROM incident WHERE dataset = '' AND source = {source} AND kind = 'SourceDown' AND resolved_at IS NULL";
        var consequences = decide([.. own, .. await session.ListAsync(ofSource, ReadIncident, cancellationToken)]);
        if (consequences.Changed.All(incident => incident.Kind != IncidentKind.SourceDown))
        {
            return consequences;
        }

        await dialect.LockAsync(session, $"source:{source}", cancellationToken);
        return decide([.. own, .. await session.ListAsync(ofSource, ReadIncident, cancellationToken)]);
    }

    private static async Task WriteReportAsync(StateSession session, Run run, RunReport report, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            $"""
            UPDATE run SET status = {report.Status}, lease_until = NULL, started_at = {report.StartedAt}, finished_at = {report.FinishedAt}, problem = {report.Problem},
                catalog_hash = {report.CatalogHash}, is_source_down = {report.IsSourceDown}
            WHERE id = {run.Id}
            """,
            cancellationToken);
        await WriteResultsAsync(session, run, report.Results, cancellationToken);
        await WriteSegmentsAsync(session, run, report.Results, cancellationToken);
        await WriteRechecksAsync(session, run, report.Rechecks, cancellationToken);
        if (!report.Profiles.IsEmpty || report.Schema is not null || !report.Statements.IsEmpty)
        {
            var columns = report.Schema is null ? (JsonText?)null : StateJson.Write(report.Schema);
            await session.ExecuteAsync(
                $"""
                INSERT INTO run_detail (run_id, dataset, scheduled_at, profiles, columns, statements) VALUES ({run.Id}, {run.Dataset}, {run.ScheduledAt},
                    {StateJson.Write(report.Profiles)}, {columns}, {StateJson.Write(report.Statements)})
                """,
                cancellationToken);
        }

        await ShowNewestAsync(session, run, cancellationToken);
        if (!report.Results.IsEmpty || report.Status is not (RunStatus.Errored or RunStatus.Missed))
        {
            await session.ExecuteAsync(
                $"""
                UPDATE dataset_state SET results_run_id = {run.Id}, results_at = {run.ScheduledAt}
                WHERE dataset = {run.Dataset} AND (results_at IS NULL OR results_at <= {run.ScheduledAt})
                """,
                cancellationToken);
        }
    }

    private static async Task WriteResultsAsync(StateSession session, Run run, ImmutableArray<CheckResult> results, CancellationToken cancellationToken)
    {
        foreach (var chunk in results.Select((result, ordinal) => (Sql)
            $"""
            ({run.Id}, {ordinal}, {run.Dataset}, {result.CheckId}, {run.ScheduledAt}, {result.Kind}, {result.Name}, {result.Column}, {result.Dimension}, {result.Severity},
            {result.Outcome}, {result.Value}, {result.Unit}, {result.Limit}, {result.Lower}, {result.Upper}, {result.FailedRows}, {result.Rows}, {result.Explanation},
            {result.Duration.Ticks / TimeSpan.TicksPerMicrosecond})
            """).Chunk(RowsPerStatement))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO result (run_id, ordinal, dataset, check_id, scheduled_at, kind, name, column_name, dimension, severity,
                    outcome, value, unit, limit_text, lower_bound, upper_bound, failed_rows, row_count, explanation, duration_us) VALUES {Sql.List(chunk)}
                """,
                cancellationToken);
        }
    }

    /// <summary>One row for each corrected value: its first measurement stands in <c>result</c>, the last here.</summary>
    private static async Task WriteRechecksAsync(StateSession session, Run run, ImmutableArray<Recheck> rechecks, CancellationToken cancellationToken)
    {
        foreach (var recheck in rechecks)
        {
            var result = recheck.Result;
            await session.ExecuteAsync(
                $"""
                INSERT INTO recheck (dataset, check_id, scheduled_at, run_id, partition_start, partition_end, first_measured_at, first_value, measured_at,
                    outcome, value, unit, lower_bound, upper_bound, result)
                VALUES ({run.Dataset}, {result.CheckId}, {recheck.ScheduledAt}, {run.Id}, {recheck.PartitionStart}, {recheck.PartitionEnd}, {recheck.FirstMeasuredAt},
                    {recheck.FirstValue}, {recheck.MeasuredAt}, {result.Outcome}, {result.Value}, {result.Unit}, {result.Lower}, {result.Upper}, {StateJson.Write(result)})
                ON CONFLICT (dataset, check_id, scheduled_at) DO UPDATE SET run_id = excluded.run_id, measured_at = excluded.measured_at, outcome = excluded.outcome,
                    value = excluded.value, unit = excluded.unit, lower_bound = excluded.lower_bound, upper_bound = excluded.upper_bound, result = excluded.result
                WHERE recheck.measured_at <= excluded.measured_at
                """,
                cancellationToken);
        }
    }

    private static async Task WriteConsequencesAsync(StateSession session, RunConsequences consequences, CancellationToken cancellationToken)
    {
        // Resolved ones first: the next incident of the same subject may begin only then.
        foreach (var incident in consequences.Changed.OrderBy(incident => incident.ResolvedAt is null))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO incident ({IncidentColumns}) VALUES ({incident.Id}, {incident.Kind}, {incident.Dataset}, {incident.Source}, {incident.Subject},
                    {incident.Title}, {incident.Severity}, {incident.Worst}, {incident.Explanation}, {incident.Streak}, {incident.IsRecovering},
                    {incident.StartedAt}, {incident.OpenedAt}, {incident.ResolvedAt}, {incident.LastAt}, {StateJson.Write(incident.Told)})
                ON CONFLICT (id) DO UPDATE SET title = excluded.title, severity = excluded.severity, worst = excluded.worst, explanation = excluded.explanation,
                    streak = excluded.streak, is_recovering = excluded.is_recovering, started_at = excluded.started_at, opened_at = excluded.opened_at,
                    resolved_at = excluded.resolved_at, last_at = excluded.last_at, told = excluded.told
                """,
                cancellationToken);
        }

        foreach (var notification in consequences.Notifications)
        {
            var createdAt = notification.Message.CreatedAt;
            await session.ExecuteAsync(
                $"""
                INSERT INTO notification (id, receiver, endpoint, message, state, attempts, created_at, next_attempt_at)
                VALUES ({notification.Id}, {notification.Receiver}, {notification.Endpoint}, {StateJson.Write(notification.Message)}, 'Pending', 0, {createdAt}, {createdAt})
                """,
                cancellationToken);
        }
    }

    private static Incident ReadIncident(StateRow row) => new(
        row.Id(),
        row.Name<IncidentKind>(),
        row.Text(),
        row.Text(),
        row.Text(),
        row.Text(),
        row.Name<Severity>(),
        row.Name<CheckOutcome>(),
        row.Text(),
        (int)row.Number(),
        row.Flag(),
        row.Instant(),
        row.InstantOrNull(),
        row.InstantOrNull(),
        row.Instant(),
        row.Json<ValueList<ToldEndpoint>>());
}
