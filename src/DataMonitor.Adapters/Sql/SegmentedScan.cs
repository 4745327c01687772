using System.Globalization;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Measures figures by the values of a column: first its largest values, then every figure in groups of them, both in one snapshot.</summary>
internal sealed class SegmentedScan(ScanRecord record, Measuring measuring, SqlSession session, SqlFrame frame)
{
    private readonly SegmentSql sql = new(record.Dialect, record.Renderer);

    /// <param name="requests">All with the same segmentation and filter.</param>
    public async Task MeasureAsync(AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        if (requests.Length == 0)
        {
            return;
        }

        var groups = new SegmentGroups(requests[0].Per!, requests[0].Filter, []);
        try
        {
            var answer = await record.SendAsync(session, sql.Largest(frame, groups), cancellationToken);
            groups = groups with { Values = [.. answer.Rows.Select(row => row[0] is null ? null : Convert.ToString(row[0], CultureInfo.InvariantCulture))] };
        }
        catch (SqlFaultException e)
        {
            var names = e.Fault.Kind is SqlFaultKind.MissingColumn or SqlFaultKind.MissingTable ? await measuring.Describing.NamesAsync(session, frame, cancellationToken) : [];
            var asked = new AggregateRequest(new TopValues(groups.Per.Column, groups.Per.Largest), groups.Filter, frame.Scope);
            AnswerAll(requests, FaultWords.Of(e.Fault, asked, frame, record.Timeout, names));
            return;
        }
        catch (MeasureException e)
        {
            AnswerAll(requests, e.Error);
            return;
        }

        await measuring.MeasureAsync(session, frame with { Groups = groups }, await AggregatesAsync(groups, requests, cancellationToken), cancellationToken);
    }

    private void AnswerAll(AggregateRequest[] requests, MeasureError error) => Array.ForEach(requests, request => record.Answer(request, error));

    /// <summary>Where an engine takes the value of any row of a group, answers the expressions of owners that are no aggregates, and keeps the rest.</summary>
    private async Task<AggregateRequest[]> AggregatesAsync(SegmentGroups groups, AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        if (record.Dialect.Lexicon.RefusesBareColumns)
        {
            return requests;
        }

        var asking = new Asking(record);
        var kept = new List<AggregateRequest>(requests.Length);
        foreach (var request in requests)
        {
            if (request.Aggregate is OwnExpression own && await asking.RefusalAsync(session, sql.Nested(frame, groups, own), cancellationToken) is null)
            {
                record.Answer(request, FaultWords.Of(new(SqlFaultKind.ManyRows, "rows"), request, frame, record.Timeout, []));
            }
            else
            {
                kept.Add(request);
            }
        }

        return [.. kept];
    }
}
