using System.Collections.Immutable;
using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Demo;

/// <summary>Plays the timeline: each day is loaded, then checked the next morning by the same code that serves.</summary>
internal sealed class DemoPlayer(
    DemoWarehouse warehouse, CurrentCatalog catalog, IStateStore store, RunExecutor executor, CommitSignal committed, DaemonMetrics metrics, DemoClock clock, TextWriter output)
{
    private const int ListedIncidents = 500;
    private static readonly TimeSpan MorningAfter = TimeSpan.FromHours(24 + 6) + TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestDelivery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly HashSet<Guid> opened = [];
    private readonly HashSet<Guid> resolved = [];
    private int quietDays;

    public int Runs { get; private set; }

    public int Checks { get; private set; }

    public int Opened => opened.Count;

    public int Resolved => resolved.Count;

    /// <summary>When the checks of the first day run.</summary>
    public static DateTimeOffset MorningOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + MorningAfter;

    /// <returns>Whether anything was told to anybody.</returns>
    public async Task<bool> PlayAsync(DateOnly day, DateOnly last, CancellationToken cancellationToken)
    {
        warehouse.Load(day, DemoTimeline.Days - 1 - (last.DayNumber - day.DayNumber), DemoTimeline.FaultOn(day, last));
        var morning = MorningOf(day);
        clock.Set(morning);
        foreach (var dataset in catalog.Value.Datasets.Values)
        {
            await CheckAsync(dataset, morning, cancellationToken);
        }

        await DeliveredAsync(cancellationToken);
        return await TellAsync(day, DemoTimeline.StoryOf(day, last), cancellationToken);
    }

    /// <summary>Ends the line of quiet days, if one is open.</summary>
    public void EndQuietDays()
    {
        if (quietDays > 0)
        {
            output.WriteLine(quietDays == 1 ? "  1 quiet day" : string.Create(CultureInfo.InvariantCulture, $"  {quietDays} quiet days"));
            quietDays = 0;
        }
    }

    private async Task CheckAsync(Dataset dataset, DateTimeOffset morning, CancellationToken cancellationToken)
    {
        foreach (var run in await store.AddDueAsync([new(dataset.Name, morning, RunTrigger.Schedule)], clock.GetUtcNow(), cancellationToken))
        {
            if (await executor.ExecuteAsync(run.Id, cancellationToken) is { } evidence)
            {
                Runs++;
                Checks += evidence.Report.Results.Length;
                metrics.RunFinished(dataset.Source, evidence.Report);
                committed.Set();
            }
        }
    }

    /// <summary>Waits for the mails of the morning, so that the clock is not set while one is on its way.</summary>
    private async Task DeliveredAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while ((await store.StatisticsAsync(clock.GetUtcNow(), cancellationToken)).PendingNotifications > 0 && clock.GetElapsedTime(start) < LongestDelivery)
        {
            await Task.Delay(Glance, cancellationToken);
        }
    }

    private async Task<bool> TellAsync(DateOnly day, string? story, CancellationToken cancellationToken)
    {
        var incidents = await store.IncidentsAsync(null, ListedIncidents, cancellationToken);
        ImmutableArray<Incident> news = [.. incidents.Where(incident => incident.OpenedAt is not null && opened.Add(incident.Id)).OrderBy(incident => incident.Dataset, StringComparer.Ordinal)];
        ImmutableArray<Incident> over = [.. incidents.Where(incident => incident.ResolvedAt is not null && resolved.Add(incident.Id)).OrderBy(incident => incident.Dataset, StringComparer.Ordinal)];
        if (news.IsEmpty && over.IsEmpty && story is null)
        {
            quietDays++;
            return false;
        }

        EndQuietDays();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{day:ddd d MMM}{(story is null ? "" : $": {story}")}"));
        foreach (var incident in news)
        {
            await output.WriteLineAsync($"  ! {incident.Dataset}  {incident.Explanation}");
        }

        foreach (var incident in over)
        {
            await output.WriteLineAsync($"  ok {incident.Dataset}  {incident.Title} is well again");
        }

        return true;
    }
}
