using System.Collections.Immutable;
using DataMonitor.Core.Alerting;

namespace DataMonitor.Core.Definitions;

/// <summary>Every definition in force, replaced as a whole.</summary>
/// <param name="Datasets">By name, in ordinal order.</param>
/// <param name="Sources">By name.</param>
/// <param name="Alerts">Routes and receivers; without any, nothing is sent.</param>
/// <param name="Hash">SHA-256 over the canonical text of all files, lower-case hexadecimal; equal definitions have equal hashes whatever their comments.</param>
public sealed record Catalog(
    ImmutableSortedDictionary<string, Dataset> Datasets,
    ImmutableDictionary<string, SourceDefinition> Sources,
    AlertConfiguration Alerts,
    string Hash)
{
    /// <summary>Definitions that stand for datasets which only their sources can name, in the order of files; see <see cref="CatalogExpansion"/>.</summary>
    public ImmutableArray<DatasetPattern> Patterns { get; init; } = [];
}

/// <summary>The catalog in force. Reading and replacing are atomic; safe from any thread.</summary>
public sealed class CurrentCatalog(Catalog first)
{
    private Catalog current = first;

    public Catalog Value => Volatile.Read(ref current);

    public void Replace(Catalog next) => Volatile.Write(ref current, next);
}

/// <summary>What came of reading a folder of definitions.</summary>
/// <param name="Catalog"><see langword="null"/> exactly when <paramref name="Errors"/> is not empty.</param>
/// <param name="Errors">In the order of files and lines.</param>
/// <param name="Warnings">Definitions that stand but deserve a second look.</param>
public sealed record CatalogReading(Catalog? Catalog, ImmutableArray<DefinitionError> Errors, ImmutableArray<DefinitionError> Warnings);
