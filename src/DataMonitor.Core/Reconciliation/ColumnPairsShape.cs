using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Reconciliation;

/// <summary>Columns of two sides: a list where they have the same names, a mapping from the name here to the name there where not.</summary>
internal sealed class ColumnPairsShape : Shape<ValueList<ColumnPair>>
{
    private readonly Shape<ValueList<string>> list = Shapes.ListOf(Shapes.Column);
    private readonly Shape<ValueList<Named<string>>> map = Shapes.MapOf("a column", Shapes.Column);

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<ColumnPair> value)
    {
        value = null;
        if (node is MappingNode)
        {
            value = map.TryRead(node, context, out var named) ? named.Select(pair => new ColumnPair(pair.Name, pair.Value)).ToValueList() : null;
        }
        else if (list.TryRead(node, context, out var names))
        {
            value = names.Select(name => new ColumnPair(name, name)).ToValueList();
        }

        if (value is not null && value.GroupBy(pair => pair.Here, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            context.Report(node.Place, $"{Scalars.Subject(context)} names {Sentences.Quoted(twice.Key)} twice.", "Name each column once.");
            value = null;
        }

        return value is not null;
    }

    public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(list.ToSchema(), map.ToSchema()) };
}
