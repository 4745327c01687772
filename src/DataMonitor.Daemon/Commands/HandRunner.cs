using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Commands.Reports;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;

namespace DataMonitor.Daemon.Commands;

/// <summary>Runs a dataset because a person asked for it.</summary>
internal sealed class HandRunner(IStateStore store, OpenSources sources, Catalog catalog, MonitorSettings settings, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Measurer measurer = new(store, store, sources, time, log);

    public async Task<DatasetOutcome> RunAsync(Selected selected, CancellationToken cancellationToken)
    {
        if (!selected.IsWhole)
        {
            var evidence = await measurer.MeasureAsync(catalog, selected.Dataset, Now(), cancellationToken);
            return new(evidence.Dataset, evidence.ScheduledAt, evidence.Report, IsRecorded: false);
        }

        var executor = new RunExecutor(
            store, measurer, new(catalog), NodeName.Own, settings.Limits.Lease, settings.Web.PublicUrl ?? settings.Web.Url, time, log);
        var run = await QueueAsync(selected.Dataset.Name, cancellationToken);
        var patience = run.ScheduledAt + (2 * settings.Limits.Lease);
        while (time.GetUtcNow() < patience)
        {
            if (await executor.ExecuteAsync(run.Id, cancellationToken) is { } evidence)
            {
                return new(evidence.Dataset, evidence.ScheduledAt, evidence.Report, IsRecorded: true);
            }

            await Task.Delay(Pause, time, cancellationToken); // a daemon is just checking this dataset
        }

        const string busy = "Another process is checking this dataset all the time; it was not checked again.";
        await store.MissAsync(run.Id, busy, time.GetUtcNow(), cancellationToken);
        return new(selected.Dataset, run.ScheduledAt, new(RunStatus.Errored, run.ScheduledAt, time.GetUtcNow(), catalog.Hash, busy, [], [], null, []), IsRecorded: false);
    }

    private async Task<Run> QueueAsync(string dataset, CancellationToken cancellationToken)
    {
        for (var at = Now(); ; at = at.AddMilliseconds(1))
        {
            if (await store.AddDueAsync([new(dataset, at, RunTrigger.Manual)], time.GetUtcNow(), cancellationToken) is [var run])
            {
                return run;
            }
        }
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
