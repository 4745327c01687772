using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>A type as owners write it: <c>integer</c>, <c>text?</c>.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="IsNullable">The column may be declared nullable.</param>
public sealed record RequiredType(string Name, bool IsNullable)
{
    private static readonly Dictionary<string, ColumnType[]> Families = new(StringComparer.Ordinal)
    {
        ["any"] = Enum.GetValues<ColumnType>(),
        ["integer"] = [ColumnType.Integer],
        ["number"] = [ColumnType.Integer, ColumnType.Number],
        ["text"] = [ColumnType.Text],
        ["boolean"] = [ColumnType.Boolean],
        ["date"] = [ColumnType.Date],
        ["time"] = [ColumnType.Time],
        ["timestamp"] = [ColumnType.Timestamp],
        ["binary"] = [ColumnType.Binary],
        ["json"] = [ColumnType.Json],
        ["uuid"] = [ColumnType.Uuid],
    };

    public static IEnumerable<string> Names => Families.Keys;

    public static Shape<RequiredType> Shape { get; } = new TypeShape();

    public bool Admits(ColumnType type) => Families[Name].Contains(type);

    private sealed class TypeShape : Shape<RequiredType>
    {
        public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out RequiredType value)
        {
            value = null;
            if (!Scalars.TryText(node, "a type", Remedy, context, out var text))
            {
                return false;
            }

            var isNullable = text.EndsWith('?');
            var name = isNullable ? text[..^1] : text;
            if (Families.ContainsKey(name))
            {
                value = new(name, isNullable);
                return true;
            }

            context.Report(node.Place, $"{Scalars.Subject(context)}: {Sentences.Quoted(text)} is not a type.", Sentences.Suggest(name, Names));
            return false;
        }

        public override JsonObject ToSchema() => Scalars.OrVariable(new()
        {
            ["enum"] = new JsonArray([.. Names.SelectMany(name => new[] { name, name + "?" }).Select(name => JsonValue.Create(name))]),
        });

        private static string Remedy => $"Write one of {Sentences.AnyOf(Names)}, with a ? behind it where NULL is fine.";
    }
}
