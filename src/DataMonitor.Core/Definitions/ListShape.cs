using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class ListShape<T>(Shape<T> item) : Shape<ValueList<T>>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<T> value)
    {
        value = null;
        if (node is SequenceNode { Items: [] } or ScalarNode { IsNull: true })
        {
            context.Report(node.Place, $"{Scalars.Subject(context)}: the list is empty.", "Write at least one item, or leave the key out.");
            return false;
        }

        var nodes = node is SequenceNode sequence ? sequence.Items : [node];
        var items = new List<T>(nodes.Length);
        foreach (var each in nodes)
        {
            if (item.TryRead(each, context, out var read))
            {
                items.Add(read);
            }
        }

        value = items.Count == nodes.Length ? items.ToValueList() : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => new()
    {
        ["anyOf"] = new JsonArray(
            item.ToSchema(),
            new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = item.ToSchema() }),
    };
}
