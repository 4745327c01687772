using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    public async Task<IReadOnlyList<PastValue>> SegmentValuesAsync(
        string dataset, string checkId, Segment segment, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(
            session => session.ListAsync(
                $"""
                SELECT scheduled_at, outcome, value, unit, lower_bound, upper_bound FROM result_segment
                WHERE dataset = {dataset} AND check_id = {checkId} AND column_name = {segment.Column} AND segment = {segment.Name} AND scheduled_at < {before}
                ORDER BY scheduled_at DESC LIMIT {limit}
                """,
                ReadPastValue,
                cancellationToken),
            cancellationToken);

    public async Task<IReadOnlyList<Segment>> SegmentsAsync(string dataset, string checkId, DateTimeOffset before, CancellationToken cancellationToken) =>
        await ReadAsync(
            async session =>
            {
                var newest = await session.FirstAsync(
                    $"""
                    SELECT t.run_id, t.ordinal FROM result t
                    WHERE t.dataset = {dataset} AND t.check_id = {checkId} AND t.scheduled_at < {before}
                      AND EXISTS (SELECT 1 FROM result_segment s WHERE s.run_id = t.run_id AND s.ordinal = t.ordinal AND s.segment <> {Segment.Other("").Name})
                    ORDER BY t.scheduled_at DESC LIMIT 1
                    """,
                    row => ((Guid Run, long Ordinal)?)(row.Id(), row.Number()),
                    cancellationToken);
                return newest is not var (run, ordinal)
                    ? []
                    : await session.ListAsync(
                        $"SELECT column_name, segment FROM result_segment WHERE run_id = {run} AND ordinal = {ordinal} ORDER BY place",
                        row => new Segment(row.Text(), row.Text()),
                        cancellationToken);
            },
            cancellationToken);

    private static async Task WriteSegmentsAsync(StateSession session, Run run, ImmutableArray<CheckResult> results, CancellationToken cancellationToken)
    {
        var rows =
            from numbered in results.Select((result, ordinal) => (result.CheckId, result.Segments, Ordinal: ordinal))
            from placed in numbered.Segments.Select((segment, place) => (Segment: segment, Place: place))
            let segment = placed.Segment
            select (Sql)$"""
                ({run.Id}, {numbered.Ordinal}, {placed.Place}, {run.Dataset}, {numbered.CheckId}, {run.ScheduledAt}, {segment.Segment.Column}, {segment.Segment.Name},
                {segment.Outcome}, {segment.Value}, {segment.Unit}, {segment.Lower}, {segment.Upper}, {segment.FailedRows}, {segment.Rows})
                """;
        foreach (var chunk in rows.Chunk(RowsPerStatement))
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO result_segment (run_id, ordinal, place, dataset, check_id, scheduled_at, column_name, segment,
                    outcome, value, unit, lower_bound, upper_bound, failed_rows, row_count) VALUES {Sql.List(chunk)}
                """,
                cancellationToken);
        }
    }

    /// <param name="from">From and where, giving runs the alias <c>r</c>.</param>
    /// <returns>By run and place of the result in it, each in its order.</returns>
    private static async Task<ILookup<(Guid Run, long Ordinal), SegmentResult>> SegmentsOfAsync(StateSession session, Sql from, CancellationToken cancellationToken)
    {
        var segments = await session.ListAsync(
            $"""
            SELECT s.run_id, s.ordinal, s.column_name, s.segment, s.outcome, s.value, s.unit, s.lower_bound, s.upper_bound, s.failed_rows, s.row_count
            FROM result_segment s WHERE s.run_id IN (SELECT r.id FROM {from}) ORDER BY s.run_id, s.ordinal, s.place
            """,
            row => (Key: (row.Id(), row.Number()), Segment: ReadSegment(row)),
            cancellationToken);
        return segments.ToLookup(pair => pair.Key, pair => pair.Segment);
    }

    private static SegmentResult ReadSegment(StateRow row) => new(
        new(row.Text(), row.Text()),
        row.Name<CheckOutcome>(),
        row.RealOrNull(),
        row.Name<MetricUnit>(),
        row.RealOrNull(),
        row.RealOrNull(),
        row.NumberOrNull(),
        row.Number());
}
