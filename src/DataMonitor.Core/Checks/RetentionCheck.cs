using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>How old the oldest value of a timestamp column is when it is measured: whether data that must go is gone. Without values nothing is too old.</summary>
public sealed record RetentionCheck(CheckHeader Header, string Column) : Check(Header)
{
    public static CheckKind Kind { get; } = new(
        "retention",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Timeliness,
        CheckScope.Table,
        [MetricUnit.Seconds],
        "Compares the oldest value of a timestamp column with the present: whether old data is gone.",
        [CheckFields.Column],
        (header, values) => CheckFields.HasExpectation(header, values, "<= 400d") && CheckFields.TryColumn(header, values, out var column, out var named)
            ? new RetentionCheck(named, column)
            : null);

    public override ValueList<AggregateRequest> Needs => [Oldest];

    public override Expectation? DefaultExpectation => null;

    private AggregateRequest Oldest => Request(new Oldest(Column));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        if (measurements.Instant(Oldest) is not { } oldest)
        {
            return Observation.None($"{Column}: no values {Extent(context)}");
        }

        var age = (context.Now - oldest).TotalSeconds;
        var words = age < 0 ? $"{Display.Seconds(-age)} in the future" : $"{Display.Seconds(age)} old";
        return new([new(MetricUnit.Seconds, age)], $"{Column}: oldest value is {words} ({Display.Instant(oldest, context.TimeZone)})");
    }
}
