using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>The name of a template, or <c>{template: NAME, with: {parameter: value}}</c>.</summary>
internal sealed class TemplateUseShape : Shape<TemplateUse>
{
    private static readonly Field<string> Name = new(TemplateReader.Key, Shapes.Identifier, "Name of the template.", isRequired: true);
    private static readonly Field<ValueList<MappingEntry>> With = new("with", new ArgumentsShape(), "Values for its parameters: {column: email}.");

    private static readonly MappingShape<TemplateUse> Long = new(
        "a use of a template",
        [Name, With],
        values => new(new(values.PlaceOf(Name), values.Get(Name)!, IsQuoted: false), [.. values.Get(With, [])]));

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out TemplateUse value)
    {
        if (node is MappingNode)
        {
            return Long.TryRead(node, context, out value);
        }

        value = Shapes.Identifier.TryRead(node, context, out var name) ? new(new(node.Place, name, IsQuoted: false), []) : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(Shapes.Identifier.ToSchema(), Long.ToSchema()) };

    private sealed class ArgumentsShape : Shape<ValueList<MappingEntry>>
    {
        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<MappingEntry> value)
        {
            value = null;
            if (node is not MappingNode { Entries: { Length: > 0 } entries })
            {
                Scalars.ReportWrongForm(node, "a mapping with a parameter for each key", "Write names and values, such as {column: email}.", context);
                return false;
            }

            foreach (var (name, _, content) in entries)
            {
                if (content is not ScalarNode { IsNull: false, Text.Length: <= TemplateReader.LongestArgument })
                {
                    context.Report(content.Place, $"The value for '{name}' is not a plain one.", $"Give it a number, a word or a text of at most {TemplateReader.LongestArgument} characters.");
                    return false;
                }
            }

            value = entries.ToValueList();
            return true;
        }

        public override JsonObject ToSchema() => new VariablesShape().ToSchema();
    }
}
