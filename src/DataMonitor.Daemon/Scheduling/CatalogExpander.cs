using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Asks the sources which tables they hold, for definitions that stand for many. What a source said last stays in force while it does not answer. Not thread-safe.</summary>
internal sealed class CatalogExpander(OpenSources sources, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (SourceDefinition Definition, SourceListing Listing)> known = new(StringComparer.Ordinal);

    /// <param name="catalog">As it was read.</param>
    public async Task<ExpandedCatalog> ExpandAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        if (catalog.Patterns.IsEmpty)
        {
            return new(new(catalog, [], []), []);
        }

        var asked = catalog.Patterns.Select(pattern => pattern.Source).Distinct(StringComparer.Ordinal).Select(name => catalog.Sources[name]).ToArray();
        var answers = await Task.WhenAll(asked.Select(source => AskAsync(source, cancellationToken)));
        foreach (var (source, answer) in asked.Zip(answers))
        {
            if (answer.Listing is { } listing)
            {
                known[source.Name] = (source, listing);
            }
            else if (known.TryGetValue(source.Name, out var before) && before.Definition != source)
            {
                known.Remove(source.Name); // another place now: what stood in the old one says nothing
            }
        }

        var reading = CatalogExpansion.Expand(catalog, known.ToDictionary(entry => entry.Key, entry => entry.Value.Listing, StringComparer.Ordinal));
        return new(reading, [.. answers.Select(answer => answer.Trouble).OfType<SourceException>()]);
    }

    private async Task<(SourceListing? Listing, SourceException? Trouble)> AskAsync(SourceDefinition source, CancellationToken cancellationToken)
    {
        await using var rental = sources.Rent(source);
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return (await rental.Source.ListAsync(either.Token), null);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new(source.Name, $"did not say within {Patience.TotalSeconds:0} s which tables it holds", "Look whether it is overloaded.", isTransient: true, e));
        }
        catch (SourceException e)
        {
            return (null, e);
        }
    }
}

/// <param name="Reading">With the datasets that come of patterns, or what is wrong with them.</param>
/// <param name="Silent">Sources that did not say what they hold; their datasets are those of the last answer.</param>
internal sealed record ExpandedCatalog(CatalogReading Reading, ImmutableArray<SourceException> Silent);
