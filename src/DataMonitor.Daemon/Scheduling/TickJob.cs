using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>The one recurring job. Hangfire stores the name of this method: treat it as a file format.</summary>
internal sealed class TickJob(Ticker ticker, ILogger<TickJob> log)
{
    public const string Queue = "clock";
    public const string Id = "tick";

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ticker.TickAsync(cancellationToken);
        }
        catch (StateException e)
        {
            log.TickFailed(e.Message);
        }
    }
}
