using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>The <c>for_each</c> block that stands in place of <c>dataset:</c>.</summary>
internal sealed class ForEachShape : Shape<ForEach>
{
    private const int MostPatterns = 100;

    private static readonly Field<string> Source = new("source", Shapes.Identifier, "The source whose tables are meant.", isRequired: true);
    private static readonly Field<ValueList<string>> Match = new("match", Shapes.ListOf(Shapes.Text), "Which of them: [\"fact_*\", \"crm.*\"]; '*' stands for any signs, '?' for one.", isRequired: true);
    private static readonly Field<ValueList<string>> Except = new("except", Shapes.ListOf(Shapes.Text), "Which not: [\"*_tmp\"].");

    private static readonly MappingShape<ForEach> Whole = new("a for_each block", [Source, Match, Except], Build);

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ForEach value) => Whole.TryRead(node, context, out value);

    public override JsonObject ToSchema() => Whole.ToSchema();

    private static ForEach? Build(FieldValues values)
    {
        var read = new ForEach(values.Get(Source)!, values.Get(Match)!, values.Get(Except, []));
        if (values.Context.Sources is { } sources && !sources.ContainsKey(read.Source))
        {
            values.Context.Report(values.PlaceOf(Source), $"There is no source {Sentences.Quoted(read.Source)}.", DatasetNames.SuggestSource(read.Source, sources));
            return null;
        }

        if (read.Match.Count + read.Except.Count > MostPatterns)
        {
            values.Context.Report(values.Place, $"The block has {read.Match.Count + read.Except.Count} patterns.", $"Write at most {MostPatterns}.");
            return null;
        }

        return read;
    }
}

internal sealed record ForEach(string Source, ValueList<string> Match, ValueList<string> Except)
{
    /// <summary>Under which the definition is read before any table is known.</summary>
    public string StandIn => $"{Source}/each_of_them";
}
