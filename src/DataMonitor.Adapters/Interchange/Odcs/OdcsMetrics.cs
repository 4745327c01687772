using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>The metrics of the standard's library, those of version 3.0 (<c>rule:</c>) too.</summary>
internal static class OdcsMetrics
{
    private const string SeeStandard = "Look at 'data quality' in the standard for the metrics there are.";

    /// <param name="isPartitioned">The dataset judges one partition at a time; a rule of the standard means the whole table.</param>
    public static OdcsRule Read(Intake rule, string? column, OdcsName table, bool isPartitioned)
    {
        var metric = rule.Text("metric") ?? rule.Text("rule");
        rule.Take("rule");
        var (kind, body, problem) = Measured(metric, rule, column, table);
        if (kind is null)
        {
            return problem!;
        }

        var unit = (kind, rule.Text("unit")) switch
        {
            (_, null or "rows" or "row" or "Rows") => BoundUnit.Rows,
            (not "volume", "percent" or "Percent" or "%") => BoundUnit.Percent,
            _ => (BoundUnit?)null,
        };
        if (unit is null)
        {
            return OdcsRule.Refused($"{Sentences.Quoted(rule.Text("unit")!)} is no unit of this metric.", "Write 'unit: rows' or, where values are counted, 'unit: percent'.");
        }

        if (!OdcsOperators.TryRead(rule, out var bound))
        {
            // Version 3.0 has rules that need no operator: none may be bad.
            return kind != "volume" && rule.Keys.All(key => !OdcsOperators.Names.Contains(key)) ? new(new DraftCheck(kind, column, body)) : OdcsOperators.Unreadable;
        }

        if (bound.ToText(unit.Value, out var isExact) is not { } text)
        {
            return OdcsRule.Refused("An expectation cannot leave out a range, or the range holds no number.", "Write two checks, or a check 'sql' whose query returns rows when the figure is bad.");
        }

        var expect = bound == new Bound(BoundOperator.Equal, 0) && kind != "volume" ? null : Nodes.Text(text);
        var check = new DraftCheck(kind, column, body).With("expect", expect).With("scope", isPartitioned && kind != "unique" ? Nodes.Text("table") : null);
        return isExact ? new(check) : new(check, $"Its two ends count as good; the standard leaves them out ({text}).", "Move the ends where that matters.");
    }

    private static (string? Kind, MappingNode Body, OdcsRule? Problem) Measured(string? metric, Intake rule, string? column, OdcsName table)
    {
        var arguments = metric is "missingValues" or "invalidValues" or "validValues" or "duplicateValues" or "duplicateCount" ? rule.Map("arguments") : null;
        var result = (metric, column) switch
        {
            ("rowCount", null) => ("volume", Nodes.Map(), null),
            ("nullValues" or "nullCheck", not null) => ("missing", Nodes.Map(), null),
            ("missingValues", not null) => ("missing", Nodes.Map(("also", Values(Find("missingValues")?.Where(value => value is not ScalarNode { IsNull: true }).ToArray()))), null),
            ("invalidValues" or "validValues", not null) => Invalid(),
            ("duplicateValues" or "duplicateCount", not null) => ("unique", Nodes.Map(), null),
            ("duplicateValues" or "duplicateCount", null) => Duplicates(),
            ("rowCount" or "nullValues" or "nullCheck" or "missingValues" or "invalidValues" or "validValues", _) =>
                Refused($"The metric '{metric}' does not stand {(column is null ? "at an object" : "at a property")}.", SeeStandard),
            (null, _) => Refused("The rule names no metric.", SeeStandard),
            _ => Refused($"{Sentences.Quoted(metric)} is no metric of the standard.", SeeStandard),
        };
        arguments?.Finish(OdcsReasons.None);
        return result;

        // Contracts often indent the arguments one level too little, as the standard's own documentation does.
        IReadOnlyList<DefinitionNode>? Find(string key) => arguments?.Has(key) == true ? arguments.List(key) : rule.Has(key) ? rule.List(key) : null;

        (string?, MappingNode, OdcsRule?) Invalid()
        {
            var pattern = Find("pattern") is [ScalarNode { Text: var text }] ? Nodes.Text(text) : null;
            var values = Values(Find("validValues"));
            return pattern is null && values is null
                ? Refused("The rule says neither 'validValues' nor 'pattern'.", "Write one of the two under 'arguments:'.")
                : ("invalid", Nodes.Map(("values", values), ("regex", pattern)), null);
        }

        (string?, MappingNode, OdcsRule?) Duplicates()
        {
            var columns = Find("properties")?.Texts()?.Select(table.Column).ToImmutableArray() ?? [];
            return columns.IsEmpty || columns.Any(name => name is null)
                ? Refused("The rule names no columns of this object.", "Write their names under 'arguments: {properties: […]}'.")
                : ("unique", Nodes.Map(("columns", Nodes.Texts(columns!))), null);
        }
    }

    private static (string?, MappingNode, OdcsRule?) Refused(string why, string instead) => (null, Nodes.Map(), OdcsRule.Refused(why, instead));

    private static SequenceNode? Values(IReadOnlyList<DefinitionNode>? values) => values is { Count: > 0 } ? Nodes.List(values) : null;
}
