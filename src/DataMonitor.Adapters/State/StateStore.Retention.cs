using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    private const int PruneSlot = -1;

    /// <summary>Rows that one transaction removes, so that others wait for milliseconds only.</summary>
    private const int PruneBatch = 500;

    public async Task<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0L;
        int batch;
        do
        {
            batch = await WriteAsync(session => PruneRunsAsync(session, before, cancellationToken), cancellationToken);
            removed += batch;
        }
        while (batch == PruneBatch);

        await PruneAsync($"incident WHERE id IN (SELECT id FROM incident WHERE resolved_at < {before} LIMIT {PruneBatch})", cancellationToken);
        await PruneAsync($"notification WHERE seq IN (SELECT seq FROM notification WHERE finished_at < {before} LIMIT {PruneBatch})", cancellationToken);
        await WriteAsync($"DELETE FROM spending WHERE day < {DateOnly.FromDateTime(before.UtcDateTime).DayNumber}", cancellationToken);
        return removed;
    }

    private async Task PruneAsync(Sql rows, CancellationToken cancellationToken)
    {
        while (await WriteAsync($"DELETE FROM {rows}", cancellationToken) == PruneBatch)
        {
        }
    }

    private async Task<int> PruneRunsAsync(StateSession session, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await dialect.LockAsync(session, "prune", cancellationToken);
        var runs = await session.ListAsync(
            $"""
            SELECT r.id, r.status FROM run r WHERE r.scheduled_at < {before} AND r.commit_tx IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM dataset_state s WHERE s.dataset = r.dataset AND (s.run_id = r.id OR s.results_run_id = r.id))
              AND NOT EXISTS (SELECT 1 FROM sink k WHERE k.seen_at > {time.GetUtcNow() - SinkMemory} AND (k.commit_tx, k.commit_seq) < (r.commit_tx, r.commit_seq))
            ORDER BY r.scheduled_at LIMIT {PruneBatch}
            """,
            row => (Id: row.Id(), Status: row.Name<RunStatus>()),
            cancellationToken);
        if (runs.Count == 0)
        {
            return 0;
        }

        var ids = Sql.List(runs.Select(run => (Sql)$"{run.Id}"));
        await session.ExecuteAsync($"DELETE FROM result_segment WHERE run_id IN ({ids})", cancellationToken);
        await session.ExecuteAsync($"DELETE FROM result WHERE run_id IN ({ids})", cancellationToken);
        await session.ExecuteAsync($"DELETE FROM run_detail WHERE run_id IN ({ids})", cancellationToken);
        await session.ExecuteAsync($"DELETE FROM recheck WHERE run_id IN ({ids})", cancellationToken);
        await session.ExecuteAsync($"DELETE FROM run WHERE id IN ({ids})", cancellationToken);
        foreach (var status in runs.CountBy(run => run.Status).OrderBy(count => count.Key))
        {
            await CountAsync(session, status.Key, -status.Value, PruneSlot, cancellationToken);
        }

        return runs.Count;
    }
}
