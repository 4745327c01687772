using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class ValueShape : Shape<string>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out string value)
    {
        if (node is ScalarNode { IsNull: false } scalar)
        {
            return Variables.TryExpand(scalar.Text, node.Place, context, out value);
        }

        value = null;
        Scalars.ReportWrongForm(node, "a value", "Write a word, a number or a text in quotes; \"\" is the empty text.", context);
        return false;
    }

    public override JsonObject ToSchema() => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
