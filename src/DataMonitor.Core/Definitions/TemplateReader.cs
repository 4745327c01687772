using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>Reads a file that begins with <c>template:</c>. Its other keys are kept as they are: what they mean depends on the arguments.</summary>
internal sealed class TemplateReader
{
    public const string Key = "template";
    public const int LongestArgument = 500;
    private const int MostParameters = 50;

    private static readonly Field<string> Name = new(Key, Shapes.Identifier, "Name of the template, for 'uses:'.", isRequired: true);
    private static readonly Field<ValueList<TemplateParameter>> Parameters = new("parameters", new ParametersShape(), "Names with their defaults, or the word required: {column: required, limit: 1%}.");

    private readonly MappingShape<Template> whole;

    /// <param name="shared">Keys of a dataset that may stand in a template: all but those that say which dataset it is.</param>
    public TemplateReader(IEnumerable<Field> shared) => whole = new(
        "a template",
        [Name, Parameters, .. shared.Select(field => new Field<DefinitionNode>(field.Name, new KeptShape(field), field.Description))],
        values => new(values.Get(Name)!, values.PlaceOf(Name), [.. values.Get(Parameters, [])], []));

    /// <returns><see langword="null"/> when a mistake was reported.</returns>
    public Template? Read(DefinitionNode node, ReadContext context) => whole.TryRead(node, context, out var template)
        ? template with { Content = [.. ((MappingNode)node).Entries.Where(entry => entry.Key != Name.Name && entry.Key != Parameters.Name)] }
        : null;

    public JsonObject ToSchema() => whole.ToSchema();

    /// <summary>Anything at all, described like the field of the dataset that reads it later.</summary>
    private sealed class KeptShape(Field field) : Shape<DefinitionNode>
    {
        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out DefinitionNode value)
        {
            value = node;
            return true;
        }

        public override JsonObject ToSchema() => field.ToSchema();
    }

    private sealed class ParametersShape : Shape<ValueList<TemplateParameter>>
    {
        private const string Required = "required";

        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<TemplateParameter> value)
        {
            value = null;
            if (node is not MappingNode { Entries: { Length: > 0 and <= MostParameters } entries })
            {
                Scalars.ReportWrongForm(node, $"a mapping with a parameter for each key, at most {MostParameters}", "Write names with their defaults, such as {column: required, limit: 1%}.", context);
                return false;
            }

            var before = context.Errors.Count;
            value = entries.Select(entry => Read(entry, context)).OfType<TemplateParameter>().ToValueList();
            return context.Errors.Count == before;
        }

        public override JsonObject ToSchema()
        {
            var schema = new VariablesShape().ToSchema();
            schema["maxProperties"] = MostParameters;
            return schema;
        }

        private static TemplateParameter? Read(MappingEntry entry, ReadContext context)
        {
            if (!VariablesShape.IsName(entry.Key))
            {
                context.Report(entry.KeyPlace, $"{Sentences.Quoted(entry.Key)} cannot be the name of a parameter.", "Use lower-case letters, digits and '_', beginning with a letter, such as max_share.");
                return null;
            }

            if (entry.Value is not ScalarNode { IsNull: false, Text.Length: <= LongestArgument } scalar)
            {
                context.Report(entry.Value.Place, $"The parameter '{entry.Key}' has no plain default.", $"Write required, or a number, a word or a text of at most {LongestArgument} characters.");
                return null;
            }

            return new(entry.Key, scalar is { IsQuoted: false, Text: Required } ? null : scalar);
        }
    }
}
