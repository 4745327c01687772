using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>How closely two numeric columns go together: the correlation coefficient of Pearson, −1 to 1. Below two rows that have both, or where a column is constant, there is nothing to judge.</summary>
public sealed record CorrelationCheck(CheckHeader Header, string Column, string Other) : Check(Header)
{
    private static readonly Field<string> With = new("with", Shapes.Column, "The other column.", isRequired: true);

    public static CheckKind Kind { get; } = new(
        "correlation",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Consistency,
        CheckScope.Partition,
        [MetricUnit.Number],
        "Judges how closely two numeric columns go together, from -1 to 1.",
        [CheckFields.Column, With],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new CorrelationCheck(named, column, values.Get(With)!)
            : null);

    public override ValueList<AggregateRequest> Needs => [Coefficient];

    public override Expectation? DefaultExpectation => null;

    private AggregateRequest Coefficient => Request(new Correlation(Column, Other));

    public override Observation Observe(Measurements measurements, ObservationContext context) => measurements.Number(Coefficient) is { } value
        ? new([new(MetricUnit.Number, value)], $"{Column}: correlation with {Other} {Display.Number(value)}")
        : Observation.None($"{Column}: too few different values to correlate with {Other} {Extent(context)}");
}
