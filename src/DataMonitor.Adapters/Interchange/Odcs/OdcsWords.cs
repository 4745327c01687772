using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Checks in the words of the standard, as far as it has any. Whether they mean the same is for the caller to find out.</summary>
internal static partial class OdcsWords
{
    /// <returns>A rule of the library, or <see langword="null"/>.</returns>
    public static MappingNode? Rule(DraftCheck check)
    {
        var (metric, arguments) = (check.Kind, check.Column) switch
        {
            ("volume", null) => ("rowCount", null),
            ("missing", not null) => check.Body.Find("also") is { } also ? ("missingValues", Nodes.Map(("missingValues", AsList(also)))) : ("nullValues", null),
            ("invalid", not null) => ("invalidValues", Nodes.Map(("validValues", check.Body.Find("values") is { } values ? AsList(values) : null), ("pattern", check.Body.Find("regex")))),
            ("unique", not null) => ("duplicateValues", null),
            ("unique", null) when check.Body.Find("columns") is SequenceNode columns => ("duplicateValues", Nodes.Map(("properties", columns))),
            _ => (null, null),
        };
        if (metric is null || Expectation(check.Body.Find("expect"), check.Kind) is not var (bound, unit, isWarning) || OdcsOperators.Write(bound) is not { } limit)
        {
            return null;
        }

        return Nodes.Map(
            ("id", check.Body.Find("id") is ScalarNode { Text: var id } ? StableId().IsMatch(id) ? Nodes.Text(id) : null : null),
            ("name", check.Body.Find("name")),
            ("metric", Nodes.Text(metric)),
            ("arguments", arguments),
            (limit.Key, limit.Value),
            ("unit", unit == BoundUnit.Percent ? Nodes.Text("percent") : null),
            ("severity", isWarning ? Nodes.Text("warning") : check.Body.Find("severity")),
            ("dimension", OdcsDimensions.Of(check.Kind) is { } dimension ? Nodes.Text(dimension) : null));
    }

    /// <returns>A service level, or <see langword="null"/>.</returns>
    /// <param name="table">Name of the object in the contract.</param>
    public static MappingNode? Agreement(DraftCheck check, string table)
    {
        if (check is not { Kind: "freshness", Column: { } column, Body.Entries: [{ Key: "expect", Value: ScalarNode { Text: var text } }] } || Age().Match(text) is not { Success: true } age)
        {
            return null;
        }

        var unit = age.Groups["unit"].Value == "m" ? "minutes" : age.Groups["unit"].Value;
        return Nodes.Map(
            ("property", Nodes.Text("latency")),
            ("value", Nodes.Plain(age.Groups["number"].Value)),
            ("unit", Nodes.Text(unit)),
            ("element", Nodes.Text($"{table}.{column}")));
    }

    private static SequenceNode AsList(DefinitionNode node) => node as SequenceNode ?? Nodes.List([node]);

    private static (Bound Bound, BoundUnit Unit, bool IsWarning)? Expectation(DefinitionNode? node, string kind) => node switch
    {
        null => kind == "volume" ? null : (new(BoundOperator.Equal, 0), BoundUnit.Rows, false),
        MappingNode { Entries: [{ Key: "warn", Value: ScalarNode { Text: var warn } }] } => Condition(warn) is var (bound, unit) ? (bound, unit, true) : null,
        ScalarNode { Text: var fail } => Condition(fail) is var (bound, unit) ? (bound, unit, false) : null,
        _ => null,
    };

    private static (Bound Bound, BoundUnit Unit)? Condition(string text)
    {
        if (Comparison().Match(text) is { Success: true } comparison && Intake.TryNumber(comparison.Groups["number"].Value, out var number))
        {
            var sign = comparison.Groups["sign"].Value switch
            {
                "<" => BoundOperator.Less,
                "<=" => BoundOperator.AtMost,
                "=" => BoundOperator.Equal,
                "!=" => BoundOperator.NotEqual,
                ">=" => BoundOperator.AtLeast,
                _ => BoundOperator.Greater,
            };
            return (new(sign, number), comparison.Groups["unit"].Value == "%" ? BoundUnit.Percent : BoundUnit.Rows);
        }

        // The standard leaves the ends out.
        return Between().Match(text) is { Success: true } between && Intake.TryNumber(between.Groups["low"].Value, out var low) && Intake.TryNumber(between.Groups["high"].Value, out var high)
            ? (new(BoundOperator.Inside, low - 1, high + 1), BoundUnit.Rows)
            : null;
    }

    [GeneratedRegex(@"^(?<sign><=|>=|!=|=|<|>) ?(?<number>[0-9]+(\.[0-9]+)?) ?(?<unit>%|rows?)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^between (?<low>[0-9]{1,15}) rows? and (?<high>[0-9]{1,15}) rows?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^<= ?(?<number>[0-9]{1,6}) ?(?<unit>[smhd])\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Age();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StableId();
}
