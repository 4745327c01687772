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

    public DraftCheck With(string key, DefinitionNode? value) => this with { Body = Body.With(key, value) };

    /// <returns>As an item of a list of checks: the bare word where nothing stands below it.</returns>
    public DefinitionNode ToNode() => Body.Entries.IsEmpty ? Nodes.Text(Kind) : Nodes.Map((Kind, Body));
}
