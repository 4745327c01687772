using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class MapShape<T>(string what, Shape<T> shape) : Shape<ValueList<Named<T>>>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<Named<T>> value)
    {
        value = null;
        if (node is not MappingNode { Entries: not [] } mapping)
        {
            Scalars.ReportWrongForm(node, $"a mapping with {what} for each key", $"Write at least one line with {what}, a colon and a value.", context);
            return false;
        }

        var outer = context.Key;
        var items = new List<Named<T>>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            context.Key = entry.Key;
            if (shape.TryRead(entry.Value, context, out var read))
            {
                items.Add(new(entry.Key, read));
            }
        }

        context.Key = outer;
        value = items.Count == mapping.Entries.Length ? items.ToValueList() : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => new() { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = shape.ToSchema() };
}
