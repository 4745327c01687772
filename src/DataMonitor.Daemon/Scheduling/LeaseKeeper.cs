using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Renews the lease of a claim until it is disposed.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource done = new();
    private readonly Task renewal;

    public LeaseKeeper(IRunStore store, Claim claim, TimeSpan lease, TimeProvider time, ILogger log)
    {
        Lost = lost.Token;
        renewal = RenewAsync(store, claim, lease, time, log, done.Token);
    }

    /// <summary>Cancelled when the claim is another's, or when the store has been silent for so long that it must be taken as such.</summary>
    public CancellationToken Lost { get; }

    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        await renewal;
        lost.Dispose();
        done.Dispose();
    }

    private async Task RenewAsync(IRunStore store, Claim claim, TimeSpan lease, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var renewedAt = time.GetTimestamp();
        try
        {
            while (time.GetElapsedTime(renewedAt) < lease)
            {
                await Task.Delay(lease / 3, time, cancellationToken);
                try
                {
                    if (!await store.RenewAsync(claim, lease, time.GetUtcNow(), cancellationToken))
                    {
                        break;
                    }

                    renewedAt = time.GetTimestamp();
                }
                catch (StateException e)
                {
                    log.LeaseNotRenewed(claim.Dataset, e);
                }
            }

            await lost.CancelAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over.
        }
    }
}
