using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Evaluation;

/// <summary>Whether one condition leaves less room than another.</summary>
internal static class Strictness
{
    /// <returns>Whether <paramref name="warn"/> is met by fewer values than <paramref name="fail"/>; also <see langword="true"/> when the two cannot be compared.</returns>
    /// <param name="natural">Unit of a number written without one.</param>
    public static bool IsStricter(Condition warn, Condition fail, MetricUnit natural)
    {
        if (warn is Within mild && fail is Within hard)
        {
            return mild.Baseline != hard.Baseline || mild.Share < hard.Share;
        }

        if (warn == fail)
        {
            return false;
        }

        if (!TrySpan(warn, natural, out var inner) || !TrySpan(fail, natural, out var outer) || !HaveOneUnit(inner, outer))
        {
            return true;
        }

        return (inner.IsHole, outer.IsHole) switch
        {
            (true, _) => false,
            (false, true) => !inner.Holds(outer.Low),
            _ => inner.LiesIn(outer) && !outer.LiesIn(inner),
        };
    }

    private static bool HaveOneUnit(Span left, Span right) => left.Unit == right.Unit || left is { Low: 0, High: 0 } || right is { Low: 0, High: 0 };

    private static bool TrySpan(Condition condition, MetricUnit natural, out Span span)
    {
        var (at, unit) = condition is Comparison { Operand: var operand } ? (operand.Value, operand.Unit ?? natural) : (0, natural);
        span = condition switch
        {
            Between between => new(between.Low.Value, between.High.Value, false, false, between.High.Unit ?? natural),
            Comparison { Operator: ComparisonOperator.Less } => new(double.NegativeInfinity, at, false, true, unit),
            Comparison { Operator: ComparisonOperator.AtMost } => new(double.NegativeInfinity, at, false, false, unit),
            Comparison { Operator: ComparisonOperator.AtLeast } => new(at, double.PositiveInfinity, false, false, unit),
            Comparison { Operator: ComparisonOperator.Greater } => new(at, double.PositiveInfinity, true, false, unit),
            Comparison { Operator: ComparisonOperator.NotEqual } => new(at, at, false, false, unit, IsHole: true),
            _ => new(at, at, false, false, unit),
        };
        return condition is Between or Comparison;
    }

    /// <param name="IsHole">Everything but the one value.</param>
    private readonly record struct Span(double Low, double High, bool IsLowOpen, bool IsHighOpen, MetricUnit Unit, bool IsHole = false)
    {
        public bool Holds(double value) => (IsLowOpen ? value > Low : value >= Low) && (IsHighOpen ? value < High : value <= High);

        public bool LiesIn(Span outer) =>
            (Low > outer.Low || (Low == outer.Low && (IsLowOpen || !outer.IsLowOpen)))
            && (High < outer.High || (High == outer.High && (IsHighOpen || !outer.IsHighOpen)));
    }
}
