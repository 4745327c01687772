using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataMonitor.Core.Definitions;

/// <summary>The <c>vars</c> block: names and plain values.</summary>
internal sealed partial class VariablesShape : Shape<ValueList<Named<string>>>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<Named<string>> value)
    {
        value = null;
        if (node is not MappingNode { Entries: not [] } mapping)
        {
            Scalars.ReportWrongForm(node, "a mapping with a variable for each key", "Write names and values, such as {min_customers: 40000}.", context);
            return false;
        }

        var read = new List<Named<string>>();
        foreach (var (name, place, content) in mapping.Entries)
        {
            if (!IsName(name))
            {
                context.Report(place, $"{Sentences.Quoted(name)} cannot be the name of a variable.", "Use lower-case letters, digits and '_', beginning with a letter, such as min_customers.");
            }
            else if (content is not ScalarNode { IsNull: false } scalar)
            {
                context.Report(content.Place, $"The variable '{name}' is not a plain value.", "Give it a number, a word or a text.");
            }
            else if (scalar.Text.Contains("${", StringComparison.Ordinal))
            {
                context.Report(content.Place, $"The variable '{name}' refers to another variable.", "Write the value itself.");
            }
            else
            {
                read.Add(new(name, scalar.Text));
            }
        }

        value = read.Count == mapping.Entries.Length ? read.ToValueList() : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = new JsonObject { ["pattern"] = "^[a-z][a-z0-9_]*$" },
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    /// <returns>Whether a variable or a parameter may be called so.</returns>
    internal static bool IsName(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
