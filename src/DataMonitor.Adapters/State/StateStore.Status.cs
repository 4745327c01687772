using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    private const int LargestLag = 100_000;

    private static readonly Sql ResultColumns = Sql.Raw(
        """
        t.run_id, t.check_id, t.kind, t.name, t.column_name, t.dimension, t.severity, t.outcome, t.value, t.unit, t.limit_text,
        t.lower_bound, t.upper_bound, t.failed_rows, t.row_count, t.explanation, t.duration_us
        """);

    private static readonly Sql DetailColumns = Sql.Raw("d.run_id, d.profiles, d.columns, d.statements");

    public Task<ImmutableArray<DatasetState>> NewestAsync(CancellationToken cancellationToken) => NewestAsync(Sql.Empty, cancellationToken);

    public async Task<DatasetState?> NewestAsync(string dataset, CancellationToken cancellationToken) =>
        (await NewestAsync($"AND s.dataset = {dataset}", cancellationToken)).FirstOrDefault();

    public async Task<ImmutableArray<Run>> RunsAsync(string dataset, int limit, CancellationToken cancellationToken) =>
        [.. await ReadAsync(
            session => session.ListAsync(
                $"SELECT {RunColumns} FROM run r WHERE r.dataset = {dataset} ORDER BY r.scheduled_at DESC LIMIT {limit}",
                ReadRun,
                cancellationToken),
            cancellationToken)];

    public async Task<ImmutableDictionary<string, ImmutableArray<Run>>> RecentRunsAsync(int perDataset, CancellationToken cancellationToken)
    {
        // Materialized: PostgreSQL would ask for the limit of a dataset again at each of its runs.
        var runs = await ReadAsync(
            session => session.ListAsync(
                $"""
                WITH since AS MATERIALIZED (SELECT s.dataset, COALESCE(
                    (SELECT x.scheduled_at FROM run x WHERE x.dataset = s.dataset AND x.commit_tx IS NOT NULL ORDER BY x.scheduled_at DESC LIMIT 1 OFFSET {perDataset - 1}),
                    0) AS instant FROM dataset_state s)
                SELECT {RunColumns} FROM since JOIN run r ON r.dataset = since.dataset AND r.scheduled_at >= since.instant AND r.commit_tx IS NOT NULL
                """,
                ReadRun,
                cancellationToken),
            cancellationToken);
        return runs.GroupBy(run => run.Dataset, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.OrderByDescending(run => run.ScheduledAt).ToImmutableArray(), StringComparer.Ordinal);
    }

    public Task<ImmutableArray<Incident>> IncidentsAsync(string? dataset, int limit, CancellationToken cancellationToken)
    {
        var only = dataset is null ? Sql.Empty : (Sql)$"AND dataset = {dataset}";
        return ReadAsync(
            async session =>
            {
                var open = await session.ListAsync(
                    $"SELECT {IncidentColumns} FROM incident WHERE resolved_at IS NULL AND opened_at IS NOT NULL {only} ORDER BY opened_at DESC, id LIMIT {limit}",
                    ReadIncident,
                    cancellationToken);
                var resolved = await session.ListAsync(
                    $"SELECT {IncidentColumns} FROM incident WHERE resolved_at IS NOT NULL AND opened_at IS NOT NULL {only} ORDER BY resolved_at DESC, id LIMIT {limit - open.Count}",
                    ReadIncident,
                    cancellationToken);
                return ImmutableArray.Create([.. open, .. resolved]);
            },
            cancellationToken);
    }

    public Task<StoreStatistics> StatisticsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(
            async session =>
            {
                var finished = await session.ListAsync(
                    $"SELECT status, CAST(SUM(total) AS bigint) FROM run_count GROUP BY status",
                    row => KeyValuePair.Create(row.Name<RunStatus>(), row.Number()),
                    cancellationToken);
                var pending = await session.FirstAsync(
                    $"SELECT COUNT(*), MIN(created_at) FROM notification WHERE state = 'Pending'",
                    row => (Count: row.Number(), Oldest: row.InstantOrNull()),
                    cancellationToken);
                return new StoreStatistics(
                    Enum.GetValues<RunStatus>().ToImmutableDictionary(status => status, _ => 0L)
                        .SetItem(RunStatus.Queued, await session.NumberAsync($"SELECT COUNT(*) FROM run WHERE status = 'Queued'", cancellationToken))
                        .SetItem(RunStatus.Running, await session.NumberAsync($"SELECT COUNT(*) FROM run WHERE status = 'Running'", cancellationToken))
                        .SetItems(finished),
                    pending.Count,
                    await session.NumberAsync($"SELECT COUNT(*) FROM notification WHERE state = 'Dead'", cancellationToken),
                    pending.Oldest,
                    await LagsAsync(session, now, cancellationToken));
            },
            cancellationToken);

    private static async Task<ImmutableArray<SinkLag>> LagsAsync(StateSession session, DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. await session.ListAsync(
            $"""
            SELECT s.name,
                (SELECT COUNT(*) FROM (SELECT 1 FROM run r WHERE (r.commit_tx, r.commit_seq) > (s.commit_tx, s.commit_seq) LIMIT {LargestLag}) waiting),
                (SELECT r.finished_at FROM run r WHERE (r.commit_tx, r.commit_seq) > (s.commit_tx, s.commit_seq) ORDER BY r.commit_tx, r.commit_seq LIMIT 1),
                s.dropped, s.problem
            FROM sink s WHERE s.seen_at > {now - SinkMemory} ORDER BY s.name
            """,
            row => new SinkLag(row.Text(), row.Number(), row.InstantOrNull(), row.Number(), row.TextOrNull()),
            cancellationToken)];

    private static CheckResult ReadResult(StateRow row) => new(
        row.Text(),
        row.Text(),
        row.Text(),
        row.TextOrNull(),
        row.Name<Dimension>(),
        row.Name<Severity>(),
        row.Name<CheckOutcome>(),
        row.RealOrNull(),
        row.Name<MetricUnit>(),
        row.TextOrNull(),
        row.RealOrNull(),
        row.RealOrNull(),
        row.NumberOrNull(),
        row.NumberOrNull(),
        row.Text(),
        TimeSpan.FromMicroseconds(row.Number()));

    /// <param name="from">From and where, giving runs the alias <c>r</c>.</param>
    private static async Task<(ILookup<Guid, CheckResult> Results, Dictionary<Guid, RunDetail> Details, ILookup<Guid, Recheck> Rechecks)> ContentsAsync(
        StateSession session, Sql from, CancellationToken cancellationToken)
    {
        var results = await session.ListAsync(
            $"SELECT {ResultColumns}, t.ordinal FROM result t WHERE t.run_id IN (SELECT r.id FROM {from}) ORDER BY t.run_id, t.ordinal",
            row => (Run: row.Id(), Result: ReadResult(row), Ordinal: row.Number()),
            cancellationToken);
        var segments = await SegmentsOfAsync(session, from, cancellationToken);
        var details = await session.ListAsync(
            $"SELECT {DetailColumns} FROM run_detail d WHERE d.run_id IN (SELECT r.id FROM {from})",
            row => KeyValuePair.Create(row.Id(), new RunDetail(
                row.Json<ImmutableArray<ColumnProfile>>(), row.JsonOrNull<ValueList<ColumnSchema>>(), row.Json<ImmutableArray<StatementCost>>())),
            cancellationToken);
        var rechecks = await session.ListAsync(
            $"""
            SELECT k.run_id, k.partition_start, k.partition_end, k.scheduled_at, k.first_measured_at, k.first_value, k.measured_at, k.result FROM recheck k
            WHERE k.run_id IN (SELECT r.id FROM {from}) ORDER BY k.run_id, k.partition_start DESC, k.check_id
            """,
            row => (Run: row.Id(), Recheck: new Recheck(row.Instant(), row.Instant(), row.Instant(), row.Instant(), row.RealOrNull(), row.Instant(), row.Json<CheckResult>())),
            cancellationToken);
        return (results.ToLookup(item => item.Run, item => item.Result with { Segments = segments[(item.Run, item.Ordinal)].ToValueList() }), details.ToDictionary(), rechecks.ToLookup(pair => pair.Run, pair => pair.Recheck));
    }

    private Task<ImmutableArray<DatasetState>> NewestAsync(Sql only, CancellationToken cancellationToken) =>
        ReadAsync(
            async session =>
            {
                var newest = await session.ListAsync(
                    $"SELECT {RunColumns}, s.results_run_id, s.results_at FROM dataset_state s JOIN run r ON r.id = s.run_id WHERE s.run_id IS NOT NULL {only}",
                    row => (Run: ReadRun(row), ResultsOf: row.IdOrNull(), ResultsAt: row.InstantOrNull()),
                    cancellationToken);
                var (results, details, rechecks) = await ContentsAsync(session, $"dataset_state s JOIN run r ON r.id = s.results_run_id WHERE 1 = 1 {only}", cancellationToken);
                return newest.OrderBy(item => item.Run.Dataset, StringComparer.Ordinal).Select(item =>
                {
                    var detail = details.GetValueOrDefault(item.ResultsOf ?? Guid.Empty, RunDetail.None);
                    return new DatasetState(
                        item.Run.Dataset,
                        item.Run,
                        item.ResultsAt,
                        [.. results[item.ResultsOf ?? Guid.Empty]],
                        detail.Profiles,
                        detail.Schema,
                        detail.Statements)
                    {
                        Rechecks = [.. rechecks[item.ResultsOf ?? Guid.Empty]],
                    };
                }).ToImmutableArray();
            },
            cancellationToken);

    private sealed record RunDetail(ImmutableArray<ColumnProfile> Profiles, ValueList<ColumnSchema>? Schema, ImmutableArray<StatementCost> Statements)
    {
        public static RunDetail None { get; } = new([], null, []);
    }
}
