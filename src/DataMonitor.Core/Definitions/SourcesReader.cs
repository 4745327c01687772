using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>Reads <c>sources.yaml</c>: <c>sources: {warehouse: {kind: postgres, …}}</c>.</summary>
internal sealed class SourcesReader
{
    private readonly Field<ValueList<SourceDefinition>> sources;
    private readonly MappingShape<Whole> whole;

    public SourcesReader(ImmutableArray<SourceKind> kinds)
    {
        sources = new("sources", new SourceListShape(kinds), "Each source under its name: {warehouse: {kind: postgres, …}}.", isRequired: true);
        whole = new("the file of sources", [sources], values => new(values.Get(sources)!));
        Kinds = kinds;
    }

    private ImmutableArray<SourceKind> Kinds { get; }

    public SourcesReading Read(DefinitionNode node, ReadContext context)
    {
        whole.TryRead(node, context, out var read);
        return new(read?.Sources ?? [], Declared(node));
    }

    public JsonObject ToSchema() => whole.ToSchema();

    /// <returns>What is named in the file, valid or not, so that one mistake does not make every dataset of the source wrong.</returns>
    private ImmutableDictionary<string, ObjectForm?>? Declared(DefinitionNode node)
    {
        var entry = (node as MappingNode)?.Entries.FirstOrDefault(found => found.Key == sources.Name);
        return (entry?.Value as MappingNode)?.Entries.ToImmutableDictionary(
            named => named.Key,
            named => Kinds.FirstOrDefault(kind => kind.Key == SourceListShape.KindOf(named.Value))?.Objects,
            StringComparer.Ordinal);
    }

    private sealed record Whole(ValueList<SourceDefinition> Sources);
}

/// <param name="Sources">Those without mistakes.</param>
/// <param name="Declared">All names; <see langword="null"/> when not even those could be read.</param>
internal sealed record SourcesReading(ValueList<SourceDefinition> Sources, ImmutableDictionary<string, ObjectForm?>? Declared);

internal sealed class SourceListShape(ImmutableArray<SourceKind> kinds) : Shape<ValueList<SourceDefinition>>
{
    private static readonly Field<int> MaxConcurrency = new("max_concurrency", Shapes.Whole(1, 64), "Statements at once on this source; 2 when left out.");
    private static readonly Field<TimeSpan> Timeout = new("timeout", Shapes.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "Limit of one statement; 5m when left out.");

    private readonly Field<string> kindField = new("kind", Shapes.Text, $"What it is: {Sentences.AnyOf(kinds.Select(kind => kind.Key))}.", isRequired: true);

    private Field[] Common => [kindField, MaxConcurrency, Timeout, .. BudgetFields.All];

    public static string? KindOf(DefinitionNode node) => (node as MappingNode)?.Entries.FirstOrDefault(entry => entry.Key == "kind")?.Value is ScalarNode { Text: var text } ? text : null;

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ValueList<SourceDefinition> value)
    {
        value = null;
        if (node is not MappingNode { Entries: not [] } mapping)
        {
            Scalars.ReportWrongForm(node, "a mapping with a source for each key", "Write the name of a source, a colon and its keys below.", context);
            return false;
        }

        var read = mapping.Entries.Select(entry => Read(entry, context)).ToArray();
        value = read.All(source => source is not null) ? read.OfType<SourceDefinition>().ToValueList() : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["additionalProperties"] = new JsonObject { ["anyOf"] = new JsonArray([.. kinds.Select(SchemaOf)]) },
    };

    private SourceDefinition? Read(MappingEntry entry, ReadContext context)
    {
        if (!Names.TryParse(entry.Key, out var name))
        {
            context.Report(entry.KeyPlace, $"{Sentences.Quoted(entry.Key)} cannot be the name of a source.", "Use letters, digits, '_', '-', '.' or '+', at most 100 of them, such as warehouse.");
            return null;
        }

        context.Key = name;
        var written = KindOf(entry.Value);
        var kind = kinds.FirstOrDefault(known => known.Key == written);
        if (kind is null && written is not null)
        {
            var place = ((MappingNode)entry.Value).Entries.First(key => key.Key == "kind").Value.Place;
            context.Report(place, $"Source '{name}': there is no kind {Sentences.Quoted(written)}.", Sentences.Suggest(written, kinds.Select(known => known.Key)));
            return null;
        }

        ImmutableArray<Field> fields = [.. Common, .. kind?.Fields ?? []];
        var shape = new MappingShape<SourceDefinition>($"source '{name}'", fields, values => kind?.Read(HeaderOf(name, kind, entry.KeyPlace, values), values));
        if (kind is null && entry.Value is MappingNode)
        {
            context.Report(entry.KeyPlace, $"Source '{name}' lacks 'kind'.", $"Add it: {kindField.Description}");
            return null;
        }

        shape.TryRead(entry.Value, context, out var source);
        return source;
    }

    private static SourceHeader HeaderOf(string name, SourceKind kind, Place place, FieldValues values) =>
        new(name, kind.Key, values.Get(MaxConcurrency, 2), values.Get(Timeout, DatasetLimits.Default.Timeout), place) { Budget = BudgetFields.Of(values) };

    private JsonObject SchemaOf(SourceKind kind)
    {
        var schema = Schemas.Mapping([.. Common, .. kind.Fields]);
        schema["properties"]!["kind"] = new JsonObject { ["enum"] = new JsonArray(kind.Key), ["description"] = kind.Summary };
        return schema;
    }
}
