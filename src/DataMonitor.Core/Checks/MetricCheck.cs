using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>An aggregate expression of the owner. When it gives NULL there is nothing to judge; without an expectation it is only recorded.</summary>
/// <param name="Unit">Shown behind the number: <c>EUR</c>.</param>
public sealed record MetricCheck(CheckHeader Header, string Sql, string? Unit) : Check(Header)
{
    private static readonly Field<string> SqlField = new("sql", Shapes.Text, "An aggregate over the rows in scope: \"sum(score * arpu)\".", isRequired: true);
    private static readonly Field<string> UnitField = new("unit", Shapes.Text, "Shown behind the number: EUR.");

    public static CheckKind Kind { get; } = new(
        "metric",
        CheckTargets.Dataset,
        Dimension.Accuracy,
        CheckScope.Partition,
        [MetricUnit.Number],
        "Judges an aggregate that you write in SQL.",
        [SqlField, UnitField],
        (header, values) => new MetricCheck(header, values.Get(SqlField)!, values.Get(UnitField)),
        Shorthand: SqlField.Name);

    public override ValueList<AggregateRequest> Needs => [Measured];

    public override Expectation? DefaultExpectation => null;

    private AggregateRequest Measured => Request(new OwnExpression(Sql));

    public override Observation Observe(Measurements measurements, ObservationContext context) => measurements.Number(Measured) is { } value
        ? new([new(MetricUnit.Number, value)], $"{Header.Name}: {Display.Number(value)}{(Unit is null ? "" : $" {Unit}")}")
        : Observation.None($"{Header.Name}: no value {Extent(context)}");
}
