using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Web;

/// <summary>Everything the page of one dataset shows.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="Incidents">Open ones, that of its source too.</param>
public sealed record DatasetView(
    Dataset Dataset,
    DatasetState? State,
    ImmutableArray<Run> Runs,
    DateTimeOffset? NextRun,
    ImmutableArray<Incident> Incidents,
    ImmutableArray<CheckView> Checks)
{
    private const int LongestHistory = 60;
    private const int LongestStrip = 60;
    private const int OpenIncidents = 50;

    public Mark Mark => State is null ? Mark.Waiting : Marks.Of(State.Run.Status);

    /// <summary>The results are not of the newest run, which measured nothing.</summary>
    public bool IsStale => State is { ResultsAt: { } at } && at < State.Run.ScheduledAt;

    /// <summary>Checks of the whole dataset first, then by column; what is worst first in each, and columns in trouble before the others.</summary>
    public IEnumerable<IGrouping<string?, CheckView>> Groups() => Checks
        .OrderBy(check => check.Mark)
        .GroupBy(check => check.Header.Column, StringComparer.Ordinal)
        .OrderBy(group => group.Key is null ? 0 : 1)
        .ThenBy(group => group.Min(check => check.Mark))
        .ThenBy(group => group.Key, StringComparer.Ordinal);

    /// <summary>Columns in the order of the table, and those that only a profile knows.</summary>
    public IEnumerable<(string Name, ColumnSchema? Schema, ColumnProfile? Profile)> Columns()
    {
        var profiles = (State?.Profiles ?? []).ToDictionary(profile => profile.Column, StringComparer.Ordinal);
        var seen = State?.Schema ?? [];
        return seen.Select(column => (column.Name, (ColumnSchema?)column, profiles.GetValueOrDefault(column.Name)))
            .Concat(profiles.Values
                .Where(profile => seen.All(column => column.Name != profile.Column))
                .Select(profile => (profile.Column, (ColumnSchema?)null, (ColumnProfile?)profile)));
    }

    internal static async Task<DatasetView> ReadAsync(StatusSources sources, Dataset dataset, CancellationToken cancellationToken)
    {
        var now = sources.Time.GetUtcNow();
        var state = await sources.Status.NewestAsync(dataset.Name, cancellationToken);
        var checks = ImmutableArray.CreateBuilder<CheckView>(dataset.Checks.Count);
        foreach (var check in dataset.Checks)
        {
            var history = await sources.History.ValuesAsync(dataset.Name, check.Header.Id, now.AddMinutes(1), LongestHistory, cancellationToken);
            checks.Add(new(
                check.Header,
                state?.Results.FirstOrDefault(result => result.CheckId == check.Header.Id),
                [.. history.Reverse()],
                sources.Statements(dataset with { Checks = [check] })));
        }

        var incidents = await sources.Status.IncidentsAsync(dataset.Name, OpenIncidents, cancellationToken);
        var ofSource = await sources.Status.IncidentsAsync(null, OpenIncidents, cancellationToken);
        return new(
            dataset,
            state,
            await sources.Status.RunsAsync(dataset.Name, LongestStrip, cancellationToken),
            sources.NextRun(dataset),
            [.. ofSource.Where(incident => incident.Dataset.Length == 0 && incident.Source == dataset.Source).Concat(incidents).Where(incident => incident.IsOpen).DistinctBy(incident => incident.Id)],
            checks.MoveToImmutable());
    }
}

/// <param name="Result">Newest known; <see langword="null"/> before the first run.</param>
/// <param name="History">Oldest first.</param>
/// <param name="Sql">What measures this check alone.</param>
public sealed record CheckView(CheckHeader Header, CheckResult? Result, ImmutableArray<PastValue> History, ImmutableArray<string> Sql)
{
    public Mark Mark => Result is null ? Mark.Waiting : Marks.Of(Result.Outcome);
}
