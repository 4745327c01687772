using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Tests.Scheduling;

/// <summary>Datasets that hold just what a schedule needs.</summary>
internal static class Datasets
{
    /// <summary>Without an occurrence; late after five minutes.</summary>
    public static Schedule Schedule { get; } = new(null, null, "UTC", [], CatchUp.Latest, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));

    public static Dataset Of(string name, params Check[] checks) => new(
        name,
        name.Split('/')[0],
        new TableObject([name.Split('/')[1]]),
        "crm",
        Tier.Normal,
        [],
        null,
        null,
        null,
        null,
        null,
        "UTC",
        DatasetLimits.Default,
        AlertRules.Default,
        [.. checks],
        new($"checks/{name}.yaml", 1, 1));

    public static Catalog Catalog(params Dataset[] datasets) => new(
        datasets.ToImmutableSortedDictionary(dataset => dataset.Name, dataset => dataset, StringComparer.Ordinal),
        datasets.Select(dataset => dataset.Source).Distinct(StringComparer.Ordinal)
            .ToImmutableDictionary(name => name, name => (SourceDefinition)new NoSource(new(name, "none", 4, TimeSpan.FromMinutes(1), default)), StringComparer.Ordinal),
        AlertConfiguration.Nothing,
        "hash");

    internal sealed record NoSource(SourceHeader Header) : SourceDefinition(Header);
}
