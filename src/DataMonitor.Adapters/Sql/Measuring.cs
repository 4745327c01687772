using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Measures requests of one frame in as few statements as they allow; only the guilty err.</summary>
internal sealed class Measuring
{
    private readonly ScanRecord record;
    private readonly Asking asking;
    private readonly Culprits culprits;

    public Measuring(ScanRecord record)
    {
        this.record = record;
        asking = new(record);
        Describing = new(record, asking);
        culprits = new(record, asking, Describing);
    }

    public Describing Describing { get; }

    public async Task MeasureAsync(SqlSession session, SqlFrame frame, IReadOnlyCollection<AggregateRequest> requests, CancellationToken cancellationToken)
    {
        if (record.Renderer.NeedsColumns && requests.Any(request => request.Aggregate is DistinctRows))
        {
            frame = frame with { KeyColumns = [.. await Describing.NamesAsync(session, frame, cancellationToken)] };
        }

        foreach (var group in record.Renderer.Groups(frame, requests))
        {
            if (await asking.TryAsync(session, frame, group, cancellationToken) is { } fault)
            {
                await culprits.AnswerAsync(session, frame, group, fault, cancellationToken);
            }
        }
    }

    /// <summary>Measures keys of a table of about so many rows, with memory to sort them side by side.</summary>
    public async Task CountKeysAsync(SqlSession session, SqlFrame frame, IReadOnlyCollection<AggregateRequest> requests, long rows, CancellationToken cancellationToken)
    {
        if (record.Catalog.MemoryFor(rows, requests.Count) is { } grant)
        {
            await record.SendAsync(session, grant, cancellationToken);
        }

        await MeasureAsync(session, frame, requests, cancellationToken);
    }
}
