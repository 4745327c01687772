using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Names of objects and properties as the contract uses them, and as the source spells them.</summary>
internal sealed class OdcsNames
{
    private readonly string? schema;
    private readonly List<OdcsName> all = [];
    private readonly ImportSession session;

    public OdcsNames(Intake root, ImportSession session)
    {
        this.session = session;
        schema = SchemaOf(root.Node);
        all.AddRange(((root.Node.Find("schema") as SequenceNode)?.Items ?? []).OfType<MappingNode>().Select(Read).OfType<OdcsName>());
    }

    /// <summary>The schema of the servers, where they all name the same.</summary>
    public static string? SchemaOf(MappingNode contract)
    {
        var schemas = ((contract.Find("servers") as SequenceNode)?.Items ?? [])
            .Select(server => ((server as MappingNode)?.Find("schema") as ScalarNode)?.Text).Distinct(StringComparer.Ordinal).ToArray();
        return schemas is [{ Length: > 0 } only] ? only : null;
    }

    public OdcsName? Of(MappingNode node) => all.Find(name => ReferenceEquals(name.Node, node));

    /// <returns>The object that a name or an id means; the only one where nothing is named.</returns>
    public OdcsName? Find(string? name) => name is null
        ? all is [var only] ? only : null
        : all.Find(known => known.Name == name) ?? all.Find(known => known.Id == name) ?? all.Find(known => known.Target == name);

    /// <summary>Finds a property by <c>table.column</c> or <c>schema/table-id/properties/column-id</c>.</summary>
    public (OdcsName Table, string Column)? Reference(string text)
    {
        if (text.Contains('#', StringComparison.Ordinal))
        {
            return null; // in another file
        }

        var parts = text.Trim('/').Split('/') is ["schema", var table, "properties", var column] ? (table, column)
            : text.LastIndexOf('.') is > 0 and var dot ? (text[..dot], text[(dot + 1)..]) : default;
        return parts.Item1 is not null && Find(parts.Item1) is { } found && found.Column(parts.Item2) is { } physical ? (found, physical) : null;
    }

    private OdcsName? Read(MappingNode node)
    {
        var name = (node.Find("name") as ScalarNode)?.Text;
        var physical = (node.Find("physicalName") as ScalarNode)?.Text;
        if ((physical ?? name) is not { Length: > 0 } spelt)
        {
            return null;
        }

        var columns = ((node.Find("properties") as SequenceNode)?.Items ?? []).OfType<MappingNode>().Select(property => new OdcsColumn(
            (property.Find("name") as ScalarNode)?.Text,
            (property.Find("id") as ScalarNode)?.Text,
            (property.Find("physicalName") as ScalarNode)?.Text));
        return new(node, name ?? spelt, (node.Find("id") as ScalarNode)?.Text, session.Qualified(spelt, schema), [.. columns]);
    }
}

/// <param name="Target">The table as the source spells it.</param>
internal sealed record OdcsName(MappingNode Node, string Name, string? Id, string Target, IReadOnlyList<OdcsColumn> Columns)
{
    /// <returns>A column as the source spells it, by its name, id or physical name.</returns>
    public string? Column(string name) => (Columns.FirstOrDefault(column => column.Name == name)
        ?? Columns.FirstOrDefault(column => column.Id == name)
        ?? Columns.FirstOrDefault(column => column.Physical == name))?.Spelt;
}

internal sealed record OdcsColumn(string? Name, string? Id, string? Physical)
{
    public string? Spelt => Physical ?? Name;
}
