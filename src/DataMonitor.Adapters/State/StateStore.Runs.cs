using System.Collections.Immutable;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    private static readonly Sql RunColumns = Sql.Raw("r.id, r.dataset, r.scheduled_at, r.run_trigger, r.status, r.fence, r.started_at, r.finished_at, r.problem");

    public Task<ImmutableArray<Run>> AddDueAsync(IReadOnlyCollection<Occurrence> occurrences, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(session => AddAsync(session, NewRuns(occurrences, now, problem: null), now, cancellationToken), cancellationToken);

    public Task<int> AddMissedAsync(IReadOnlyCollection<Occurrence> occurrences, string problem, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(
            async session =>
            {
                var added = await AddAsync(session, NewRuns(occurrences, now, problem), now, cancellationToken);
                foreach (var newest in added.GroupBy(run => run.Dataset, StringComparer.Ordinal).Select(runs => runs.Last()))
                {
                    await ShowNewestAsync(session, newest, cancellationToken);
                }

                await CountAsync(session, RunStatus.Missed, added.Length, Slot(added.FirstOrDefault()?.Id), cancellationToken);
                await PlaceAsync(session, added, cancellationToken);
                return added.Length;
            },
            cancellationToken);

    public Task<bool> MissAsync(Guid runId, string problem, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(
            async session =>
            {
                var run = await FindAsync(session, runId, cancellationToken);
                if (run is null)
                {
                    return false;
                }

                await LockDatasetAsync(session, run.Dataset, cancellationToken);

                // The fence rises, so that the one who gave the run back cannot complete it any more.
                var changed = await session.ExecuteAsync(
                    $"""
                    UPDATE run SET status = {RunStatus.Missed}, fence = fence + 1, finished_at = {now}, problem = {problem}
                    WHERE id = {runId} AND status = 'Queued'
                    """,
                    cancellationToken);
                if (changed == 0)
                {
                    return false;
                }

                await ShowNewestAsync(session, run, cancellationToken);
                await CountAsync(session, RunStatus.Missed, 1, Slot(runId), cancellationToken);
                await PlaceAsync(session, [run], cancellationToken);
                return true;
            },
            cancellationToken);

    public async Task<ImmutableDictionary<string, DateTimeOffset>> NewestScheduledAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(
            session => session.ListAsync(
                $"SELECT dataset, newest_scheduled_at FROM dataset_state WHERE newest_scheduled_at IS NOT NULL",
                row => KeyValuePair.Create(row.Text(), row.Instant()),
                cancellationToken),
            cancellationToken)).ToImmutableDictionary(StringComparer.Ordinal);

    public async Task<ImmutableArray<Run>> WaitingAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        // Runs of a dataset that is being run wait for its end: without them, the backlog of one dataset does not hide the others.
        Sql claimable = $"NOT EXISTS (SELECT 1 FROM run live WHERE live.dataset = r.dataset AND live.status = 'Running' AND live.lease_until > {now})";
        var waiting = await ReadAsync(
            async session =>
            {
                var queued = await session.ListAsync(
                    $"SELECT {RunColumns} FROM run r WHERE r.status = 'Queued' AND {claimable} ORDER BY r.scheduled_at LIMIT {limit}",
                    ReadRun,
                    cancellationToken);
                var abandoned = await session.ListAsync(
                    $"SELECT {RunColumns} FROM run r WHERE r.status = 'Running' AND r.lease_until <= {now} AND {claimable} ORDER BY r.scheduled_at LIMIT {limit}",
                    ReadRun,
                    cancellationToken);
                return queued.Concat(abandoned);
            },
            cancellationToken);
        return [.. waiting.OrderBy(run => run.ScheduledAt).ThenBy(run => run.Dataset, StringComparer.Ordinal).Take(limit)];
    }

    public Task<Claim?> ClaimAsync(Guid runId, string node, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(
            async session =>
            {
                if (await FindAsync(session, runId, cancellationToken) is not { Status: RunStatus.Queued or RunStatus.Running } run)
                {
                    return null;
                }

                await LockDatasetAsync(session, run.Dataset, cancellationToken);
                return await session.FirstAsync(
                    $"""
                    UPDATE run SET status = 'Running', fence = fence + 1, node = {node}, started_at = {now}, lease_until = {now + lease}
                    WHERE id = {runId} AND (status = 'Queued' OR (status = 'Running' AND lease_until <= {now}))
                      AND NOT EXISTS (SELECT 1 FROM run live WHERE live.dataset = {run.Dataset} AND live.status = 'Running' AND live.lease_until > {now})
                    RETURNING fence
                    """,
                    row => new Claim(run.Id, run.Dataset, run.ScheduledAt, run.Trigger, node, row.Number()),
                    cancellationToken);
            },
            cancellationToken);

    public Task<bool> RenewAsync(Claim claim, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(
            async session =>
            {
                await LockDatasetAsync(session, claim.Dataset, cancellationToken);
                return await session.ExecuteAsync(
                    $"""
                    UPDATE run SET lease_until = {now + lease}
                    WHERE id = {claim.RunId} AND fence = {claim.Fence} AND status = 'Running'
                      AND NOT EXISTS (SELECT 1 FROM run live WHERE live.dataset = {claim.Dataset} AND live.id <> {claim.RunId} AND live.status = 'Running' AND live.lease_until > {now})
                    """,
                    cancellationToken) == 1;
            },
            cancellationToken);

    public Task ReleaseAsync(Claim claim, CancellationToken cancellationToken) => WriteAsync(
        $"UPDATE run SET status = 'Queued', node = NULL, lease_until = NULL, started_at = NULL WHERE id = {claim.RunId} AND fence = {claim.Fence} AND status = 'Running'",
        cancellationToken);

    public Task<Run?> FindAsync(Guid runId, CancellationToken cancellationToken) =>
        ReadAsync(session => FindAsync(session, runId, cancellationToken), cancellationToken);

    private static Task<Run?> FindAsync(StateSession session, Guid runId, CancellationToken cancellationToken) =>
        session.FirstAsync($"SELECT {RunColumns} FROM run r WHERE r.id = {runId}", ReadRun, cancellationToken);

    private static Run ReadRun(StateRow row) => new(
        row.Id(),
        row.Text(),
        row.Instant(),
        row.Name<RunTrigger>(),
        row.Name<RunStatus>(),
        row.Number(),
        row.InstantOrNull(),
        row.InstantOrNull(),
        row.TextOrNull());

    /// <summary>In one order for everybody, so that two daemons adding the same occurrences wait for each other and never in a circle.</summary>
    private static Run[] NewRuns(IEnumerable<Occurrence> occurrences, DateTimeOffset now, string? problem) => [.. occurrences
        .Select(occurrence => occurrence with { ScheduledAt = WholeMilliseconds(occurrence.ScheduledAt) })
        .DistinctBy(occurrence => (occurrence.Dataset, occurrence.ScheduledAt))
        .OrderBy(occurrence => occurrence.Dataset, StringComparer.Ordinal)
        .ThenBy(occurrence => occurrence.ScheduledAt)
        .Select(occurrence => new Run(
            Guid.CreateVersion7(now),
            occurrence.Dataset,
            occurrence.ScheduledAt,
            occurrence.Trigger,
            problem is null ? RunStatus.Queued : RunStatus.Missed,
            Fence: 0,
            StartedAt: null,
            FinishedAt: problem is null ? null : WholeMilliseconds(now),
            problem))];

    private static DateTimeOffset WholeMilliseconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    private static int Slot(Guid? id) => id.GetHashCode() & 15;

    /// <summary>Counters stand in several rows, so that completions do not queue up for one.</summary>
    private static Task CountAsync(StateSession session, RunStatus status, long added, int slot, CancellationToken cancellationToken) => added == 0
        ? Task.CompletedTask
        : session.ExecuteAsync(
            $"""
            INSERT INTO run_count (status, slot, total) VALUES ({status}, {slot}, {added})
            ON CONFLICT (status, slot) DO UPDATE SET total = run_count.total + excluded.total
            """,
            cancellationToken);

    private static async Task ShowNewestAsync(StateSession session, Run run, CancellationToken cancellationToken) => await session.ExecuteAsync(
        $"""
        UPDATE dataset_state SET run_id = {run.Id}, run_at = {run.ScheduledAt}
        WHERE dataset = {run.Dataset} AND (run_at IS NULL OR run_at <= {run.ScheduledAt})
        """,
        cancellationToken);

    /// <summary>Gives finished runs their place in the export log: the last thing that a transaction does.</summary>
    private async Task PlaceAsync(StateSession session, IReadOnlyCollection<Run> runs, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            return;
        }

        var position = await session.NumberAsync(dialect.CommitPosition, cancellationToken);
        var ordinal = 0;
        foreach (var chunk in runs.Chunk(RowsPerStatement))
        {
            var places = Sql.List(chunk.Select(run => (Sql)$"({run.Id}, {ordinal++})"));
            await session.ExecuteAsync(
                $"""
                WITH place (run_id, ordinal) AS (VALUES {places})
                UPDATE run SET commit_tx = {position}, commit_seq = ordinal FROM place WHERE id = run_id
                """,
                cancellationToken);
        }
    }

    private async Task LockDatasetAsync(StateSession session, string dataset, CancellationToken cancellationToken) =>
        await session.FirstAsync($"SELECT dataset FROM dataset_state WHERE dataset = {dataset}{dialect.ForUpdate}", row => row.Text(), cancellationToken);

    private static async Task<ImmutableArray<Run>> AddAsync(StateSession session, Run[] runs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var added = new HashSet<Guid>();
        foreach (var chunk in runs.Chunk(RowsPerStatement))
        {
            var rows = Sql.List(chunk.Select(run => Row(run, now)));
            added.UnionWith(await session.ListAsync(
                $"""
                INSERT INTO run (id, dataset, scheduled_at, run_trigger, status, fence, created_at, finished_at, problem) VALUES {rows}
                ON CONFLICT (dataset, scheduled_at) DO NOTHING RETURNING id
                """,
                row => row.Id(),
                cancellationToken));
        }

        ImmutableArray<Run> taken = [.. runs.Where(run => added.Contains(run.Id))];
        await NoteScheduledAsync(session, taken, cancellationToken);
        return taken;
    }

    private static Sql Row(Run run, DateTimeOffset now) =>
        $"({run.Id}, {run.Dataset}, {run.ScheduledAt}, {run.Trigger}, {run.Status}, 0, {now}, {run.FinishedAt}, {run.Problem})";

    private static async Task NoteScheduledAsync(StateSession session, ImmutableArray<Run> added, CancellationToken cancellationToken)
    {
        foreach (var chunk in added.GroupBy(run => run.Dataset, StringComparer.Ordinal).Chunk(RowsPerStatement))
        {
            var rows = Sql.List(chunk.Select(runs => (Sql)$"({runs.Key}, {runs.LastOrDefault(run => run.Trigger != RunTrigger.Manual)?.ScheduledAt})"));
            await session.ExecuteAsync(
                $"""
                INSERT INTO dataset_state (dataset, newest_scheduled_at) VALUES {rows}
                ON CONFLICT (dataset) DO UPDATE SET newest_scheduled_at = CASE
                    WHEN excluded.newest_scheduled_at > COALESCE(dataset_state.newest_scheduled_at, 0) THEN excluded.newest_scheduled_at
                    ELSE dataset_state.newest_scheduled_at END
                """,
                cancellationToken);
        }
    }
}
