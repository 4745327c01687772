using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Checks;

/// <summary>Looks at a column without judging it: missing and different values, extrema, mean, spread and median of numbers.</summary>
/// <remarks>The most frequent values are kept only where the owner asks for them, since they are values of rows; no explanation or message ever holds them.</remarks>
/// <param name="Top">How many of the most frequent values are kept; 0 for none.</param>
public sealed record ProfileCheck(CheckHeader Header, string Column, int Top) : Check(Header)
{
    private static readonly Field<int> TopField = new("top", Shapes.Whole(1, 100), "Keep so many of the most frequent values; they leave the source. None unless asked for.");

    public static CheckKind Kind { get; } = new(
        "profile",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Accuracy,
        CheckScope.Partition,
        [],
        "Records what a column looks like: missing and different values, and for numbers extrema, mean, spread and median.",
        [CheckFields.Column, TopField],
        (header, values) => CheckFields.TryColumn(header, values, out var column, out var named)
            ? new ProfileCheck(named, column, values.Get(TopField))
            : null,
        Shorthand: null);

    public override ValueList<AggregateRequest> Needs => [Rows, Missing];

    public override ValueList<AggregateRequest> Wishes =>
    [
        Keys, Of(new Minimum(Column)), Of(new Maximum(Column)), Of(new Mean(Column)), Of(new StandardDeviation(Column)), Of(new Quantile(Column, 0.5)),
        .. Top == 0 ? Enumerable.Empty<AggregateRequest>() : [MostFrequent],
    ];

    public override Expectation? DefaultExpectation => null;

    private AggregateRequest Rows => Request(new RowCount());

    private AggregateRequest Missing => Request(new MatchCount(new IsMissing(Column)));

    private AggregateRequest Keys => Request(new Distinctness([Column]));

    private AggregateRequest MostFrequent => Request(new TopValues(Column, Top));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var profile = Profile(measurements);
        if (profile.Rows == 0)
        {
            return Observation.None($"{Column}: no rows {Extent(context)}");
        }

        var different = profile.Distinct is { } count ? $", {Display.Count(count)} different" : "";
        var numbers = profile is { Minimum: { } low, Maximum: { } high, Mean: { } mean }
            ? $", from {Display.Number(low)} to {Display.Number(high)}, mean {Display.Number(mean)}"
            : "";
        var missing = Display.Share((double)profile.Nulls / profile.Rows);
        return new([], $"{Column}: {Display.Of(profile.Rows, MetricUnit.Rows)}, {missing} missing{different}{numbers}", Rows: profile.Rows);
    }

    public override ColumnProfile Profile(Measurements measurements) => new(
        Column,
        measurements.Count(Rows),
        measurements.Count(Missing),
        (measurements[Keys] as DistinctValue)?.Distinct,
        measurements.NumberIfMeasured(Of(new Minimum(Column))),
        measurements.NumberIfMeasured(Of(new Maximum(Column))),
        measurements.NumberIfMeasured(Of(new Mean(Column))),
        measurements.NumberIfMeasured(Of(new StandardDeviation(Column))),
        measurements.NumberIfMeasured(Of(new Quantile(Column, 0.5))),
        Top > 0 && measurements[MostFrequent] is TopValueList top ? top.Values : []);

    private AggregateRequest Of(Aggregate aggregate) => Request(aggregate);
}
