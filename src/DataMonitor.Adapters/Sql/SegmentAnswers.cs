using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Reads the answer to a grouped statement: a row for each group, its number and its rows first.</summary>
internal sealed class SegmentAnswers(ScanRecord record, SqlSession session, SqlFrame frame, SegmentGroups groups)
{
    /// <param name="answer">At least one row.</param>
    /// <exception cref="SqlFaultException">A further statement failed, and not every request has its answer.</exception>
    public async Task ReadAsync(AggregateRequest[] requests, SqlRows answer, CancellationToken cancellationToken)
    {
        var rows = answer.Rows.OrderBy(row => SqlCells.Count(row[0])).ToArray();
        var at = 2;
        foreach (var request in requests)
        {
            var (place, width) = (at, SqlRenderer.Width(request));
            await WithoutNaNAsync(request, rows, place, cancellationToken);
            record.Answer(request, new SegmentedValue(rows.Select(row => new SegmentAnswer(
                groups.At(SqlCells.Count(row[0])), SqlCells.Count(row[1]), Asking.Read(request, row.AsSpan(place, width)))).ToValueList()));
            at += width;
        }
    }

    private async Task WithoutNaNAsync(AggregateRequest request, object?[][] rows, int at, CancellationToken cancellationToken)
    {
        var affected = request.Aggregate is Minimum or Maximum ? Array.FindAll(rows, row => SqlCells.IsNaN(row[at])) : [];
        if (affected.Length == 0)
        {
            return;
        }

        var beside = ImmutableDictionary<long, object?>.Empty; // NaN sorts last: beside it as the smallest there is nothing else
        if (request.Aggregate is Maximum)
        {
            var answer = await record.SendAsync(session, new SegmentSql(record.Dialect, record.Renderer).MaximumBesideNaN(frame, groups, request), cancellationToken);
            beside = answer.Rows.ToImmutableDictionary(row => SqlCells.Count(row[0]), row => row[1]);
        }

        foreach (var row in affected)
        {
            row[at] = beside.GetValueOrDefault(SqlCells.Count(row[0]));
        }
    }
}
