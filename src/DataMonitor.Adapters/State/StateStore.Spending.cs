using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    public Task<Spending> SpentAsync(string source, string dataset, DateOnly day, CancellationToken cancellationToken) =>
        ReadAsync(
            async session =>
            {
                var rows = await session.ListAsync(
                    $"""
                    SELECT CASE WHEN dataset = {dataset} THEN 1 ELSE 0 END, CAST(SUM(rows_read) AS bigint), CAST(SUM(bytes_read) AS bigint), CAST(SUM(time_us) AS bigint)
                    FROM spending WHERE source = {source} AND day = {day.DayNumber} GROUP BY 1
                    """,
                    row => (IsOwn: row.Number() == 1, Cost: new Cost(row.Number(), row.Number(), TimeSpan.FromMicroseconds(row.Number()))),
                    cancellationToken);
                var own = rows.FirstOrDefault(row => row.IsOwn).Cost;
                var others = rows.FirstOrDefault(row => !row.IsOwn).Cost;
                return new Spending(own, new(own.Rows + others.Rows, own.Bytes + others.Bytes, own.Time + others.Time));
            },
            cancellationToken);

    /// <summary>A refused run cost nothing and leaves no row.</summary>
    private static async Task SpendAsync(StateSession session, string source, string dataset, RunReport report, CancellationToken cancellationToken)
    {
        var cost = Cost.Of(report.Statements);
        if (cost == default)
        {
            return;
        }

        var day = DateOnly.FromDateTime(report.StartedAt.UtcDateTime).DayNumber;
        await session.ExecuteAsync(
            $"""
            INSERT INTO spending (source, day, dataset, rows_read, bytes_read, time_us)
            VALUES ({source}, {day}, {dataset}, {cost.Rows}, {cost.Bytes}, {cost.Time.Ticks / TimeSpan.TicksPerMicrosecond})
            ON CONFLICT (source, day, dataset) DO UPDATE SET rows_read = spending.rows_read + excluded.rows_read,
                bytes_read = spending.bytes_read + excluded.bytes_read, time_us = spending.time_us + excluded.time_us
            """,
            cancellationToken);
    }
}
