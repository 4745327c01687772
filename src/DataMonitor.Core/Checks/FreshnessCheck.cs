using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>How old the newest value of a timestamp column is when it is measured. A value in the future gives a negative age; a column without values is older than any limit.</summary>
/// <remarks>Looks at the whole table unless the owner says otherwise: the newest row of a closed partition is always old.</remarks>
public sealed record FreshnessCheck(CheckHeader Header, string Column) : Check(Header)
{
    public static CheckKind Kind { get; } = new(
        "freshness",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Timeliness,
        CheckScope.Table,
        [MetricUnit.Seconds],
        "Compares the newest value of a timestamp column with the present.",
        [CheckFields.Column],
        Read);

    public override ValueList<AggregateRequest> Needs => [Newest];

    public override Expectation? DefaultExpectation => null;

    private AggregateRequest Newest => Request(new Newest(Column));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        if (measurements.Instant(Newest) is not { } newest)
        {
            var verdict = Header.Expect is { Fail: null } ? CheckOutcome.Warned : CheckOutcome.Failed;
            return new([], $"{Column}: no values {Extent(context)}", Verdict: verdict);
        }

        var age = (context.Now - newest).TotalSeconds;
        var words = age < 0 ? $"{Display.Seconds(-age)} in the future" : $"{Display.Seconds(age)} old";
        return new([new(MetricUnit.Seconds, age)], $"{Column}: newest value is {words} ({Display.Instant(newest, context.TimeZone)})");
    }

    private static FreshnessCheck? Read(CheckHeader header, FieldValues values) =>
        CheckFields.HasExpectation(header, values, "<= 26h") && CheckFields.TryColumn(header, values, out var column, out var named)
            ? new(named, column)
            : null;
}
