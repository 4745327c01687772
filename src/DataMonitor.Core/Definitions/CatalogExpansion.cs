using System.Collections.Immutable;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Definitions;

/// <summary>Makes datasets of patterns and of the names that their sources list. Pure.</summary>
/// <remarks>A dataset with a definition of its own stands before any pattern. A table that two patterns take in is a mistake of both: nobody could say whose limits hold.</remarks>
public static class CatalogExpansion
{
    private const int MostDatasets = 10_000;

    /// <param name="catalog">As it was read: without datasets that come of patterns.</param>
    /// <param name="listings">By name of the source; the patterns of a source that is absent stand for nothing.</param>
    public static CatalogReading Expand(Catalog catalog, IReadOnlyDictionary<string, SourceListing> listings)
    {
        var errors = new List<DefinitionError>();
        var warnings = new List<DefinitionError>();
        var datasets = catalog.Datasets.ToBuilder();
        foreach (var source in catalog.Patterns.GroupBy(pattern => pattern.Source, StringComparer.Ordinal))
        {
            if (!listings.TryGetValue(source.Key, out var listing))
            {
                continue;
            }

            var own = catalog.Datasets.Values.Where(dataset => dataset.Source == source.Key).Select(dataset => Qualified(dataset.Object, listing)).ToHashSet();
            var found = listing.Objects.Where(target => !own.Contains(Qualified(target, listing))).SelectMany(target => Takers(target, [.. source], errors)).ToArray();
            foreach (var (pattern, target, by) in found)
            {
                if (NameOf(source.Key, target) is not { } name)
                {
                    warnings.Add(new(pattern.Model.Definition, $"'{by}' takes in {Sentences.Quoted(TextOf(target))}, which cannot be the name of a dataset.", "Leave it out with 'except'."));
                }
                else if (!datasets.ContainsKey(name))
                {
                    datasets[name] = Made(pattern, name, target, by);
                }
            }

            warnings.AddRange(source.Where(pattern => !Array.Exists(found, taken => taken.Pattern == pattern))
                .Select(pattern => new DefinitionError(pattern.Model.Definition, $"Source '{pattern.Source}' holds nothing that 'for_each' takes in.", "Look at 'match' and 'except', and at what the user of the source may see.")));
        }

        if (datasets.Count > MostDatasets)
        {
            errors.Add(new(catalog.Patterns[0].Model.Definition, $"There are {datasets.Count} datasets with those of 'for_each', more than {MostDatasets}.", "Take in fewer tables, or spread them over several daemons."));
        }

        return errors.Count > 0
            ? new(null, [.. errors.OrderBy(error => error.Place)], [])
            : new(catalog with { Datasets = datasets.ToImmutable(), Hash = HashOf(catalog, datasets) }, [], [.. warnings.OrderBy(warning => warning.Place)]);
    }

    /// <returns>The pattern that takes the object in, or none. Two are reported.</returns>
    private static IEnumerable<(DatasetPattern Pattern, DatasetObject Target, string By)> Takers(DatasetObject target, DatasetPattern[] patterns, List<DefinitionError> errors)
    {
        var takers = patterns.Select(pattern => (Pattern: pattern, By: pattern.Takes(target))).Where(taker => taker.By is not null).ToArray();
        if (takers.Length > 1)
        {
            errors.Add(new(
                takers[1].Pattern.Model.Definition,
                $"{Sentences.Quoted(TextOf(target))} of source '{takers[1].Pattern.Source}' is taken in by '{takers[1].By}' here and by '{takers[0].By}' in {takers[0].Pattern.Model.Definition}.",
                "Leave it out of one of them with 'except', or give it a file of its own."));
        }

        return takers is [var (pattern, by)] ? [(pattern, target, by!)] : [];
    }

    private static Dataset Made(DatasetPattern pattern, string name, DatasetObject target, string by) => pattern.Model with
    {
        Name = name,
        Object = target,
        Pattern = by,
        Schedule = pattern.Model.Schedule is { } schedule ? schedule with { After = schedule.After.Where(upstream => upstream != name).ToValueList() } : null,
    };

    /// <returns><see langword="null"/> when the reader would not understand it.</returns>
    private static string? NameOf(string source, DatasetObject target)
    {
        var name = $"{source}/{TextOf(target)}";
        var form = target is FilesObject ? ObjectForm.Files : ObjectForm.Table;
        return name.Length <= DatasetNames.Longest && target.Equals(DatasetNames.ParseObject(TextOf(target), form, out _)) ? name : null;
    }

    private static string TextOf(DatasetObject target) => target switch
    {
        TableObject table => Names.FormatPath(table.Path),
        FilesObject files => files.Glob,
        _ => "",
    };

    private static DatasetObject Qualified(DatasetObject target, SourceListing listing) => target switch
    {
        TableObject { Path: [var table] } when listing.DefaultSchema is { } schema => new TableObject([schema, table]),
        TableObject { Path: [_, var schema, var table] } => new TableObject([schema, table]),
        _ => target,
    };

    private static string HashOf(Catalog catalog, ImmutableSortedDictionary<string, Dataset>.Builder datasets) => datasets.Count == catalog.Datasets.Count
        ? catalog.Hash
        : CanonicalText.Hash([new SequenceNode(default, [.. datasets.Keys.Order(StringComparer.Ordinal).Prepend(catalog.Hash).Select(text => new ScalarNode(default, text, IsQuoted: true))])]);
}
