using System.Collections.Immutable;
using System.Globalization;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    /// <summary>A sink that did not ask for so long was taken out of the configuration: nothing is kept for it any more.</summary>
    private static readonly TimeSpan SinkMemory = TimeSpan.FromDays(7);

    private static readonly TimeSpan SeenPrecision = TimeSpan.FromHours(1);

    public async Task<ImmutableArray<ExportEntry>> ReadAsync(string sink, int limit, CancellationToken cancellationToken)
    {
        var (entries, seenAt) = await ReadAsync(
            async session =>
            {
                var place = await session.FirstAsync(
                    $"SELECT commit_tx, commit_seq, seen_at FROM sink WHERE name = {sink}",
                    row => (Position: new ExportPosition(row.Number(), row.Number()), SeenAt: row.InstantOrNull()),
                    cancellationToken);
                return (await ReadAsync(session, place.Position, limit, cancellationToken), place.SeenAt);
            },
            cancellationToken);
        if (seenAt is null || time.GetUtcNow() - seenAt > SeenPrecision)
        {
            await NoteSinkAsync(sink, 0, cancellationToken);
        }

        return entries;
    }

    public async Task AdvanceAsync(string sink, string cursor, long dropped, CancellationToken cancellationToken)
    {
        var position = ExportPosition.Parse(cursor);
        await NoteSinkAsync(sink, dropped, cancellationToken);

        // Forward only: of two daemons that export at the same time the slower one must not take the cursor back.
        await WriteAsync(
            $"""
            UPDATE sink SET commit_tx = {position.Transaction}, commit_seq = {position.Ordinal}
            WHERE name = {sink} AND (commit_tx, commit_seq) < ({position.Transaction}, {position.Ordinal})
            """,
            cancellationToken);
    }

    public async Task ReportAsync(string sink, string? problem, CancellationToken cancellationToken)
    {
        await NoteSinkAsync(sink, 0, cancellationToken);
        await WriteAsync($"UPDATE sink SET problem = {problem} WHERE name = {sink}", cancellationToken);
    }

    private async Task NoteSinkAsync(string sink, long dropped, CancellationToken cancellationToken) => await WriteAsync(
        $"""
        INSERT INTO sink (name, commit_tx, commit_seq, dropped, seen_at) VALUES ({sink}, 0, 0, {dropped}, {time.GetUtcNow()})
        ON CONFLICT (name) DO UPDATE SET dropped = sink.dropped + excluded.dropped, seen_at = excluded.seen_at
        """,
        cancellationToken);

    private static async Task<ImmutableArray<ExportEntry>> ReadAsync(StateSession session, ExportPosition after, int limit, CancellationToken cancellationToken)
    {
        var runs = await session.ListAsync(
            $"""
            SELECT {RunColumns}, r.catalog_hash, r.is_source_down, r.commit_tx, r.commit_seq FROM run r
            WHERE (r.commit_tx, r.commit_seq) > ({after.Transaction}, {after.Ordinal})
            ORDER BY r.commit_tx, r.commit_seq LIMIT {limit}
            """,
            row => (Run: ReadRun(row), CatalogHash: row.TextOrNull(), IsSourceDown: row.Flag(), Position: new ExportPosition(row.Number(), row.Number())),
            cancellationToken);
        if (runs.Count == 0)
        {
            return [];
        }

        var last = runs[^1].Position;
        var (results, details, rechecks) = await ContentsAsync(
            session,
            $"run r WHERE (r.commit_tx, r.commit_seq) > ({after.Transaction}, {after.Ordinal}) AND (r.commit_tx, r.commit_seq) <= ({last.Transaction}, {last.Ordinal})",
            cancellationToken);
        return [.. runs.Select(item =>
        {
            var (run, detail) = (item.Run, details.GetValueOrDefault(item.Run.Id, RunDetail.None));
            var finishedAt = run.FinishedAt ?? run.ScheduledAt;
            return new ExportEntry(item.Position.ToString(), run, new(
                run.Status, run.StartedAt ?? finishedAt, finishedAt, item.CatalogHash ?? "", run.Problem,
                [.. results[run.Id]], detail.Profiles, detail.Schema, detail.Statements, item.IsSourceDown)
            {
                Rechecks = [.. rechecks[run.Id]],
            });
        })];
    }

    /// <param name="Transaction">Place of the committing transaction.</param>
    /// <param name="Ordinal">Place among the runs that it committed.</param>
    private readonly record struct ExportPosition(long Transaction, long Ordinal)
    {
        /// <exception cref="ArgumentException">It is no cursor of this store.</exception>
        public static ExportPosition Parse(string cursor) =>
            cursor.Split(':') is [var transaction, var ordinal]
            && long.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(ordinal, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
                ? new(first, second)
                : throw new ArgumentException("This is no cursor of the export log.", nameof(cursor));

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}:{Ordinal}");
    }
}
