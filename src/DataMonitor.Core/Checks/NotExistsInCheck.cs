using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>Values that stand in a column of another object of the same source although they must not: opted-out customers in a mailing list. NULL is left out; without values there is nothing to judge.</summary>
public sealed record NotExistsInCheck(CheckHeader Header, string Column, ColumnReference Reference) : Check(Header)
{
    private static readonly Field<ColumnReference> In = new("in", Shapes.ColumnReference, "The column that holds the values that must not occur: warehouse/crm.opt_outs.customer_id.", isRequired: true);

    public static CheckKind Kind { get; } = new(
        "not_exists_in",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Consistency,
        CheckScope.Table,
        [MetricUnit.Share, MetricUnit.Rows],
        "Counts the values that stand in a column of another table although they must not.",
        [CheckFields.Column, In],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new NotExistsInCheck(named, column, values.Get(In)!)
            : null);

    public override ValueList<AggregateRequest> Needs => [Rows, Missing, Orphans];

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Rows => Request(new RowCount());

    private AggregateRequest Missing => Request(new MatchCount(new IsMissing(Column)));

    private AggregateRequest Orphans => Request(new Orphans(Column, Reference.Object, Reference.Column));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows) - measurements.Count(Missing);
        return rows == 0
            ? Observation.None($"{Column}: no values {Extent(context)}")
            : BadRows(Column, $"found in {Reference.Words}", rows - measurements.Count(Orphans), rows);
    }
}
