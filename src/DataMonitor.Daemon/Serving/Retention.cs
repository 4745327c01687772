using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Serving;

/// <summary>Removes what is too old, a little each hour.</summary>
internal sealed class Retention(IRunStore store, StoreGate gate, TimeSpan keep, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.Opened.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var before = time.GetUtcNow() - keep;
            try
            {
                await store.PruneSamplesAsync(time.GetUtcNow(), stoppingToken);
                if (await store.PruneAsync(before, stoppingToken) is > 0 and var count)
                {
                    log.Pruned(count, before);
                }
            }
            catch (StateException e)
            {
                log.StoreSilent(e.Message);
            }
        }
    }
}
