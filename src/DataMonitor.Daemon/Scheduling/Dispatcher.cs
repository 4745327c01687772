using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Hands waiting runs to workers: of each dataset the oldest, once its upstream is done; ends those that can no longer start in time. Also finds what a dead daemon left behind. Not thread-safe.</summary>
internal sealed class Dispatcher(IRunStore store, IStatusReader status, IRunQueue queue, SourceTurns turns, DaemonMetrics metrics, ILogger log)
{
    private const int MostWaiting = 10_000;
    private const int MostHandedOver = 500;
    private const int LongQueue = 100;
    private static readonly TimeSpan HandRun = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseOfLongQueue = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Guid, HandOver> handedOver = [];

    /// <returns>Age of the oldest run that could start and has not.</returns>
    public async Task<TimeSpan> DispatchAsync(Catalog catalog, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await store.WaitingAsync(now, MostWaiting, cancellationToken);
        Forget(waiting);
        var lag = TimeSpan.Zero;
        var ready = new List<(Run Run, SourceHeader? Source)>();
        foreach (var ofDataset in waiting.GroupBy(run => run.Dataset, StringComparer.Ordinal))
        {
            if (await FirstAsync([.. ofDataset], catalog, now, cancellationToken) is not { } run)
            {
                continue;
            }

            lag = now - run.ScheduledAt is var age && age > lag && run.Trigger == RunTrigger.Schedule ? age : lag;
            ready.Add((run, SourceOf(run, catalog)));
        }

        foreach (var (run, source) in InTurns(ready).Where(each => IsToBeHandedOver(each.Run.Id, now)).Take(MostHandedOver))
        {
            if (source is not null)
            {
                turns.Announce(run.Id, source.Name, source.MaxConcurrency);
            }

            queue.Enqueue(run.Id);
        }

        return lag;
    }

    private static SourceHeader? SourceOf(Run run, Catalog catalog) =>
        catalog.Datasets.GetValueOrDefault(run.Dataset) is { } dataset ? catalog.Sources.GetValueOrDefault(dataset.Source)?.Header : null;

    /// <returns>The first run of each source, then the second of each: a long row of one source does not stand before the others.</returns>
    private static IEnumerable<(Run Run, SourceHeader? Source)> InTurns(IEnumerable<(Run Run, SourceHeader? Source)> ready) => ready
        .GroupBy(each => each.Source?.Name, StringComparer.Ordinal)
        .SelectMany(ofSource => ofSource.Select((each, place) => (each, place)))
        .OrderBy(placed => placed.place)
        .Select(placed => placed.each);

    /// <returns>The oldest run that is to start now; <see langword="null"/> when it has to wait for its upstream.</returns>
    private async Task<Run?> FirstAsync(Run[] waiting, Catalog catalog, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var index = 0; index < waiting.Length; index++)
        {
            var run = waiting[index];
            var dataset = catalog.Datasets.GetValueOrDefault(run.Dataset);
            if (run.Trigger == RunTrigger.Manual && now - run.ScheduledAt < HandRun)
            {
                continue; // a person's command is about to claim it
            }

            if (run.Status == RunStatus.Queued && ReasonToMiss(run, dataset, isNewest: index == waiting.Length - 1, now) is { } reason)
            {
                if (await store.MissAsync(run.Id, reason, now, cancellationToken))
                {
                    log.RunMissed(run.Dataset, run.ScheduledAt, reason);
                    metrics.RunsMissed(1);
                }

                continue;
            }

            return dataset?.Schedule is { After.Count: > 0 } schedule && now - run.ScheduledAt < schedule.Patience
                && !await IsUpstreamDoneAsync(schedule, catalog, run, cancellationToken)
                ? null
                : run;
        }

        return null;
    }

    private static string? ReasonToMiss(Run run, Dataset? dataset, bool isNewest, DateTimeOffset now)
    {
        if (dataset is null)
        {
            return "The dataset was taken out of the definitions before it could run.";
        }

        if (dataset.Schedule is not { } schedule || run.Trigger == RunTrigger.Manual)
        {
            return null;
        }

        var patience = schedule.After.Count > 0 ? schedule.Patience : TimeSpan.Zero;
        var age = now - run.ScheduledAt - patience;
        return schedule.CatchUp switch
        {
            CatchUp.Latest when !isNewest && (age > schedule.Lateness || age > DueOccurrences.Overtaken) => "It could not start in time, and a newer run was waiting.",
            CatchUp.Skip when run.Trigger == RunTrigger.Schedule && age > schedule.Lateness => "It could not start in time.",
            _ => null,
        };
    }

    private async Task<bool> IsUpstreamDoneAsync(Schedule schedule, Catalog catalog, Run run, CancellationToken cancellationToken)
    {
        foreach (var upstream in schedule.After.Where(catalog.Datasets.ContainsKey))
        {
            if (await status.NewestAsync(upstream, cancellationToken) is not { } newest || newest.Run.ScheduledAt < run.ScheduledAt)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A run is handed over again when it still waits after a pause that doubles, and later when the queue is long: then the first hand-over is likely still in it.</summary>
    private bool IsToBeHandedOver(Guid run, DateTimeOffset now)
    {
        var last = handedOver.GetValueOrDefault(run);
        if (last.Times > 0)
        {
            var pause = TimeSpan.FromSeconds(Math.Min(1 << Math.Min(last.Times, 10), LongestPause.TotalSeconds));
            if (now - last.At < pause || (now - last.At < PauseOfLongQueue && queue.Waiting() > LongQueue))
            {
                return false;
            }
        }

        handedOver[run] = new(last.Times + 1, now);
        return true;
    }

    private void Forget(IEnumerable<Run> waiting)
    {
        var still = waiting.Select(run => run.Id).ToHashSet();
        foreach (var gone in handedOver.Keys.Where(id => !still.Contains(id)).ToArray())
        {
            handedOver.Remove(gone);
            turns.Forget(gone);
        }
    }

    private readonly record struct HandOver(int Times, DateTimeOffset At);
}
