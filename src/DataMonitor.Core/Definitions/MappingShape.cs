using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>A mapping with a fixed set of keys. Unknown keys are errors that name the nearest known one.</summary>
/// <param name="what">Named in messages: <c>a dataset</c>, <c>check 'missing'</c>.</param>
/// <param name="build">Makes the value; reports and returns <see langword="null"/> when the keys contradict each other. Called only when every key was read without error.</param>
public sealed class MappingShape<T>(string what, ImmutableArray<Field> fields, Func<FieldValues, T?> build) : Shape<T>
    where T : class
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        value = null;
        if (node is not MappingNode mapping)
        {
            string[] required = [.. fields.Where(field => field.IsRequired).Select(field => field.Name)];
            var keys = required is []
                ? $"Write keys and values: {Sentences.AnyOf(fields.Select(field => field.Name))}."
                : $"Write keys and values, each on a line of its own; needed {(required is [_] ? "is" : "are")} {string.Join(" and ", required)}.";
            Scalars.ReportWrongForm(node, "a set of keys and values", keys, context);
            return false;
        }

        return FieldValues.TryRead(mapping, what, fields, context, out var values) && (value = build(values)) is not null;
    }

    public override JsonObject ToSchema() => Schemas.Mapping(fields);
}

/// <summary>The keys of one mapping, read. Ask it with the same <see cref="Field{T}"/> objects that described them.</summary>
public sealed class FieldValues
{
    private readonly Dictionary<Field, object?> values;
    private readonly MappingNode node;

    private FieldValues(MappingNode node, ReadContext context, Dictionary<Field, object?> values)
    {
        (this.node, Context) = (node, context);
        this.values = values;
    }

    public ReadContext Context { get; }

    public Place Place => node.Place;

    public bool Has(Field field) => values.ContainsKey(field);

    /// <returns>What stands at the key, or the default of <typeparamref name="T"/> when the key is absent.</returns>
    public T? Get<T>(Field<T> field) => values.TryGetValue(field, out var value) ? (T?)value : default;

    /// <returns>What stands at the key, or <paramref name="otherwise"/> when the key is absent.</returns>
    public T Get<T>(Field<T> field, T otherwise) => values.TryGetValue(field, out var value) ? (T)value! : otherwise;

    /// <returns>Where the value of a key stands; the mapping itself when it is absent.</returns>
    public Place PlaceOf(Field field) => node.Entries.FirstOrDefault(entry => entry.Key == field.Name)?.Value.Place ?? node.Place;

    /// <param name="isPart">The rest stands elsewhere and is not known: nothing is said about what is lacking.</param>
    internal static bool TryRead(MappingNode node, string what, ImmutableArray<Field> fields, ReadContext context, [NotNullWhen(true)] out FieldValues? read, bool isPart = false)
    {
        var found = new Dictionary<Field, object?>();
        var isWhole = true;
        var outer = context.Key;
        foreach (var entry in node.Entries)
        {
            context.Key = entry.Key;
            var field = fields.FirstOrDefault(known => known.Name == entry.Key);
            if (field is null)
            {
                context.Report(entry.KeyPlace, $"{Sentences.Capitalized(what)} has no key {Sentences.Quoted(entry.Key)}.", Sentences.Suggest(entry.Key, fields.Select(known => known.Name)));
                isWhole = false;
            }
            else if (field.TryRead(entry.Value, context, out var value))
            {
                found[field] = value;
            }
            else
            {
                isWhole = false;
            }
        }

        context.Key = outer;
        foreach (var missing in fields.Where(field => !isPart && field.IsRequired && node.Entries.All(entry => entry.Key != field.Name)))
        {
            context.Report(node.Place, $"{Sentences.Capitalized(what)} lacks '{missing.Name}'.", $"Add it: {missing.Description}");
            isWhole = false;
        }

        read = isWhole ? new(node, context, found) : null;
        return isWhole;
    }
}
