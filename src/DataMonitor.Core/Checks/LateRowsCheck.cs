using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>Rows whose instant of arrival lies too long after the instant they are about. Rows that lack either are not looked at; without any there is nothing to judge.</summary>
/// <param name="After">Longest time that is no delay, at least 0.</param>
public sealed record LateRowsCheck(CheckHeader Header, string Column, string Since, TimeSpan After) : Check(Header)
{
    private static readonly Field<string> SinceField = new("since", Shapes.Column, "The instant that the row is about, such as created_at.", isRequired: true);
    private static readonly Field<TimeSpan> AfterField = new("after", Shapes.Duration(TimeSpan.Zero, TimeSpan.FromDays(3660)), "How long after it a row may arrive: 1d.", isRequired: true);

    public static CheckKind Kind { get; } = new(
        "late_rows",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Timeliness,
        CheckScope.Partition,
        [MetricUnit.Share, MetricUnit.Rows],
        "Counts the rows that arrived too long after the instant they are about.",
        [CheckFields.Column, SinceField, AfterField],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new LateRowsCheck(named, column, values.Get(SinceField)!, values.Get(AfterField))
            : null);

    public override ValueList<AggregateRequest> Needs => [Both, Late];

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Both => Request(new MatchCount(new AllOf([new Not(new IsMissing(Column)), new Not(new IsMissing(Since))])));

    private AggregateRequest Late => Request(new MatchCount(new IsLaterBy(Column, Since, After.TotalSeconds)));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Both);
        return rows == 0
            ? Observation.None($"{Column}: no rows with both instants {Extent(context)}")
            : BadRows(Column, $"more than {Display.Seconds(After.TotalSeconds)} after {Since}", measurements.Count(Late), rows);
    }
}
