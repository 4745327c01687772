using System.Collections.Immutable;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Core.Checks;

/// <summary>Reads the checks of one kind: the keys that all kinds share, and its own.</summary>
internal sealed class CheckShape
{
    private static readonly Field<string> Id = new("id", Shapes.Identifier, "Name that keeps the history together, unique in the dataset; without it one is derived from kind, column and content.");
    private static readonly Field<string> Name = new("name", Shapes.Text, "What people call it; free to change.");
    private static readonly Field<string> Where = new("where", Shapes.Text, "SQL condition; rows for which it is not true are not looked at: \"country <> 'XX'\".");
    private static readonly Field<CheckScope> Scope = new("scope", Shapes.OneOf<CheckScope>(), "Rows looked at: 'partition', the one just closed, or the whole 'table'.");
    private static readonly Field<Severity> Level = new("severity", Shapes.OneOf<Severity>(), "How loudly it is told: info, minor, major or critical.");

    private static readonly Field<PerSegment> Per = new("per", PerSegment.Shape, "Judges each of the largest values of a column on its own: country, [country, plan] or {columns: [country], largest: 20, new: warn, vanished: warn}.");

    private readonly CheckKind kind;
    private readonly ImmutableArray<Field> fields;
    private readonly Field<Expectation>? expect;

    public CheckShape(CheckKind kind)
    {
        this.kind = kind;
        expect = kind.Units.IsEmpty
            ? null
            : new("expect", new ExpectationShape(kind.Units, kind.IsDistance), $"What is good: {ConditionParser.Forms(kind.Units)} Or {{warn: …, fail: …}}.");
        fields = [.. kind.Fields, .. new Field?[] { expect, expect is null ? null : Per, Id, Name, Where, Scope, Level }.OfType<Field>()];
    }

    public CheckKind Kind => kind;

    /// <param name="place">Where the kind's key stands.</param>
    /// <param name="node">What stands behind it: a mapping, nothing, or the plain value of the kind's shorthand.</param>
    /// <returns><see langword="null"/> when a mistake was reported.</returns>
    public Check? Read(Place place, DefinitionNode node, string? column, ReadContext context)
    {
        if (Mapping(node, context) is not { } mapping || !FieldValues.TryRead(mapping, $"check '{kind.Key}'", fields, context, out var values))
        {
            return null;
        }

        column ??= kind.Fields.OfType<Field<string>>().FirstOrDefault(field => field.Name == "column") is { } own ? values.Get(own) : null;
        var per = values.Get(Per);
        var id = values.Get(Id) ?? CheckIds.Derive(kind, column, mapping, per);
        var header = new CheckHeader(
            id,
            kind.Key,
            values.Get(Name) ?? kind.Key.Replace('_', ' ') + (column is null ? "" : $" {column}") + (per is null ? "" : $" {per.Words}"),
            column,
            kind.Dimension,
            values.Get(Where),
            values.Get(Scope, kind.Scope),
            expect is null ? null : values.Get(expect),
            values.Has(Level) ? values.Get(Level) : null,
            place,
            per);
        if (kind is { Scope: CheckScope.Table, Dimension: Dimension.Uniqueness } && header.Scope == CheckScope.Partition)
        {
            context.Warn(values.PlaceOf(Scope), $"Check '{id}' looks for repeated keys inside one partition only.", "A key that comes back in a later partition passes; leave 'scope' out to look at the whole table.");
        }

        var before = context.Errors.Count;
        var check = kind.Read(header, values);
        if (check is not null && !PerSegment.Suits(check, values.PlaceOf(Per), context))
        {
            return null;
        }

        return check is not null || context.Errors.Count > before ? check : throw new InvalidOperationException($"Kind '{kind.Key}' refused a check without saying why.");
    }

    /// <returns>What may stand behind the kind's key.</returns>
    public JsonObject ToSchema()
    {
        var forms = new JsonArray(Schemas.Mapping(fields));
        if (fields.All(field => !field.IsRequired))
        {
            forms.Add(new JsonObject { ["type"] = "null" });
        }

        if (fields.FirstOrDefault(field => field.Name == kind.Shorthand) is { } shorthand && fields.All(field => !field.IsRequired || field == shorthand))
        {
            forms.Add(shorthand.ToSchema());
        }

        return new() { ["anyOf"] = forms, ["description"] = kind.Summary };
    }

    private MappingNode? Mapping(DefinitionNode node, ReadContext context)
    {
        switch (node)
        {
            case MappingNode mapping:
                return mapping;
            case ScalarNode { IsNull: true }:
                return new(node.Place, []);
            default:
                if (fields.Any(field => field.Name == kind.Shorthand))
                {
                    return new(node.Place, [new(kind.Shorthand!, node.Place, node)]);
                }

                context.Report(node.Place, $"Check '{kind.Key}' takes no plain value.", $"Write its keys below it: {Sentences.AnyOf(fields.Select(field => field.Name))}.");
                return null;
        }
    }
}
