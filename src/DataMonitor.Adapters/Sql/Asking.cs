using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Sends the one statement that answers some requests, and records what it says.</summary>
internal sealed class Asking(ScanRecord record)
{
    /// <returns><see langword="null"/> when every request has its answer; otherwise why the statement failed, and none has.</returns>
    public async Task<SqlFault?> TryAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        if (requests.Length == 0)
        {
            return null;
        }

        try
        {
            var answer = await record.SendAsync(session, record.Renderer.OneRow(frame, requests), cancellationToken);
            return await ReadAsync(session, frame, requests, answer, cancellationToken);
        }
        catch (SqlFaultException e)
        {
            return e.Fault;
        }
    }

    /// <returns>Why the engine will not run a statement, found without running it; <see langword="null"/> when it would.</returns>
    public async Task<SqlFault?> RefusalAsync(SqlSession session, SqlText statement, CancellationToken cancellationToken)
    {
        try
        {
            await record.SendAsync(session, record.Catalog.Explain(statement), cancellationToken);
            return null;
        }
        catch (SqlFaultException e)
        {
            return e.Fault;
        }
    }

    public static AggregateValue Read(AggregateRequest request, ReadOnlySpan<object?> cells)
    {
        try
        {
            return SqlCells.Value(request, cells);
        }
        catch (MeasureException e)
        {
            return e.Error;
        }
    }

    private async Task<SqlFault?> ReadAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlRows answer, CancellationToken cancellationToken)
    {
        if (frame.Groups is { Values.IsEmpty: false } groups && answer.Rows.Count == 0)
        {
            // Files have no snapshot: their rows are gone since the largest values were found. Without groups there is always an answer.
            return await TryAsync(session, frame with { Groups = groups with { Values = [] } }, requests, cancellationToken);
        }

        if (frame.Groups is not null)
        {
            await new SegmentAnswers(record, session, frame, frame.Groups).ReadAsync(requests, answer, cancellationToken);
            return null;
        }

        if (requests is [var only] && SqlCells.Table(only.Aggregate, answer) is { } table)
        {
            record.Answer(only, table);
            return null;
        }

        if (requests is [var many] && ProfileRows.Answers(many.Aggregate))
        {
            record.Answer(many, ProfileRows.Read(many.Aggregate, answer));
            return null;
        }

        if (answer.Rows is not [var cells])
        {
            return new(SqlFaultKind.ManyRows, "rows");
        }

        var at = 0;
        foreach (var request in requests)
        {
            var width = SqlRenderer.Width(request);
            if (request.Aggregate is Maximum && SqlCells.IsNaN(cells[at]))
            {
                var beside = await record.SendAsync(session, record.Renderer.MaximumBesideNaN(frame, request), cancellationToken);
                cells[at] = beside.Rows[0][0];
            }
            else if (request.Aggregate is Minimum && SqlCells.IsNaN(cells[at]))
            {
                cells[at] = null; // NaN sorts last: there is nothing else
            }

            record.Answer(request, Read(request, cells.AsSpan(at, width)));
            at += width;
        }

        return null;
    }
}
