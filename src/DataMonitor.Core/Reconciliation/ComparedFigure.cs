using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Reconciliation;

/// <summary>A figure that both sides are asked for: <c>volume</c>, <c>sum(score)</c>.</summary>
/// <param name="Column"><see langword="null"/> for the volume alone.</param>
public sealed record ComparedFigure(string Function, string? Column)
{
    public const string Volume = "volume";

    /// <summary>What a column can be asked for.</summary>
    internal static IReadOnlyList<(string Name, Func<string, Aggregate> Of)> Functions { get; } =
    [
        ("sum", column => new Sum(column)),
        ("min", column => new Minimum(column)),
        ("max", column => new Maximum(column)),
        ("mean", column => new Mean(column)),
        ("missing", column => new MatchCount(new IsMissing(column))),
        ("distinct", column => new Distinctness([column])),
    ];

    /// <summary>
    /// Share of the other side by which two engines may differ though their rows are equal: sums of floating point depend on the order in which
    /// an engine adds, and some engines add decimals as floating point. Every other figure is exact.
    /// </summary>
    public double Rounding => Function is "sum" or "mean" ? 1e-9 : 0;

    /// <param name="name">Name of the column on a side, given its name here.</param>
    public Aggregate On(Func<string, string> name) => Column is { } column
        ? Functions.Single(function => function.Name == Function).Of(name(column))
        : new RowCount();

    public override string ToString() => Column is null ? Function : $"{Function}({Column})";
}

internal sealed partial class ComparedFigureShape : Shape<ComparedFigure>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out ComparedFigure value)
    {
        var functions = ComparedFigure.Functions.Select(function => function.Name).ToArray();
        var remedy = $"Write volume, or {Sentences.AnyOf(functions.Select(function => $"{function}(column)"))}.";
        value = null;
        if (!Scalars.TryText(node, "a figure", remedy, context, out var text))
        {
            return false;
        }

        if (text == ComparedFigure.Volume)
        {
            value = new(text, null);
        }
        else if (Call().Match(text) is { Success: true } call && functions.Contains(call.Groups["function"].Value, StringComparer.Ordinal))
        {
            value = new(call.Groups["function"].Value, call.Groups["column"].Value);
        }
        else
        {
            context.Report(node.Place, $"{Scalars.Subject(context)}: {Sentences.Quoted(text)} is not a figure that both sides can be asked for.", remedy);
        }

        return value is not null;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new()
    {
        ["type"] = "string",
        ["pattern"] = $@"^(volume|({string.Join('|', ComparedFigure.Functions.Select(function => function.Name))})\(.+\))$",
    });

    [GeneratedRegex(@"^(?<function>[a-z]+)\((?<column>[^()\p{C}]{1,128})\)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();
}
