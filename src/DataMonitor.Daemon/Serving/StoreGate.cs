using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Serving;

/// <summary>Brings the state store up to date, and keeps trying while it does not answer; what needs it waits at <see cref="Opened"/>.</summary>
internal sealed class StoreGate(IStateStore store, TimeProvider time, ILogger<StoreGate> log) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => opened.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(250); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await store.MigrateAsync(stoppingToken);
                opened.TrySetResult();
                return;
            }
            catch (StateException e) when (e.IsTransient)
            {
                log.StoreSilent(e.Message);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }
}
