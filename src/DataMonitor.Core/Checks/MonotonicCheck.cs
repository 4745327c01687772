using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>Numbers that run in one direction when the rows are put in an order: counters, sequence numbers, running totals. Rows without either value are left out; without any there is nothing to judge.</summary>
/// <param name="By">The column that orders the rows.</param>
public sealed record MonotonicCheck(CheckHeader Header, string Column, string By, RunningOrder Order) : Check(Header)
{
    private static readonly Field<string> ByField = new("by", Shapes.Column, "The column that orders the rows, such as created_at.", isRequired: true);
    private static readonly Field<RunningOrder> OrderField = new("order", Shapes.OneOf<RunningOrder>(), "increasing (the default), strictly_increasing, decreasing or strictly_decreasing.");

    public static CheckKind Kind { get; } = new(
        "monotonic",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Consistency,
        CheckScope.Partition,
        [MetricUnit.Rows, MetricUnit.Share],
        "Counts the rows whose number breaks the order against the row before.",
        [CheckFields.Column, ByField, OrderField],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new MonotonicCheck(named, column, values.Get(ByField)!, values.Get(OrderField, RunningOrder.Increasing))
            : null);

    public override ValueList<AggregateRequest> Needs => [Both, Broken];

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Both => Request(new MatchCount(new AllOf([new Not(new IsMissing(Column)), new Not(new IsMissing(By))])));

    private AggregateRequest Broken => Request(new OutOfOrder(Column, By, Order));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Both);
        if (rows == 0)
        {
            return Observation.None($"{Column}: no rows with a number and a place in the order {Extent(context)}");
        }

        var broken = measurements.Count(Broken);
        var share = (double)broken / rows;
        var subject = $"{Column}: {Display.Of(broken, MetricUnit.Rows)} of {Display.Count(rows)} not {Words} by {By} ({Display.Share(share)})";
        return new([new(MetricUnit.Rows, broken), new(MetricUnit.Share, share)], subject, FailedRows: broken, Rows: rows);
    }

    private string Words => Order switch
    {
        RunningOrder.Increasing => "increasing",
        RunningOrder.StrictlyIncreasing => "strictly increasing",
        RunningOrder.Decreasing => "decreasing",
        _ => "strictly decreasing",
    };
}
