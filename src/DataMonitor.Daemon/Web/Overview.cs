using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Web;

/// <summary>What the first page says, decided without a clock or a store.</summary>
/// <param name="Rows">Of this page of the list, those that need attention first.</param>
/// <param name="Matching">Rows on all pages of the list.</param>
/// <param name="Counts">Datasets by state under the filter, the state itself left out.</param>
/// <param name="Health">Datasets by state without any filter: the headline.</param>
/// <param name="Incidents">Open ones that concern the filter.</param>
public sealed record Overview(
    OverviewFilter Filter,
    ImmutableArray<OverviewRow> Rows,
    int Matching,
    ImmutableDictionary<Mark, int> Counts,
    ImmutableDictionary<Mark, int> Health,
    ImmutableArray<string> Owners,
    ImmutableArray<OpenIncident> Incidents)
{
    public const int PageSize = 200;

    public int Total => Health.Values.Sum();

    public int Pages => Math.Max(1, (Matching + PageSize - 1) / PageSize);

    internal static Overview Of(
        Catalog catalog,
        IEnumerable<DatasetState> states,
        ImmutableDictionary<string, ImmutableArray<Run>> runs,
        IEnumerable<Incident> incidents,
        Func<Dataset, DateTimeOffset?> nextRun,
        OverviewFilter filter)
    {
        var newest = states.ToDictionary(state => state.Dataset, StringComparer.Ordinal);
        var all = catalog.Datasets.Values
            .Select(dataset => (Dataset: dataset, State: newest.GetValueOrDefault(dataset.Name)))
            .Select(pair => new OverviewRow(
                pair.Dataset,
                pair.State is null ? Mark.Waiting : Marks.Of(pair.State.Run.Status),
                pair.State,
                runs.GetValueOrDefault(pair.Dataset.Name, []),
                null))
            .ToArray();
        var matching = all.Where(filter.Matches).OrderBy(row => row.Mark).ThenByDescending(row => row.Dataset.Tier).ThenBy(row => row.Dataset.Name, StringComparer.Ordinal).ToArray();
        var pages = Math.Max(1, (matching.Length + PageSize - 1) / PageSize);
        var shown = filter with { Page = Math.Min(filter.Page, pages) };
        return new(
            shown,
            [.. matching.Skip((shown.Page - 1) * PageSize).Take(PageSize).Select(row => row with { NextRun = nextRun(row.Dataset) })],
            matching.Length,
            Tally(all.Where(row => filter.Matches(row.Dataset))),
            Tally(all),
            [.. catalog.Datasets.Values.Select(dataset => dataset.Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. incidents
                .Where(incident => incident.IsOpen && Concerns(incident, catalog, filter))
                .OrderByDescending(incident => incident.Severity)
                .ThenByDescending(incident => incident.OpenedAt)
                .Select(incident => new OpenIncident(incident, catalog.Datasets.GetValueOrDefault(incident.Dataset)))]);
    }

    /// <summary>The sentence a stakeholder reads first.</summary>
    public string Headline()
    {
        var attention = Health.Where(pair => pair.Key.NeedsAttention()).Sum(pair => pair.Value);
        var warned = Health.GetValueOrDefault(Mark.Warned);
        var waiting = Health.GetValueOrDefault(Mark.Waiting);
        return (Total, attention, warned) switch
        {
            (0, _, _) => "Nothing is watched yet",
            _ when waiting == Total => $"{Words.Count(Total, "dataset")} {(Total == 1 ? "is" : "are")} waiting for the first run",
            (1, > 0, _) => "The dataset needs attention",
            (1, _, > 0) => "The dataset has warnings, nothing failed",
            (_, > 0, _) => $"{attention} of {Words.Count(Total, "dataset")} {(attention == 1 ? "needs" : "need")} attention",
            (_, _, > 0) => $"{warned} of {Words.Count(Total, "dataset")} {(warned == 1 ? "has" : "have")} warnings, nothing failed",
            _ when waiting > 0 => $"All datasets that ran are as expected, {waiting} of {Total} still {(waiting == 1 ? "waits" : "wait")} for the first run",
            (1, _, _) => "The dataset is as expected",
            _ => $"All {Words.Number(Total)} datasets are as expected",
        };
    }

    private static ImmutableDictionary<Mark, int> Tally(IEnumerable<OverviewRow> rows) =>
        rows.GroupBy(row => row.Mark).ToImmutableDictionary(group => group.Key, group => group.Count());

    private static bool Concerns(Incident incident, Catalog catalog, OverviewFilter filter) =>
        incident.Dataset.Length == 0
            ? catalog.Datasets.Values.Any(dataset => dataset.Source == incident.Source && filter.Matches(dataset))
            : !catalog.Datasets.TryGetValue(incident.Dataset, out var dataset) || filter.Matches(dataset);
}

/// <param name="Runs">Newest first.</param>
public sealed record OverviewRow(Dataset Dataset, Mark Mark, DatasetState? State, ImmutableArray<Run> Runs, DateTimeOffset? NextRun)
{
    /// <summary>What the newest run found; older results would speak for data that nobody could look at.</summary>
    public ImmutableArray<CheckResult> Results => State is { ResultsAt: { } at } && at >= State.Run.ScheduledAt ? State.Results : [];
}

/// <param name="Dataset"><see langword="null"/> when the incident is of a source, or the dataset is defined no more.</param>
public sealed record OpenIncident(Incident Incident, Dataset? Dataset);
