using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>The comparisons of a rule: exactly one of them stands there. <c>mustBeBetween</c> leaves its ends out, as the standard says.</summary>
internal static class OdcsOperators
{
    private static readonly (string Name, BoundOperator Operator)[] All =
    [
        ("mustBe", BoundOperator.Equal),
        ("mustNotBe", BoundOperator.NotEqual),
        ("mustBeGreaterThan", BoundOperator.Greater),
        ("mustBeGreaterOrEqualTo", BoundOperator.AtLeast),
        ("mustBeLessThan", BoundOperator.Less),
        ("mustBeLessOrEqualTo", BoundOperator.AtMost),
        ("mustBeBetween", BoundOperator.Inside),
        ("mustNotBeBetween", BoundOperator.OutsideOrOn),
    ];

    public static FrozenSet<string> Names { get; } = All.Select(known => known.Name).ToFrozenSet(StringComparer.Ordinal);

    public static OdcsRule Unreadable { get; } = OdcsRule.Refused(
        "The rule does not say with which number it compares.", "Write exactly one of mustBe, mustBeLessThan and their kin, with a number or, between two, a list of two numbers.");

    public static bool TryRead(Intake rule, [NotNullWhen(true)] out Bound? bound)
    {
        bound = null;
        var written = All.Where(known => rule.Has(known.Name)).ToArray();
        if (written is not [var (name, comparison)])
        {
            return false;
        }

        var numbers = rule.List(name).Select(item => item is ScalarNode { Text: var text } && Intake.TryNumber(text, out var number) ? number : (decimal?)null).ToArray();
        bound = (comparison, numbers) switch
        {
            (BoundOperator.Inside or BoundOperator.OutsideOrOn, [{ } low, { } high]) => new(comparison, low, high),
            (not (BoundOperator.Inside or BoundOperator.OutsideOrOn), [{ } only]) => new(comparison, only),
            _ => null,
        };
        return bound is not null;
    }

    /// <returns>The rule's keys for a bound, or <see langword="null"/> where the standard has none.</returns>
    public static (string Key, DefinitionNode Value)? Write(Bound bound) =>
        Array.Find(All, known => known.Operator == bound.Operator) is { Name: { } name }
            ? (name, bound.Operator is BoundOperator.Inside or BoundOperator.OutsideOrOn ? Nodes.List([Nodes.Number(bound.Low), Nodes.Number(bound.High)]) : Nodes.Number(bound.Low))
            : null;
}
