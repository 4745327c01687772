using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>One segment of a check that is judged per value of a column.</summary>
/// <param name="Value">What was measured of it; <see langword="null"/> when nothing was, or not as a number.</param>
/// <param name="Lower">Smallest value that would not have failed, as in <see cref="CheckResult"/>.</param>
/// <param name="Upper">Largest value that would not have failed.</param>
/// <param name="FailedRows">Rows that break the rule, where the check counts rows.</param>
/// <param name="Rows">Rows that were looked at.</param>
public sealed record SegmentResult(
    Segment Segment,
    CheckOutcome Outcome,
    double? Value,
    MetricUnit Unit,
    double? Lower,
    double? Upper,
    long? FailedRows,
    long Rows)
{
    /// <returns>What was measured, in words: <c>7.1 % (71 of 1,000 rows)</c>, <c>no value</c>.</returns>
    public string Figure => (Value, FailedRows) switch
    {
        (null, _) => "no value",
        ({ } value, { } failed) when Unit != MetricUnit.Rows => $"{Display.Of(value, Unit)} ({Display.Count(failed)} of {Display.Of(Rows, MetricUnit.Rows)})",
        ({ } value, _) => Display.Of(value, Unit),
    };

    /// <returns>The limits in words: <c>at most 2 %</c>, <c>900 rows to 1,100 rows</c>, or <see langword="null"/>.</returns>
    public string? Limits => (Lower, Upper) switch
    {
        (null, null) => null,
        ({ } lower, null) => $"at least {Display.Of(lower, Unit)}",
        (null, { } upper) => $"at most {Display.Of(upper, Unit)}",
        ({ } lower, { } upper) when lower.Equals(upper) => $"exactly {Display.Of(lower, Unit)}",
        ({ } lower, { } upper) => $"{Display.Of(lower, Unit)} to {Display.Of(upper, Unit)}",
    };
}
