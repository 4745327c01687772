using System.Collections.Immutable;

namespace DataMonitor.Core.Definitions;

/// <summary>How the keys of templates and of the dataset that uses them become one mapping.</summary>
/// <remarks>
/// <c>checks</c> and <c>tags</c> are put one behind the other, templates first; <c>columns</c> are merged column by column and
/// <c>vars</c> name by name; of every other key the dataset's own value stands, otherwise that of the template named last.
/// </remarks>
internal static class DatasetMerge
{
    public const string Columns = "columns";

    public static MappingNode Merge(MappingNode own, IReadOnlyList<ImmutableArray<MappingEntry>> templates) => own with
    {
        Entries = [.. templates.SelectMany(entries => entries).Concat(own.Entries)
            .GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(group => One(group.Key, [.. group]))],
    };

    private static MappingEntry One(string key, MappingEntry[] entries) => key switch
    {
        "checks" or "tags" when entries.Length > 1 => entries[^1] with { Value = Appended([.. entries.Select(entry => entry.Value)]) },
        Columns when Array.TrueForAll(entries, entry => entry.Value is MappingNode) => entries[^1] with { Value = ByName(entries, Appended) },
        "vars" when Array.TrueForAll(entries, entry => entry.Value is MappingNode) => entries[^1] with { Value = ByName(entries, values => values[^1]) },
        _ => entries[^1],
    };

    private static MappingNode ByName(MappingEntry[] entries, Func<DefinitionNode[], DefinitionNode> one) => new(
        entries[^1].Value.Place,
        [.. entries.SelectMany(entry => ((MappingNode)entry.Value).Entries)
            .GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(group => group.Last() with { Value = one([.. group.Select(entry => entry.Value)]) })]);

    private static DefinitionNode Appended(DefinitionNode[] lists) => lists is [var only]
        ? only
        : new SequenceNode(lists[^1].Place, [.. lists.SelectMany(list => list is SequenceNode sequence ? sequence.Items : [list])]);
}
