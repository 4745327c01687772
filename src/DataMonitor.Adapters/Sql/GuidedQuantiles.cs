using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>
/// Exact quantiles without a sort. A small sample draws a bracket around each; the shared scan counts what lies below the brackets;
/// a second scan fetches only the rows inside and takes the one of the wanted rank. Where a bracket missed, the counts tell, and the sort is done after all.
/// </summary>
internal sealed class GuidedQuantiles(ScanRecord record, Measuring measuring, SqlSession session, SqlFrame frame, long rows)
{
    public const long SampledRows = 50_000;

    /// <summary>With fewer sampled values, which may come from few blocks, a bracket would miss too often to be worth it.</summary>
    private const long FewestSampled = 500;

    private static int Cells => 1 + (2 * Bracket.Widths);

    public async Task MeasureAsync(AggregateRequest[] quantiles, AggregateRequest[] shared, CancellationToken cancellationToken)
    {
        var brackets = await BracketsAsync(quantiles, cancellationToken);
        await measuring.MeasureAsync(session, frame, [.. shared, .. brackets.Values], cancellationToken);

        var ranks = new List<BracketRank>();
        foreach (var (request, counting) in brackets)
        {
            if (Place(request, counting) is { } rank)
            {
                ranks.Add(rank);
            }

            record.Forget(counting);
        }

        await FetchAsync(ranks, cancellationToken);
        await measuring.MeasureAsync(session, frame, [.. quantiles.Where(request => record.Value(request) is null)], cancellationToken);
    }

    private async Task<Dictionary<AggregateRequest, AggregateRequest>> BracketsAsync(AggregateRequest[] quantiles, CancellationToken cancellationToken)
    {
        var brackets = new Dictionary<AggregateRequest, AggregateRequest>();
        if (quantiles.Length == 0)
        {
            return brackets;
        }

        try
        {
            var sample = record.Catalog.Sample(record.Dialect.Relation(frame.Relation), Math.Min(1, (double)SampledRows / rows))!;
            var answer = await record.SendAsync(session, record.Renderer.SampleBrackets(frame, quantiles, sample), cancellationToken);
            for (var index = 0; index < quantiles.Length; index++)
            {
                var quantile = (Quantile)quantiles[index].Aggregate;
                var cells = answer.Rows[0].AsSpan(index * Cells, Cells);
                var sampled = SqlCells.Count(cells[0]);
                if (sampled >= FewestSampled
                    && Bracket.Width(quantile.Q, sampled) is { } width
                    && SqlCells.NumberText(cells[1 + (2 * width)]) is { } low
                    && SqlCells.NumberText(cells[2 + (2 * width)]) is { } high)
                {
                    brackets[quantiles[index]] = quantiles[index] with { Aggregate = new BracketCounts(quantile.Column, quantile.Q, low, high) };
                }
            }
        }
        catch (SqlFaultException)
        {
            brackets.Clear(); // the sort that follows finds out which column is to blame
        }

        return brackets;
    }

    /// <returns>Where the wanted row lies in its bracket, or <see langword="null"/> when it is known already or outside.</returns>
    private BracketRank? Place(AggregateRequest request, AggregateRequest counting)
    {
        if (record.Value(counting) is not BracketValue counted)
        {
            return null;
        }

        var bracket = (BracketCounts)counting.Aggregate;
        var rank = Bracket.Rank(counted.Count, bracket.Q);
        if (counted.Count == 0)
        {
            record.Answer(request, new NumberValue(null));
        }
        else if (rank > counted.Below && rank <= counted.UpToHigh)
        {
            record.Answer(request, SqlCells.Value(request, [bracket.Low]));
        }
        else if (rank > counted.Below && counted.UpToHigh is null)
        {
            return new(request, bracket, rank - counted.Below - 1);
        }

        return null;
    }

    private async Task FetchAsync(List<BracketRank> ranks, CancellationToken cancellationToken)
    {
        if (ranks.Count == 0)
        {
            return;
        }

        try
        {
            var answer = await record.SendAsync(session, record.Renderer.InsideBrackets(frame, ranks), cancellationToken);
            foreach (var (rank, cell) in ranks.Zip(answer.Rows[0]).Where(pair => SqlCells.NumberText(pair.Second) is not null))
            {
                record.Answer(rank.Request, SqlCells.Value(rank.Request, [cell]));
            }
        }
        catch (SqlFaultException)
        {
            // the sort that follows measures them, or says what is wrong
        }
    }
}
