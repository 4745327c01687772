using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>One check, judged once.</summary>
/// <param name="Value">What was judged, in <paramref name="Unit"/>; <see langword="null"/> exactly when the outcome is NotApplicable or Errored, or nothing was measured as a number.</param>
/// <param name="Limit">The expectation in words, <c>at most 2 %</c>, or <see langword="null"/>.</param>
/// <param name="Lower">Smallest value that would not have failed, where the expectation has one.</param>
/// <param name="Upper">Largest value that would not have failed.</param>
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
    TimeSpan Duration);
