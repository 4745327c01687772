using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Evaluation;

/// <summary>What good looks like, at one or two levels. At least one is set.</summary>
/// <param name="Warn">Not met: the check is warned.</param>
/// <param name="Fail">Not met: the check is failed.</param>
public sealed record Expectation(Condition? Warn, Condition? Fail);

/// <summary>A condition that a value meets or not.</summary>
public abstract record Condition;

/// <summary><c>&lt;= 1%</c>, <c>= 0 rows</c>.</summary>
public sealed record Comparison(ComparisonOperator Operator, Quantity Operand) : Condition;

/// <summary><c>between 0.1 and 0.4</c>, both ends included.</summary>
public sealed record Between(Quantity Low, Quantity High) : Condition;

/// <summary><c>within 10% of same_weekday(4)</c>.</summary>
/// <param name="Share">Allowed deviation as a share of the baseline, above 0.</param>
public sealed record Within(double Share, Baseline Baseline) : Condition;

public enum ComparisonOperator
{
    Less,
    AtMost,
    Equal,
    NotEqual,
    AtLeast,
    Greater,
}

/// <param name="Unit"><see langword="null"/> when none was written: the natural unit of the check.</param>
/// <param name="Value">In the base unit: shares 0 to 1, seconds, bytes.</param>
public readonly record struct Quantity(double Value, MetricUnit? Unit);

/// <summary>A value computed from the stored history of the same check.</summary>
/// <param name="Runs">How many past values, 1 to 100; 1 for <see cref="BaselineKind.Previous"/>.</param>
public sealed record Baseline(BaselineKind Kind, int Runs);

public enum BaselineKind
{
    Previous,
    Average,
    Median,

    /// <summary>Mean of the last values on the same day of the week, in the zone of the dataset.</summary>
    SameWeekday,
}
