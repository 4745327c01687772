using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>Rows that equal an earlier row in every column. Two NULLs are equal; without rows there is nothing to judge.</summary>
public sealed record DuplicateRowsCheck(CheckHeader Header) : Check(Header)
{
    public static CheckKind Kind { get; } = new(
        "duplicate_rows",
        CheckTargets.Dataset,
        Dimension.Uniqueness,
        CheckScope.Partition,
        [MetricUnit.Rows, MetricUnit.Share],
        "Counts the rows that equal an earlier row in every column.",
        [],
        (header, _) => new DuplicateRowsCheck(header));

    public override ValueList<AggregateRequest> Needs => [Different];

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Different => Request(new DistinctRows());

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var (rows, different) = measurements.Distinct(Different);
        if (rows == 0)
        {
            return Observation.None($"No rows {Extent(context)}");
        }

        var repeated = rows - different;
        var share = (double)repeated / rows;
        var subject = $"{Display.Of(repeated, MetricUnit.Rows)} of {Display.Count(rows)} repeat an earlier row ({Display.Share(share)})";
        return new([new(MetricUnit.Rows, repeated), new(MetricUnit.Share, share)], subject, FailedRows: repeated, Rows: rows);
    }
}
