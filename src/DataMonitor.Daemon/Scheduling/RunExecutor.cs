using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Carries one run from its claim to its commit, whoever asked for it. Safe from any thread.</summary>
/// <param name="node">Name of this process in claims.</param>
/// <param name="lease">How long a claim lasts without renewal: a run of a dead process is taken over after this time.</param>
/// <param name="statusPage">Address that messages link to, or <see langword="null"/>.</param>
internal sealed class RunExecutor(
    IRunStore store, Measurer measurer, CurrentCatalog catalog, string node, TimeSpan lease, Uri? statusPage, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan TimeToRelease = TimeSpan.FromSeconds(5);

    /// <returns>What was committed; <see langword="null"/> when the run is another's, or was lost to another while it was measured.</returns>
    /// <exception cref="OperationCanceledException">The process stops; the run was given back.</exception>
    /// <exception cref="StateException">The store does not answer; the run is taken up again when its lease has ended.</exception>
    public async Task<RunEvidence?> ExecuteAsync(Guid runId, CancellationToken cancellationToken)
    {
        var current = catalog.Value;
        if (await store.ClaimAsync(runId, node, lease, time.GetUtcNow(), cancellationToken) is not { } claim)
        {
            return null;
        }

        if (!current.Datasets.TryGetValue(claim.Dataset, out var dataset))
        {
            // Taken out of the definitions since it was queued: given back, the next tick ends it as missed.
            await store.ReleaseAsync(claim, cancellationToken);
            return null;
        }

        await using var keeper = new LeaseKeeper(store, claim, lease, time, log);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(keeper.Lost, cancellationToken);
        try
        {
            var evidence = await measurer.MeasureAsync(current, dataset, claim.ScheduledAt, either.Token);
            if (!await CommitAsync(claim, current, evidence, either.Token))
            {
                return null;
            }

            await measurer.Sampler.TakeAsync(current, evidence, store, either.Token);
            return evidence;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.ClaimLost(claim.Dataset, claim.ScheduledAt);
            return null;
        }
        catch (OperationCanceledException)
        {
            await ReleaseAsync(claim);
            throw;
        }
    }

    private async Task<bool> CommitAsync(Claim claim, Catalog current, RunEvidence evidence, CancellationToken cancellationToken)
    {
        var isCommitted = await store.CompleteAsync(
            claim,
            evidence.Dataset.Source,
            evidence.Report,
            unresolved => Consequences.Of(current.Alerts, evidence, unresolved, statusPage, () => Guid.CreateVersion7(time.GetUtcNow())),
            cancellationToken);
        if (!isCommitted)
        {
            log.ClaimLost(claim.Dataset, claim.ScheduledAt);
        }

        return isCommitted;
    }

    private async Task ReleaseAsync(Claim claim)
    {
        using var limit = new CancellationTokenSource(TimeToRelease, time);
        try
        {
            await store.ReleaseAsync(claim, limit.Token);
        }
        catch (Exception e) when (e is StateException or OperationCanceledException)
        {
            log.NotReleased(claim.Dataset, claim.ScheduledAt, e);
        }
    }
}
