using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Evaluation;

/// <summary>What good looks like: one condition, which is the fail level, or <c>{warn: …, fail: …}</c>.</summary>
/// <param name="units">Units the check is judged in, the natural one first; not empty.</param>
/// <param name="isDistance">See <see cref="CheckKind.IsDistance"/>.</param>
public sealed class ExpectationShape(ImmutableArray<MetricUnit> units, bool isDistance = false) : Shape<Expectation>
{
    private readonly ConditionShape condition = new(units, isDistance);
    private readonly Levels levels = new(units, isDistance);

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out Expectation value)
    {
        if (node is MappingNode)
        {
            return levels.Shape.TryRead(node, context, out value);
        }

        value = condition.TryRead(node, context, out var fail) ? new(null, fail) : null;
        return value is not null;
    }

    public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(condition.ToSchema(), levels.Shape.ToSchema()) };

    private sealed class Levels
    {
        private readonly Field<Condition> warn;
        private readonly Field<Condition> fail;
        private readonly MetricUnit natural;

        public Levels(ImmutableArray<MetricUnit> units, bool isDistance)
        {
            natural = units[0];
            warn = new("warn", new ConditionShape(units, isDistance), "Not met: the check is warned. Stricter than 'fail'.");
            fail = new("fail", new ConditionShape(units, isDistance), "Not met: the check is failed.");
            Shape = new("an expectation", [warn, fail], Build);
        }

        public MappingShape<Expectation> Shape { get; }

        private Expectation? Build(FieldValues values)
        {
            var read = new Expectation(values.Get(warn), values.Get(fail));
            if (read is { Warn: null, Fail: null })
            {
                values.Context.Report(values.Place, "The expectation has no level.", "Write 'warn', 'fail' or both.");
                return null;
            }

            if (read is { Warn: { } mild, Fail: { } hard } && !Strictness.IsStricter(mild, hard, natural))
            {
                values.Context.Report(
                    values.PlaceOf(warn),
                    "'warn' is not stricter than 'fail': values would fail without a warning first.",
                    "Swap the two, or give 'warn' the tighter limit.");
                return null;
            }

            return read;
        }
    }
}

internal sealed class ConditionShape(ImmutableArray<MetricUnit> units, bool isDistance) : Shape<Condition>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out Condition value)
    {
        value = null;
        if (!Scalars.TryText(node, "an expectation", ConditionParser.Forms(units), context, out var text))
        {
            return false;
        }

        value = ConditionParser.Parse(text, units, out var mistake, isDistance);
        if (value is null)
        {
            context.Report(PlaceIn((ScalarNode)node, text, mistake.Offset), $"{Scalars.Subject(context)}: {Sentences.Uncapitalized(mistake.Problem)}", mistake.Remedy);
        }

        return value is not null;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["type"] = "string", ["pattern"] = @"^\s*(<|<=|=|!=|>=|>|between\b|within\b)" });

    /// <returns>The column inside the text; its beginning where a variable or a line break has moved it.</returns>
    private static Place PlaceIn(ScalarNode node, string text, int offset) => node.Text != text || text.Contains('\n', StringComparison.Ordinal)
        ? node.Place
        : node.Place with { Column = node.Place.Column + offset + (node.IsQuoted ? 1 : 0) };
}
