using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Telemetry;
using Hangfire;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>One run of one dataset. Hangfire stores the name of this method and the id, nothing else: treat both as a file format.</summary>
internal sealed class RunJob(
    RunExecutor executor, SourceTurns turns, IRunQueue queue, DaemonMetrics metrics, CommitSignal committed, ILogger<RunJob> log)
{
    public const string Queue = "runs";

    public async Task ExecuteAsync(Guid runId, CancellationToken cancellationToken)
    {
        if (!turns.TryBegin(runId))
        {
            return; // handed over again when its source has a turn
        }

        try
        {
            if (await executor.ExecuteAsync(runId, cancellationToken) is { } evidence)
            {
                metrics.RunFinished(evidence.Dataset.Source, evidence.Report);
                committed.Set();
                log.RunFinished(evidence.Dataset.Name, evidence.ScheduledAt, evidence.Report.Status);
            }
        }
        catch (StateException e)
        {
            log.StoreSilent(e.Message); // the run is handed over again once its lease has ended
        }
        finally
        {
            if (turns.End(runId) is { } next && !cancellationToken.IsCancellationRequested)
            {
                queue.Enqueue(next);
            }
        }
    }
}

/// <summary>Hands runs over through Hangfire.</summary>
internal sealed class HangfireRunQueue(IBackgroundJobClientV2 client) : IRunQueue
{
    public void Enqueue(Guid runId) => client.Enqueue<RunJob>(RunJob.Queue, job => job.ExecuteAsync(runId, CancellationToken.None));

    public long Waiting() => client.Storage.GetMonitoringApi().EnqueuedCount(RunJob.Queue);
}
