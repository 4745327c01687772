using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>One key of a mapping: its name, what may stand there, and the sentence an editor shows.</summary>
public abstract class Field(string name, string description, bool isRequired)
{
    public string Name => name;

    /// <summary>A sentence for the owner, with an example where the form is not plain.</summary>
    public string Description => description;

    public bool IsRequired => isRequired;

    public JsonObject ToSchema()
    {
        var schema = ValueSchema();
        schema["description"] = description;
        return schema;
    }

    internal abstract bool TryRead(DefinitionNode node, ReadContext context, out object? value);

    private protected abstract JsonObject ValueSchema();
}

/// <inheritdoc/>
public sealed class Field<T>(string name, Shape<T> shape, string description, bool isRequired = false) : Field(name, description, isRequired)
{
    internal override bool TryRead(DefinitionNode node, ReadContext context, out object? value)
    {
        var isRead = shape.TryRead(node, context, out var typed);
        value = typed;
        return isRead;
    }

    private protected override JsonObject ValueSchema() => shape.ToSchema();
}
