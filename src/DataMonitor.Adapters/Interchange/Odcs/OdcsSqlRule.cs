using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>A rule of type <c>sql</c>: one query of one value, compared with a number or a truth value.</summary>
internal static partial class OdcsSqlRule
{
    public static OdcsRule Read(Intake rule, string? column, string table)
    {
        if (rule.Text("query") is not { } written)
        {
            return OdcsRule.Refused("The rule has no query.", "Write 'query:' with one SELECT in the contract.");
        }

        rule.Take("unit"); // a query's value has the unit that it has
        string? unknown = null;
        var query = Placeholder().Replace(ScalarQuery.Trimmed(written), match => match.Groups["name"].Value switch
        {
            "object" or "table" or "model" or "schema" => table,
            "property" or "column" or "field" when column is not null => ScalarQuery.Column(column),
            _ => unknown = match.Value,
        });
        if (unknown is not null)
        {
            return OdcsRule.Refused($"Nobody says what {Sentences.Quoted(unknown)} stands for.", "Write the name itself into the query.");
        }

        if (query.Contains(';', StringComparison.Ordinal))
        {
            return OdcsRule.Refused("The query holds a ';'.", "Write one SELECT as a check 'sql'.");
        }

        if (rule.Node.Find("mustBe") is ScalarNode { Text: "true" or "false" } truth)
        {
            rule.Take("mustBe");
            return Counted(value => truth.Text == "true" ? value : $"NOT {value}");
        }

        return OdcsOperators.TryRead(rule, out var bound) ? Counted(bound.ToSql) : OdcsOperators.Unreadable;

        OdcsRule Counted(Func<string, string> good) => new(new DraftCheck("sql", null, ("query", Nodes.Text(ScalarQuery.BadRows(query, good)))));
    }

    [GeneratedRegex(@"\$?\{\{?\s*(?<name>[A-Za-z_]+)\s*\}?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
