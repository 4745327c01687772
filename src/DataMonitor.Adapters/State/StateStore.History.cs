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
                SELECT scheduled_at, outcome, value, unit, lower_bound, upper_bound FROM result
                WHERE dataset = {dataset} AND check_id = {checkId} AND scheduled_at < {before} ORDER BY scheduled_at DESC LIMIT {limit}
                """,
                ReadPastValue,
                cancellationToken),
            cancellationToken);

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
