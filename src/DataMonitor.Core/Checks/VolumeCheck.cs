using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>How many rows there are. No rows is an observation like any other, and fails unless the owner expects it.</summary>
public sealed record VolumeCheck(CheckHeader Header) : Check(Header)
{
    public static CheckKind Kind { get; } = new(
        "volume",
        CheckTargets.Dataset,
        Dimension.Volume,
        CheckScope.Partition,
        [MetricUnit.Rows],
        "Counts the rows of the partition, or of the table where there is no partition.",
        [],
        (header, _) => new VolumeCheck(header));

    public override ValueList<AggregateRequest> Needs => [Rows];

    public override Expectation DefaultExpectation { get; } = new(null, new Comparison(ComparisonOperator.Greater, new(0, MetricUnit.Rows)));

    private AggregateRequest Rows => Request(new RowCount());

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows);
        return new([new(MetricUnit.Rows, rows)], $"{Display.Of(rows, MetricUnit.Rows)} {Extent(context)}", Rows: rows);
    }
}
