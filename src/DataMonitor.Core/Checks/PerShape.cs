using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>A column, a list of columns, or a mapping that says more.</summary>
internal sealed class PerShape(Shape<PerSegment> whole, Shape<ValueList<string>> columns) : Shape<PerSegment>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out PerSegment value)
    {
        if (node is MappingNode)
        {
            return whole.TryRead(node, context, out value);
        }

        value = columns.TryRead(node, context, out var names)
            ? PerSegment.Of(names, PerSegment.UsualLargest, SegmentNews.Tell, SegmentNews.Tell, node.Place, context)
            : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(columns.ToSchema(), whole.ToSchema()) };
}
