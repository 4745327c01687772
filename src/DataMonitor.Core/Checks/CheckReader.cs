using System.Collections.Immutable;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>Reads lists of checks of any kind.</summary>
internal sealed class CheckReader(ImmutableArray<CheckKind> kinds)
{
    private readonly ImmutableArray<CheckShape> shapes = [.. kinds.Select(kind => new CheckShape(kind))];

    /// <returns>The shape of a kind that has a key of its own in a dataset, or <see langword="null"/>.</returns>
    public CheckShape? Find(string kind) => shapes.FirstOrDefault(shape => shape.Kind.Key == kind);

    /// <summary>Reads the list under <c>checks:</c> or under a column; mistakes are reported one by one.</summary>
    public IEnumerable<Check> Read(DefinitionNode node, string? column, ReadContext context)
    {
        if (node is ScalarNode { IsNull: true } or SequenceNode { Items: [] } or MappingNode { Entries: [] })
        {
            context.Report(node.Place, $"{Scalars.Subject(context)} has no check.", "Write at least one below it, beginning with '- ', or leave the key out.");
            yield break;
        }

        var outer = context.Key;
        foreach (var item in node is SequenceNode sequence ? sequence.Items : [node])
        {
            if (Entry(item, column, context) is { } entry)
            {
                context.Key = entry.Key;
                if (ShapeOf(entry, column, context)?.Read(entry.KeyPlace, entry.Value, column, context) is { } check)
                {
                    yield return check;
                }

                context.Key = outer;
            }
        }
    }

    /// <returns>What may stand in a list of checks; the kinds themselves stand in <see cref="Definitions"/>.</returns>
    public JsonObject ToSchema(CheckTargets target)
    {
        var known = shapes.Where(shape => shape.Kind.Targets.HasFlag(target)).ToArray();
        var properties = new JsonObject();
        foreach (var shape in known)
        {
            properties[shape.Kind.Key] = new JsonObject { ["$ref"] = $"#/$defs/{shape.Kind.Key}" };
        }

        JsonObject Item() => new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = properties.DeepClone(),
                    ["additionalProperties"] = false,
                    ["minProperties"] = 1,
                    ["maxProperties"] = 1,
                },
                new JsonObject { ["enum"] = new JsonArray([.. known.Select(shape => JsonValue.Create(shape.Kind.Key))]) }),
        };

        return new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Item() }, Item()) };
    }

    /// <returns>The schema of each kind, for the <c>$defs</c> that <see cref="ToSchema"/> refers to.</returns>
    public JsonObject Definitions() => new(shapes.Select(shape => KeyValuePair.Create(shape.Kind.Key, (JsonNode?)shape.ToSchema())));

    private MappingEntry? Entry(DefinitionNode item, string? column, ReadContext context)
    {
        switch (item)
        {
            case MappingNode { Entries: [var only] }:
                return only;
            case ScalarNode { IsNull: false } word when word.Text.Length > 0:
                return new(word.Text, word.Place, new ScalarNode(word.Place, "", IsQuoted: false));
            case MappingNode { Entries: [var first, .. var rest] } when Find(first.Key) is not null:
                var stray = rest[0];
                context.Report(
                    stray.KeyPlace,
                    $"{Sentences.Quoted(stray.Key)} stands beside the check '{first.Key}', not in it.",
                    Find(stray.Key) is null ? "Indent it deeper than the name of the check." : "Begin each check with '- ' on a line of its own.");
                return null;
            default:
                context.Report(item.Place, "This is not a check.", $"Write the kind of check and what it takes, such as '- {Example(column)}'.");
                return null;
        }
    }

    private CheckShape? ShapeOf(MappingEntry entry, string? column, ReadContext context)
    {
        var target = column is null ? CheckTargets.Dataset : CheckTargets.Column;
        var shape = Find(entry.Key);
        if (shape?.Kind.Targets.HasFlag(target) == true)
        {
            return shape;
        }

        var problem = (shape, column) switch
        {
            (null, _) => $"There is no check {Sentences.Quoted(entry.Key)}.",
            (_, null) => $"Check '{entry.Key}' is about a column.",
            _ => $"Check '{entry.Key}' is about the whole dataset, not about column {Sentences.Quoted(column)}.",
        };
        var remedy = (shape, column) switch
        {
            (null, _) => Sentences.Suggest(entry.Key, shapes.Where(known => known.Kind.Targets.HasFlag(target)).Select(known => known.Kind.Key)),
            (_, null) => $"Write it under 'columns:' and the name of the column.",
            _ => "Write it under 'checks:'.",
        };
        context.Report(entry.KeyPlace, problem, remedy);
        return null;
    }

    private string Example(string? column) =>
        shapes.FirstOrDefault(shape => shape.Kind.Targets.HasFlag(column is null ? CheckTargets.Dataset : CheckTargets.Column))?.Kind.Key + ": …";
}
