using System.Globalization;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class WordShape<T> : Shape<T>
    where T : struct, Enum
{
    internal static readonly Dictionary<string, T> Words = Enum.GetValues<T>().ToDictionary(value => ToWord(value.ToString()), StringComparer.Ordinal);

    public override bool TryRead(DefinitionNode node, ReadContext context, out T value)
    {
        value = default;
        if (!Scalars.TryText(node, "a word", $"Write {Sentences.AnyOf(Words.Keys)}.", context, out var text))
        {
            return false;
        }

        if (Words.TryGetValue(text, out value))
        {
            return true;
        }

        context.Report(node.Place, $"{Scalars.Subject(context)}: {Sentences.Quoted(text)} is not known here.", Sentences.Suggest(text, Words.Keys));
        return false;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["enum"] = new JsonArray([.. Words.Keys.Select(word => JsonValue.Create(word))]) });

    private static string ToWord(string member) => string.Concat(member.Select((letter, index) =>
        char.IsUpper(letter) && index > 0 ? "_" + char.ToLower(letter, CultureInfo.InvariantCulture) : char.ToLower(letter, CultureInfo.InvariantCulture).ToString()));
}
