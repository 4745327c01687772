using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Telemetry;
using Hangfire;
using Hangfire.Storage;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Keeps the clock going: Hangfire switches a recurring job off for good, in silence, after five failures to schedule it, and a dead daemon may leave its locks behind.</summary>
/// <param name="opened">Done when the state store is ready.</param>
internal sealed class Watchdog(
    Task opened, Ticker ticker, JobStorage storage, CurrentCatalog catalog, DaemonMetrics metrics, TimeProvider time, ILogger<Watchdog> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private string? registered;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await opened.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            LookAfterJob();
            await TickWhenSilentAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Every second where a dataset asks for less than a minute, otherwise every five.</summary>
    private string Cron() => catalog.Value.Datasets.Values.Any(dataset => dataset.Schedule?.Every < TimeSpan.FromMinutes(1)) ? "* * * * * *" : "*/5 * * * * *";

    private void LookAfterJob()
    {
        try
        {
            using var connection = storage.GetConnection();
            var jobs = new RecurringJobManager(storage);
            var job = connection.GetRecurringJobs([TickJob.Id]).FirstOrDefault(found => !found.Removed);
            var isOff = job is not null && (job.Error is not null || job.NextExecution is null);
            metrics.RecurringJobsDisabled(isOff ? 1 : 0);
            if (isOff)
            {
                log.RecurringJobRevived(TickJob.Id);
                jobs.RemoveIfExists(TickJob.Id);
            }

            if (isOff || job is null || registered != Cron())
            {
                registered = Cron();
                jobs.AddOrUpdate<TickJob>(TickJob.Id, TickJob.Queue, tick => tick.ExecuteAsync(CancellationToken.None), registered);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever a storage throws, the next look tries again; meanwhile this process ticks by itself.
            log.JobStorageSilent(e);
        }
    }

    private async Task TickWhenSilentAsync(CancellationToken cancellationToken)
    {
        var since = ticker.LastTick;
        if (time.GetUtcNow() - since < LongestSilence)
        {
            return;
        }

        try
        {
            await ticker.TickAsync(cancellationToken);
            log.TickedAlone(since);
        }
        catch (StateException e)
        {
            log.TickFailed(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.JobStorageSilent(e);
        }
    }
}
