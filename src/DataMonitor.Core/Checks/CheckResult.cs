using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>One check, judged once.</summary>
/// <param name="Value">What was measured, in <paramref name="Unit"/>; <see langword="null"/> when nothing was, or not as a number. NotApplicable has a value when only the history to judge it was lacking.</param>
/// <param name="Limit">The expectation in words, <c>at most 2 %</c>, or <see langword="null"/>.</param>
/// <param name="Lower">Smallest value that would not have failed (not have warned, where only a warn level was written), where the expectation has one.</param>
/// <param name="Upper">Largest value that would not have failed.</param>
/// <param name="Duration">Its even share of the time that the statements of the scan took: checks share statements.</param>
/// <param name="Explanation">A sentence for the person on call: <c>email: 7.1 % missing, at most 2 % allowed.</c></param>
public sealed record CheckResult(
    string CheckId,
    string Kind,
    string Name,
    string? Column,
    Dimension Dimension,
    Severity Severity,
    CheckOutcome Outcome,
    double? Value,
    MetricUnit Unit,
    string? Limit,
    double? Lower,
    double? Upper,
    long? FailedRows,
    long? Rows,
    string Explanation,
    TimeSpan Duration)
{
    /// <summary>What each segment gave, the worst first, where the check is judged per value of a column; value, limits and unit above are those of the first. Otherwise empty.</summary>
    public ValueList<SegmentResult> Segments { get; init; } = [];
}
