using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>One figure of a numeric column: mean, min, max, sum, stddev or quantile. Without values there is nothing to judge; without an expectation it is only recorded.</summary>
/// <param name="Figure">What it is called: <c>mean</c>, <c>95 % quantile</c>.</param>
public sealed record FigureCheck(CheckHeader Header, string Column, Aggregate Aggregate, string Figure) : Check(Header)
{
    private static readonly Field<double> Q = new("q", Shapes.Number, "Which quantile: a number above 0 and below 1, such as 0.95.", isRequired: true);

    public static CheckKind Mean { get; } = KindOf("mean", "Judges the arithmetic mean of a column.", column => new Mean(column));

    public static CheckKind Minimum { get; } = KindOf("min", "Judges the smallest value of a column.", column => new Minimum(column));

    public static CheckKind Maximum { get; } = KindOf("max", "Judges the largest value of a column.", column => new Maximum(column));

    public static CheckKind Sum { get; } = KindOf("sum", "Judges the sum of a column.", column => new Sum(column));

    public static CheckKind StandardDeviation { get; } =
        KindOf("stddev", "Judges the sample standard deviation of a column.", column => new StandardDeviation(column));

    public static CheckKind Quantile { get; } = new(
        "quantile",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Accuracy,
        CheckScope.Partition,
        [MetricUnit.Number],
        "Judges an exact quantile of a column, the smallest value that a share of q of all values do not exceed.",
        [CheckFields.Column, Q],
        ReadQuantile);

    public override ValueList<AggregateRequest> Needs => [Request(Aggregate)];

    public override Expectation? DefaultExpectation => null;

    public override Observation Observe(Measurements measurements, ObservationContext context) => measurements.Number(Request(Aggregate)) is { } value
        ? new([new(MetricUnit.Number, value)], $"{Column}: {Figure} {Display.Number(value)}")
        : Observation.None($"{Column}: {(Aggregate is Planning.StandardDeviation ? "fewer than two values" : "no values")} {Extent(context)}");

    private static CheckKind KindOf(string key, string summary, Func<string, Aggregate> aggregate) => new(
        key,
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Accuracy,
        CheckScope.Partition,
        [MetricUnit.Number],
        summary,
        [CheckFields.Column],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new FigureCheck(named, column, aggregate(column), key)
            : null);

    private static FigureCheck? ReadQuantile(CheckHeader header, FieldValues values)
    {
        var q = values.Get(Q);
        if (q is > 0 and < 1)
        {
            return CheckFields.TryColumn(header, values, out var column, out var named)
                ? new(named, column, new Quantile(column, q), $"{Display.Share(q)} quantile")
                : null;
        }

        values.Context.Report(values.PlaceOf(Q), $"'q' is {q.ToString(CultureInfo.InvariantCulture)}.", "Give a number above 0 and below 1, such as 0.95.");
        return null;
    }
}
