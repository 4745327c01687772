using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>How many different values a column has, NULL aside. Without values there is nothing to judge.</summary>
public sealed record DistinctCheck(CheckHeader Header, string Column) : Check(Header)
{
    private static readonly Expectation One = new(null, new Comparison(ComparisonOperator.Equal, new(1, null)));

    public static CheckKind Kind { get; } = KindOf("distinct", "Judges how many different values a column has.");

    public static CheckKind Constant { get; } = KindOf("constant", "Demands that every row has the same value.");

    public override ValueList<AggregateRequest> Needs => [Values];

    public override Expectation? DefaultExpectation => Header.Kind == Constant.Key ? One : null;

    private AggregateRequest Values => Request(new Distinctness([Column]));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var (rows, distinct) = measurements.Distinct(Values);
        return rows == 0
            ? Observation.None($"{Column}: no values {Extent(context)}")
            : new([new(MetricUnit.Number, distinct)], $"{Column}: {Display.Count(distinct)} different {(distinct == 1 ? "value" : "values")} in {Display.Of(rows, MetricUnit.Rows)}", Rows: rows);
    }

    private static CheckKind KindOf(string key, string summary) => new(
        key,
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Uniqueness,
        CheckScope.Partition,
        [MetricUnit.Number],
        summary,
        [CheckFields.Column],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named) ? new DistinctCheck(named, column) : null);
}
