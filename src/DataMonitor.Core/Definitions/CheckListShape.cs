using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Definitions;

/// <summary>The list under <c>checks:</c>.</summary>
internal sealed class CheckListShape(CheckReader checks) : Shape<ValueList<Check>>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<Check> value)
    {
        var before = context.Errors.Count;
        value = checks.Read(node, column: null, context).ToValueList();
        return context.Errors.Count == before;
    }

    public override JsonObject ToSchema() => checks.ToSchema(CheckTargets.Dataset);
}

/// <summary>Lists of checks under the names of columns.</summary>
internal sealed class ColumnChecksShape(CheckReader checks) : Shape<ValueList<Check>>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<Check> value)
    {
        value = null;
        if (node is not MappingNode { Entries: not [] } mapping)
        {
            Scalars.ReportWrongForm(node, "a mapping with a column for each key", "Write the name of a column, a colon and its checks, such as 'email: [missing]'.", context);
            return false;
        }

        var before = context.Errors.Count;
        var read = new List<Check>();
        foreach (var (name, place, list) in mapping.Entries)
        {
            if (!Shapes.Column.TryRead(new ScalarNode(place, name, IsQuoted: true), context, out _))
            {
                continue;
            }

            context.Key = name;
            read.AddRange(checks.Read(list, name, context));
        }

        value = read.ToValueList();
        return context.Errors.Count == before;
    }

    public override JsonObject ToSchema() => new() { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = checks.ToSchema(CheckTargets.Column) };
}

/// <summary>A check that has a key of its own in the dataset.</summary>
internal sealed class SchemaBlockShape(CheckShape check) : Shape<ValueList<Check>>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<Check> value)
    {
        value = check.Read(node.Place, node, column: null, context) is { } read ? [read] : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => check.ToSchema();
}
