using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    public async Task<IReadOnlyList<PastValue>> ValuesAsync(string dataset, string checkId, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(
            session => session.ListAsync(
                $"""
                SELECT t.scheduled_at, COALESCE(k.outcome, t.outcome), COALESCE(k.value, t.value), COALESCE(k.unit, t.unit),
                    CASE WHEN k.value IS NULL THEN t.lower_bound ELSE k.lower_bound END, CASE WHEN k.value IS NULL THEN t.upper_bound ELSE k.upper_bound END
                FROM result t LEFT JOIN recheck k ON k.dataset = t.dataset AND k.check_id = t.check_id AND k.scheduled_at = t.scheduled_at
                WHERE t.dataset = {dataset} AND t.check_id = {checkId} AND t.scheduled_at < {before} ORDER BY t.scheduled_at DESC LIMIT {limit}
                """,
                ReadPastValue,
                cancellationToken),
            cancellationToken);

    public Task<PastRun?> MeasuredAsync(string dataset, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => ReadAsync(
        async session =>
        {
            var run = await session.FirstAsync(
                $"""
                SELECT r.id, r.scheduled_at, r.started_at FROM run r
                WHERE r.dataset = {dataset} AND r.scheduled_at >= {from} AND r.scheduled_at < {until} AND r.started_at IS NOT NULL AND r.commit_tx IS NOT NULL
                  AND EXISTS (SELECT 1 FROM result t WHERE t.run_id = r.id)
                ORDER BY r.scheduled_at DESC LIMIT 1
                """,
                row => new MeasuredRun(row.Id(), row.Instant(), row.Instant()),
                cancellationToken);
            if (run is null)
            {
                return null;
            }

            var values = await session.ListAsync(
                $"SELECT check_id, value FROM result WHERE run_id = {run.Id}",
                row => KeyValuePair.Create(row.Text(), row.RealOrNull()),
                cancellationToken);
            return new PastRun(run.ScheduledAt, run.StartedAt, values.DistinctBy(value => value.Key, StringComparer.Ordinal).ToImmutableDictionary(StringComparer.Ordinal));
        },
        cancellationToken);

    private sealed record MeasuredRun(Guid Id, DateTimeOffset ScheduledAt, DateTimeOffset StartedAt);

    public Task<ValueList<ColumnSchema>?> SchemaAsync(string dataset, DateTimeOffset before, CancellationToken cancellationToken) =>
        ReadAsync(
            session => session.FirstAsync(
                $"""
                SELECT columns FROM run_detail
                WHERE dataset = {dataset} AND scheduled_at < {before} AND columns IS NOT NULL ORDER BY scheduled_at DESC LIMIT 1
                """,
                row => row.Json<ValueList<ColumnSchema>>(),
                cancellationToken),
            cancellationToken);

    public async Task<IReadOnlyList<PastProfile>> ProfilesAsync(string dataset, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(
            session => session.ListAsync(
                $"""
                SELECT scheduled_at, profiles FROM run_detail
                WHERE dataset = {dataset} AND scheduled_at < {before} AND json_array_length(profiles) > 0 ORDER BY scheduled_at DESC LIMIT {limit}
                """,
                row => new PastProfile(row.Instant(), row.Json<ValueList<ColumnProfile>>()),
                cancellationToken),
            cancellationToken);

    private static PastValue ReadPastValue(StateRow row) =>
        new(row.Instant(), row.Name<CheckOutcome>(), row.RealOrNull(), row.Name<MetricUnit>(), row.RealOrNull(), row.RealOrNull());
}
