using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>The share of values that stand in a column of another object of the same source. NULL refers to nothing and is left out; without values there is nothing to judge.</summary>
/// <remarks>A percentage states how many are found (<c>&gt;= 99.9%</c>), a count of rows how many are not (<c>&lt;= 5 rows</c>).</remarks>
public sealed record ExistsInCheck(CheckHeader Header, string Column, ColumnReference Reference) : Check(Header)
{
    private static readonly Field<ColumnReference> In = new("in", Shapes.ColumnReference, "The column that holds the known values: warehouse/crm.customers.id.", isRequired: true);

    public static CheckKind Kind { get; } = new(
        "exists_in",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Consistency,
        CheckScope.Table,
        [MetricUnit.Share, MetricUnit.Rows],
        "Judges how many values stand in a column of another table: a percentage of those found, or a count of rows not found.",
        [CheckFields.Column, In],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new ExistsInCheck(named, column, values.Get(In)!)
            : null);

    public override ValueList<AggregateRequest> Needs => [Rows, Missing, Orphans];

    public override BadRows? Offenders => new OrphanRows(Column, Reference);

    public override Expectation DefaultExpectation { get; } = new(null, new Comparison(ComparisonOperator.Equal, new(1, MetricUnit.Share)));

    private AggregateRequest Rows => Request(new RowCount());

    private AggregateRequest Missing => Request(new MatchCount(new IsMissing(Column)));

    private AggregateRequest Orphans => Request(new Orphans(Column, Reference.Object, Reference.Column));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows) - measurements.Count(Missing);
        if (rows == 0)
        {
            return Observation.None($"{Column}: no values {Extent(context)}");
        }

        var orphans = measurements.Count(Orphans);
        var share = (double)(rows - orphans) / rows;
        var subject = $"{Column}: {Display.Share(share)} found in {Reference.Words} ({Display.Count(orphans)} of {Display.Of(rows, MetricUnit.Rows)} not)";
        return new([new(MetricUnit.Share, share), new(MetricUnit.Rows, orphans)], subject, FailedRows: orphans, Rows: rows);
    }
}
