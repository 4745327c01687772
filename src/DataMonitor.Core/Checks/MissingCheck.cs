using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>Rows without a value: NULL, and whatever else the owner counts as missing. Without rows there is nothing to judge.</summary>
/// <param name="Also">Texts that stand for no value, such as the empty one.</param>
public sealed record MissingCheck(CheckHeader Header, string Column, ValueList<string> Also) : Check(Header)
{
    private static readonly Field<ValueList<string>> AlsoField = new("also", Shapes.ListOf(Shapes.Value), "Texts that count as missing too: [\"\", \"n/a\"].");

    public static CheckKind Kind { get; } = new(
        "missing",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Completeness,
        CheckScope.Partition,
        [MetricUnit.Share, MetricUnit.Rows],
        "Counts the rows without a value.",
        [CheckFields.Column, AlsoField],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new MissingCheck(named, column, values.Get(AlsoField, []))
            : null);

    public override ValueList<AggregateRequest> Needs => [Rows, Missing];

    public override BadRows? Offenders => new MatchingRows(IsBad);

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Rows => Request(new RowCount());

    private AggregateRequest Missing => Request(new MatchCount(IsBad));

    private RowPredicate IsBad => Also.Count == 0 ? new IsMissing(Column) : new AnyOf([new IsMissing(Column), new IsOneOf(Column, Also)]);

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows);
        return rows == 0
            ? Observation.None($"{Column}: no rows {Extent(context)}")
            : BadRows(Column, "missing", measurements.Count(Missing), rows);
    }
}
