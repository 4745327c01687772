using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>A check on its way into a dataset.</summary>
/// <param name="Kind">Key of the kind: <c>missing</c>.</param>
/// <param name="Column"><see langword="null"/> under <c>checks:</c>.</param>
/// <param name="Body">The keys below the kind.</param>
internal sealed record DraftCheck(string Kind, string? Column, MappingNode Body)
{
    public DraftCheck(string kind, string? column, params IEnumerable<(string Key, DefinitionNode? Value)> body)
        : this(kind, column, Nodes.Map(body))
    {
    }

    /// <returns>An item of a list of checks in any of its forms, or <see langword="null"/> when it is none.</returns>
    public static DraftCheck? Of(DefinitionNode? item, string? column) => item switch
    {
        ScalarNode { IsNull: false, Text: { Length: > 0 } kind } => new(kind, column, []),
        MappingNode { Entries: [{ Value: MappingNode body } only] } => new(only.Key, column, body),
        MappingNode { Entries: [{ Value: ScalarNode { IsNull: true } } only] } => new(only.Key, column, []),
        MappingNode { Entries: [var only] } when CheckKinds.Find(only.Key)?.Shorthand is { } key => new(only.Key, column, (key, only.Value)),
        _ => null,
    };

    public DraftCheck With(string key, DefinitionNode? value) => this with { Body = Body.With(key, value) };

    /// <returns>As an item of a list of checks: the bare word where nothing stands below it.</returns>
    public DefinitionNode ToNode() => Body.Entries.IsEmpty ? Nodes.Text(Kind) : Nodes.Map((Kind, Body));
}
