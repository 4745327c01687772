using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>What a check saw, before it is held against an expectation.</summary>
/// <param name="Values">The same observation in each unit an expectation may use; the first is the natural one. Empty when not applicable.</param>
/// <param name="Subject">Begins the explanation: <c>email: 7.1 % missing (71 of 1,000 rows)</c>, without a full stop.</param>
/// <param name="NotApplicable">Why there is nothing to judge; otherwise <see langword="null"/>.</param>
/// <param name="FailedRows">Rows that break the rule, where the check counts rows.</param>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="Verdict">A verdict that the check reached by itself (schema, arrival); overrides the expectation.</param>
public sealed record Observation(
    ValueList<Reading> Values,
    string Subject,
    string? NotApplicable = null,
    long? FailedRows = null,
    long? Rows = null,
    CheckOutcome? Verdict = null)
{
    public static Observation None(string why) => new([], why, NotApplicable: why);
}

/// <param name="Value">Finite. Shares are 0 to 1, durations are seconds, sizes are bytes.</param>
public readonly record struct Reading(MetricUnit Unit, double Value);

/// <summary>Unit of a judged value.</summary>
public enum MetricUnit
{
    /// <summary>A plain number in the unit of the column.</summary>
    Number,

    /// <summary>Count of rows.</summary>
    Rows,

    /// <summary>A share in [0, 1], written as a percentage.</summary>
    Share,

    Seconds,
    Bytes,
}

/// <summary>What <see cref="Check.Observe"/> may know beside the measurements.</summary>
/// <param name="Now">When the source was measured.</param>
/// <param name="ScheduledAt">The occurrence that is judged.</param>
/// <param name="Window">The partition that was measured, or <see langword="null"/>.</param>
/// <param name="PreviousSchema">Columns at the last run that saw them, or <see langword="null"/> at the first run.</param>
public sealed record ObservationContext(
    DateTimeOffset Now,
    DateTimeOffset ScheduledAt,
    Planning.PartitionWindow? Window,
    TimeZoneInfo TimeZone,
    ValueList<Planning.ColumnSchema>? PreviousSchema)
{
    /// <summary>What the other object answered, when the check named one; otherwise <see langword="null"/>.</summary>
    public Reconciliation.ElsewhereAnswer? Elsewhere { get; init; }
}
