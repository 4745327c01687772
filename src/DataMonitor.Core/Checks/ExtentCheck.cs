using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>All values of a column lie in a range, or all its texts have an expected length: both ends must meet the expectation. Without values there is nothing to judge.</summary>
/// <param name="Low">Gives the smallest.</param>
/// <param name="High">Gives the largest.</param>
public sealed record ExtentCheck(CheckHeader Header, string Column, Aggregate Low, Aggregate High) : Check(Header)
{
    public static CheckKind Range { get; } = KindOf(
        "range",
        "Expects every value of a column in a range.",
        "between 0 and 1",
        (header, column) => new(header, column, new Minimum(column), new Maximum(column)));

    public static CheckKind Length { get; } = KindOf(
        "length",
        "Expects every text of a column to have a length, in characters.",
        "between 2 and 64",
        (header, column) => new(header, column, new ShortestText(column), new LongestText(column)));

    public override ValueList<AggregateRequest> Needs => [Request(Low), Request(High)];

    /// <remarks>An end that is itself excluded, as in <c>&lt; 1</c>, counts as good here.</remarks>
    public override BadRows? Offenders => (Header.Expect?.Fail ?? Header.Expect?.Warn)?.Bounds(baseline: null) is (var low, var high) && (low ?? high) is not null
        ? new MatchingRows(new AllOf([new Not(new IsMissing(Column)), new Not(Low is ShortestText ? new HasLength(Column, Whole(low), Whole(high)) : new IsInRange(Column, low, high))]))
        : null;

    public override Expectation? DefaultExpectation => null;

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        if (measurements.Number(Request(Low)) is not { } low || measurements.Number(Request(High)) is not { } high)
        {
            return Observation.None($"{Column}: no values {Extent(context)}");
        }

        var (lowest, highest) = (OutcomeOf(low), OutcomeOf(high));
        var worst = lowest.Rank() > highest.Rank() ? (Value: low, Outcome: lowest) : (Value: high, Outcome: highest);
        var subject = Low is ShortestText
            ? $"{Column}: texts of {Display.Number(low)} to {Display.Number(high)} characters"
            : $"{Column}: values from {Display.Number(low)} to {Display.Number(high)}";
        return new([new(MetricUnit.Number, worst.Value)], subject, Verdict: worst.Outcome);
    }

    private static int? Whole(double? length) => length is { } number ? (int)Math.Clamp(number, 0, int.MaxValue) : null;

    private CheckOutcome OutcomeOf(double value) => Header.Expect switch
    {
        { Fail: { } fail } when !fail.IsMetBy(value, baseline: null) => CheckOutcome.Failed,
        { Warn: { } warn } when !warn.IsMetBy(value, baseline: null) => CheckOutcome.Warned,
        _ => CheckOutcome.Passed,
    };

    private static CheckKind KindOf(string key, string summary, string example, Func<CheckHeader, string, ExtentCheck> check) => new(
        key,
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Validity,
        CheckScope.Partition,
        [MetricUnit.Number],
        summary,
        [CheckFields.Column],
        (header, values) =>
            CheckFields.HasExpectation(header, values, example)
            && HasFixedLimits(header, values)
            && CheckFields.TryColumn(header, values, out var column, out var named)
                ? check(named, column)
                : null);

    private static bool HasFixedLimits(CheckHeader header, FieldValues values)
    {
        if (header.Expect is not ({ Warn: Within } or { Fail: Within }))
        {
            return true;
        }

        values.Context.Report(values.Place, $"Check '{header.Kind}' cannot be compared with history, as it judges two ends at once.", "Use the checks 'min' and 'max', one for each end.");
        return false;
    }
}
