using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Asks for the columns of the dataset: as an answer to a check, and to say which column a failed statement lacks.</summary>
internal sealed class Describing(ScanRecord record, Asking asking)
{
    private string[]? names;

    public async Task AnswerAsync(SqlSession session, SqlFrame frame, IEnumerable<AggregateRequest> requests, CancellationToken cancellationToken)
    {
        AggregateValue answer;
        try
        {
            var columns = await ColumnsAsync(session, frame, cancellationToken);
            answer = columns.Count == 0 && await asking.RefusalAsync(session, record.Renderer.FrameAlone(frame), cancellationToken) is { } refusal
                ? FaultWords.Of(refusal, null, frame, record.Timeout, []) // some catalogs have no rows for a missing table rather than an error
                : new SchemaValue(columns);
        }
        catch (SqlFaultException e)
        {
            answer = FaultWords.Of(e.Fault, null, frame, record.Timeout, []);
        }

        foreach (var request in requests)
        {
            record.Answer(request, answer);
        }
    }

    public async Task<SqlTypes> TypesAsync(SqlSession session, SqlFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            return new(await ColumnsAsync(session, frame, cancellationToken));
        }
        catch (Exception e) when (e is SqlFaultException or MeasureException)
        {
            return SqlTypes.Unknown; // the statements themselves will say what is wrong
        }
    }

    /// <returns>Empty when unknown. Asked for once.</returns>
    public async Task<string[]> NamesAsync(SqlSession session, SqlFrame frame, CancellationToken cancellationToken)
    {
        if (names is null)
        {
            try
            {
                var columns = await ColumnsAsync(session, frame, cancellationToken);
                names = [.. columns.Select(column => column.Name)];
            }
            catch (Exception e) when (e is SqlFaultException or MeasureException)
            {
                names = [];
            }
        }

        return names;
    }

    private async Task<ValueList<ColumnSchema>> ColumnsAsync(SqlSession session, SqlFrame frame, CancellationToken cancellationToken)
    {
        var answer = await record.SendAsync(session, record.Renderer.Columns(frame, record.Catalog), cancellationToken);
        return SqlCells.Columns(answer, record.Catalog.ColumnsOf(frame.Relation) is not null, record.Catalog);
    }
}
