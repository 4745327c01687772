using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>The shapes that many keys share.</summary>
public static partial class Shapes
{
    /// <summary>Any text but the empty one; <c>${name}</c> is replaced by a variable of the dataset.</summary>
    public static Shape<string> Text { get; } = new TextShape();

    /// <summary>One of a fixed set of words, written in lower case with underscores for an enum's members.</summary>
    public static Shape<T> OneOf<T>()
        where T : struct, Enum => new WordShape<T>();

    /// <summary>A list of one or more items; a single item may stand without the brackets.</summary>
    public static Shape<ValueList<T>> ListOf<T>(Shape<T> item) => new ListShape<T>(item);

    private sealed class TextShape : Shape<string>
    {
        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out string value)
        {
            value = null;
            if (node is not ScalarNode { IsNull: false, Text: var text } || text.Length == 0)
            {
                context.Report(node.Place, "A text was expected here.", "Write a word or a sentence, in quotes when it holds ': ' or ' #'.");
                return false;
            }

            return Variables.TryExpand(text, node.Place, context, out value);
        }

        public override JsonObject ToSchema() => new() { ["type"] = new JsonArray("string", "number", "boolean"), };
    }

    private sealed class WordShape<T> : Shape<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> Words = Enum.GetValues<T>().ToDictionary(value => ToWord(value.ToString()), StringComparer.Ordinal);

        public override bool TryRead(DefinitionNode node, ReadContext context, out T value)
        {
            value = default;
            if (node is ScalarNode scalar && Words.TryGetValue(scalar.Text, out value))
            {
                return true;
            }

            var read = node is ScalarNode { Text: var text } ? text : "";
            context.Report(node.Place, read.Length == 0 ? "A word was expected here." : $"'{read}' is not known here.", Sentences.Suggest(read, Words.Keys));
            return false;
        }

        public override JsonObject ToSchema() => new() { ["enum"] = new JsonArray([.. Words.Keys.Select(word => JsonValue.Create(word))]) };

        private static string ToWord(string member) => string.Concat(member.Select((letter, index) =>
            char.IsUpper(letter) && index > 0 ? "_" + char.ToLower(letter, CultureInfo.InvariantCulture) : char.ToLower(letter, CultureInfo.InvariantCulture).ToString()));
    }

    private sealed class ListShape<T>(Shape<T> item) : Shape<ValueList<T>>
    {
        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<T> value)
        {
            value = null;
            if (node is SequenceNode { Items: [] } or ScalarNode { IsNull: true })
            {
                context.Report(node.Place, "The list is empty.", "Write at least one item, or leave the key out.");
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
            ["oneOf"] = new JsonArray(
                item.ToSchema(),
                new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = item.ToSchema() }),
        };
    }
}
