using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>Rows for which a condition of the owner is true are bad. Without rows there is nothing to judge.</summary>
public sealed record RowsCheck(CheckHeader Header, string WhereBad) : Check(Header)
{
    private static readonly Field<string> WhereBadField = new("where_bad", Shapes.Text, "SQL condition that is true for a bad row: \"ended_on < started_on\".", isRequired: true);

    public static CheckKind Kind { get; } = new(
        "rows",
        CheckTargets.Dataset,
        Dimension.Consistency,
        CheckScope.Partition,
        [MetricUnit.Share, MetricUnit.Rows],
        "Counts the rows for which a condition is true.",
        [WhereBadField],
        (header, values) => new RowsCheck(header, values.Get(WhereBadField)!),
        Shorthand: WhereBadField.Name);

    public override ValueList<AggregateRequest> Needs => [Rows, Bad];

    public override BadRows? Offenders => new MatchingRows(new OwnCondition(WhereBad));

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Rows => Request(new RowCount());

    private AggregateRequest Bad => Request(new MatchCount(new OwnCondition(WhereBad)));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows);
        return rows == 0
            ? Observation.None($"{Header.Name}: no rows {Extent(context)}")
            : BadRows(Header.Name, "bad", measurements.Count(Bad), rows);
    }
}
