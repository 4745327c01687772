using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Web;

/// <summary>Everything the status pages read; they write nothing.</summary>
/// <param name="NextRun">When a dataset is due next, or <see langword="null"/> when it is not scheduled.</param>
/// <param name="Statements">The SQL that would measure the checks of a dataset, without asking the source; a page asks for one check at a time.</param>
/// <param name="Reload">How the last reading of the definitions went.</param>
internal sealed record StatusSources(
    CurrentCatalog Catalog,
    IStatusReader Status,
    IHistory History,
    IOutbox Outbox,
    TimeProvider Time,
    Func<Dataset, DateTimeOffset?> NextRun,
    Func<Dataset, ImmutableArray<string>> Statements,
    Func<ReloadStatus> Reload)
{
    public static StatusSources Of(CurrentCatalog catalog, IStateStore store, OpenSources sources, TimeProvider time, Func<ReloadStatus> reload)
    {
        return new(catalog, store, store, store, time, NextRun, Statements, reload);

        DateTimeOffset? NextRun(Dataset dataset) => OccurrenceRule.Of(dataset.Name, catalog.Value.Datasets)?.Next(time.GetUtcNow());

        // A reload may have taken the source away while the page is being written.
        ImmutableArray<string> Statements(Dataset dataset) => catalog.Value.Sources.TryGetValue(dataset.Source, out var source)
            ? sources.Render(source, Planner.Plan(dataset, dataset.Checks, time.GetUtcNow(), time.GetUtcNow()))
            : [];
    }
}

/// <param name="LoadedAt">When the definitions in force were read.</param>
/// <param name="RefusedAt">When newer definitions were refused, so that the old ones stay in force; <see langword="null"/> when the newest are in force.</param>
/// <param name="Errors">Why they were refused.</param>
public sealed record ReloadStatus(DateTimeOffset LoadedAt, DateTimeOffset? RefusedAt, ImmutableArray<DefinitionError> Errors)
{
    /// <summary>Names of sources that did not say which tables they hold; the datasets of their last answer stay in force.</summary>
    public ImmutableArray<string> Unlisted { get; init; } = [];
}
