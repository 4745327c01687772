using System.Collections.Immutable;
using System.IO.Enumeration;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Commands;

/// <summary>What a person picked of the catalog.</summary>
/// <param name="Dataset">With the picked checks only.</param>
/// <param name="IsWhole">Every check of the dataset was picked.</param>
internal sealed record Selected(Dataset Dataset, bool IsWhole)
{
    private const string TagPrefix = "tag:";
    private const string OwnerPrefix = "owner:";

    /// <returns>In the order of names, each dataset once; all of them without selectors.</returns>
    /// <exception cref="UsageException">A selector matches nothing.</exception>
    public static ImmutableArray<Selected> From(Catalog catalog, IReadOnlyCollection<string> selectors)
    {
        if (selectors.Count == 0)
        {
            return [.. catalog.Datasets.Values.Select(dataset => new Selected(dataset, IsWhole: true))];
        }

        var picked = new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var selector in selectors)
        {
            var isFound = false;
            foreach (var (dataset, check) in Matches(catalog, selector))
            {
                isFound = true;
                if (!picked.TryGetValue(dataset.Name, out var checks))
                {
                    picked[dataset.Name] = checks = new(StringComparer.Ordinal);
                }

                checks.Add(check.Header.Id);
            }

            if (!isFound)
            {
                throw new UsageException($"Nothing matches '{selector}'.", Remedy(catalog, selector));
            }
        }

        return [.. picked.Select(pick => Narrow(catalog.Datasets[pick.Key], pick.Value))];
    }

    private static Selected Narrow(Dataset dataset, HashSet<string> ids)
    {
        ValueList<Check> checks = [.. dataset.Checks.Where(check => ids.Contains(check.Header.Id))];
        return new(dataset with { Checks = checks }, checks.Count == dataset.Checks.Count);
    }

    private static IEnumerable<(Dataset Dataset, Check Check)> Matches(Catalog catalog, string selector)
    {
        if (catalog.Datasets.TryGetValue(selector, out var exact))
        {
            return All([exact]); // file datasets have stars in their names
        }

        if (selector.StartsWith(TagPrefix, StringComparison.Ordinal))
        {
            return All(catalog.Datasets.Values.Where(dataset => dataset.Tags.Contains(selector[TagPrefix.Length..], StringComparer.Ordinal)));
        }

        if (selector.StartsWith(OwnerPrefix, StringComparison.Ordinal))
        {
            return All(catalog.Datasets.Values.Where(dataset => dataset.Owner == selector[OwnerPrefix.Length..]));
        }

        var whole = catalog.Datasets.Values.Where(dataset => IsMatch(selector, dataset.Name)).ToArray();
        if (whole.Length > 0)
        {
            return All(whole);
        }

        return
            from dataset in catalog.Datasets.Values
            from check in dataset.Checks
            where IsMatch(selector, $"{dataset.Name}/{check.Header.Id}")
            select (dataset, check);
    }

    private static IEnumerable<(Dataset Dataset, Check Check)> All(IEnumerable<Dataset> datasets) =>
        datasets.SelectMany(dataset => dataset.Checks.Select(check => (dataset, check)));

    private static bool IsMatch(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static string Remedy(Catalog catalog, string selector)
    {
        var (prefix, known) = selector switch
        {
            _ when selector.StartsWith(TagPrefix, StringComparison.Ordinal) => (TagPrefix, catalog.Datasets.Values.SelectMany(dataset => dataset.Tags)),
            _ when selector.StartsWith(OwnerPrefix, StringComparison.Ordinal) => (OwnerPrefix, catalog.Datasets.Values.Select(dataset => dataset.Owner)),
            _ => ("", catalog.Datasets.Keys),
        };
        var words = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(20).Select(word => prefix + word).ToArray();
        return words.Length == 0 ? "The definitions hold none." : Sentences.Suggest(selector, words);
    }
}
