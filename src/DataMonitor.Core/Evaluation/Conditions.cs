using System.Diagnostics;
using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Evaluation;

/// <summary>What conditions mean and how they read.</summary>
public static class Conditions
{
    /// <param name="baseline">Value of the condition's baseline; needed for <see cref="Within"/> alone.</param>
    public static bool IsMetBy(this Condition condition, double value, double? baseline) => condition switch
    {
        Comparison { Operator: ComparisonOperator.Less, Operand.Value: var limit } => value < limit,
        Comparison { Operator: ComparisonOperator.AtMost, Operand.Value: var limit } => value <= limit,
        Comparison { Operator: ComparisonOperator.Equal, Operand.Value: var limit } => value == limit,
        Comparison { Operator: ComparisonOperator.NotEqual, Operand.Value: var limit } => value != limit,
        Comparison { Operator: ComparisonOperator.AtLeast, Operand.Value: var limit } => value >= limit,
        Comparison { Operator: ComparisonOperator.Greater, Operand.Value: var limit } => value > limit,
        _ => condition.Bounds(baseline) is var (lower, upper) && value >= lower && value <= upper,
    };

    /// <returns>Smallest and largest good value; <see langword="null"/> where there is none. An excluded limit is given as if it were included.</returns>
    public static (double? Lower, double? Upper) Bounds(this Condition condition, double? baseline) => condition switch
    {
        Comparison { Operator: ComparisonOperator.Less or ComparisonOperator.AtMost, Operand.Value: var limit } => (null, limit),
        Comparison { Operator: ComparisonOperator.Greater or ComparisonOperator.AtLeast, Operand.Value: var limit } => (limit, null),
        Comparison { Operator: ComparisonOperator.Equal, Operand.Value: var limit } => (limit, limit),
        Comparison => (null, null),
        Between between => (between.Low.Value, between.High.Value),
        Within within => baseline is { } center
            ? (center - (Math.Abs(center) * within.Share), center + (Math.Abs(center) * within.Share))
            : (null, null),
        _ => throw new UnreachableException($"Unknown condition {condition.GetType().Name}."),
    };

    /// <returns>The unit that was written: a percentage, rows, a duration; <see langword="null"/> when none was.</returns>
    public static MetricUnit? Unit(this Condition condition) => condition switch
    {
        Comparison comparison => comparison.Operand.Unit,
        Between between => between.Low.Unit ?? between.High.Unit,
        _ => null,
    };

    /// <returns>The condition as a phrase: <c>at most 2 %</c>, <c>between 900 rows and 1,100 rows (within 10 % of the previous value)</c>.</returns>
    public static string InWords(this Condition condition, MetricUnit unit, double? baseline = null) => condition switch
    {
        Comparison comparison => InWords(comparison.Operator, comparison.Operand.Value, unit),
        Between between => $"between {Display.Of(between.Low.Value, unit)} and {Display.Of(between.High.Value, unit)}",
        Within within when within.Bounds(baseline) is ({ } lower, { } upper) =>
            $"between {Display.Of(lower, unit)} and {Display.Of(upper, unit)} ({InWords(within)})",
        Within within => InWords(within),
        _ => throw new UnreachableException($"Unknown condition {condition.GetType().Name}."),
    };

    /// <returns>How the phrase ends in a sentence: an upper limit is <c>allowed</c>, everything else <c>expected</c>.</returns>
    internal static string Verb(this Condition condition) => condition is Comparison
    {
        Operator: ComparisonOperator.Less or ComparisonOperator.AtMost,
    }
    or Comparison { Operator: ComparisonOperator.Equal, Operand.Value: 0 } ? "allowed" : "expected";

    private static string InWords(ComparisonOperator comparison, double limit, MetricUnit unit) => comparison switch
    {
        ComparisonOperator.Equal when limit == 0 && unit is (MetricUnit.Rows or MetricUnit.Share) => "none",
        ComparisonOperator.Less => $"less than {Display.Of(limit, unit)}",
        ComparisonOperator.AtMost => $"at most {Display.Of(limit, unit)}",
        ComparisonOperator.Equal => $"exactly {Display.Of(limit, unit)}",
        ComparisonOperator.NotEqual => $"anything but {Display.Of(limit, unit)}",
        ComparisonOperator.AtLeast => $"at least {Display.Of(limit, unit)}",
        ComparisonOperator.Greater => $"more than {Display.Of(limit, unit)}",
        _ => throw new UnreachableException($"Unknown operator {comparison}."),
    };

    private static string InWords(Within within)
    {
        var baseline = within.Baseline;
        var name = baseline.Kind switch
        {
            BaselineKind.Previous => "the previous value",
            BaselineKind.Average => $"the average of the last {baseline.Runs} values",
            BaselineKind.Median => $"the median of the last {baseline.Runs} values",
            BaselineKind.SameWeekday when baseline.Runs == 1 => "the same weekday a week ago",
            BaselineKind.SameWeekday => $"the average of the same weekday of the last {baseline.Runs} weeks",
            _ => throw new UnreachableException($"Unknown baseline {baseline.Kind}."),
        };
        return $"within {Display.Share(within.Share)} of {name}";
    }
}
