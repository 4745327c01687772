using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>What all shapes of one text have in common.</summary>
internal static class Scalars
{
    /// <returns>The text with variables replaced; otherwise what stands there instead was reported.</returns>
    public static bool TryText(DefinitionNode node, string what, string remedy, ReadContext context, [MaybeNullWhen(false)] out string text)
    {
        if (node is ScalarNode { IsNull: false } scalar && scalar.Text.Length > 0)
        {
            return Variables.TryExpand(scalar.Text, node.Place, context, out text);
        }

        text = null;
        ReportWrongForm(node, what, remedy, context);
        return false;
    }

    public static void ReportWrongForm(DefinitionNode node, string what, string remedy, ReadContext context)
    {
        var problem = node switch
        {
            ScalarNode { IsNull: true } when context.Key.Length == 0 => "The file holds nothing.",
            ScalarNode { IsNull: true } or ScalarNode { Text: "" } => $"{Subject(context)} has no value.",
            ScalarNode scalar => $"{Subject(context)}: {Sentences.Quoted(scalar.Text)} is not {what}.",
            MappingNode { Entries: [] } => $"{Subject(context)} is empty.",
            SequenceNode => $"{Subject(context)}: a list is not {what}.",
            _ => $"{Subject(context)}: a mapping is not {what}.",
        };
        context.Report(node.Place, problem, remedy);
    }

    public static string Subject(ReadContext context) => context.Key.Length == 0 ? "The file" : Sentences.Quoted(context.Key);

    /// <returns>A schema that also admits a variable where a value stands.</returns>
    public static JsonObject OrVariable(JsonObject schema) => new()
    {
        ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "string", ["pattern"] = @"\$\{[^}]*\}" }),
    };
}

/// <summary>One text that a pure function understands.</summary>
/// <param name="what">Named in messages: <c>a duration</c>.</param>
/// <param name="remedy">What to write instead, a sentence.</param>
/// <param name="isBare">Quotes make it text: numbers and truth values stand without.</param>
internal sealed class ScalarShape<T>(string what, string remedy, ScalarShape<T>.Parser parse, Func<JsonObject> schema, bool isBare = false) : Shape<T>
{
    public delegate bool Parser(string text, [MaybeNullWhen(false)] out T value);

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (!Scalars.TryText(node, what, remedy, context, out var text))
        {
            return false;
        }

        if (isBare && node is ScalarNode { IsQuoted: true } quoted && quoted.Text == text)
        {
            context.Report(node.Place, $"{Scalars.Subject(context)}: the text {Sentences.Quoted(text)} in quotes is not {what}.", "Take the quotes away.");
            return false;
        }

        if (parse(text, out value))
        {
            return true;
        }

        context.Report(node.Place, $"{Scalars.Subject(context)}: {Sentences.Quoted(text)} is not {what}.", remedy);
        return false;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(schema());
}
