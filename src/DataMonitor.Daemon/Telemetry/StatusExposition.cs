using DataMonitor.Adapters.Prometheus;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Telemetry;

/// <summary>The part of <c>/metrics</c> that comes from the store, read again at most every five seconds however many scrape. Safe from any thread.</summary>
internal sealed class StatusExposition(
    IStatusReader status, CurrentCatalog catalog, RunIntervals intervals, DaemonMetrics metrics, TelemetryIdentity identity, TimeProvider time,
    ILogger<StatusExposition> logger) : IDisposable
{
    private const int MaxSeries = 200_000;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1);
    private ReadOnlyMemory<byte> body;
    private DateTimeOffset? readAt;

    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (readAt is null || now - readAt >= MaxAge)
            {
                body = await RenderAsync(now, cancellationToken);
                readAt = now;
            }

            return body;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<ReadOnlyMemory<byte>> RenderAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = new PrometheusText(MaxSeries);
        try
        {
            var definitions = catalog.Value;
            var states = await status.NewestAsync(cancellationToken);
            var statistics = await status.StatisticsAsync(now, cancellationToken);
            new StatusSeries(identity.Environment, definitions, states, statistics, intervals.Of(definitions), now).Write(text);
        }
        catch (StateException e)
        {
            logger.StatusUnknown(e.Message);
            text.Family("dq_state_store_up", "1 when the state store answered, otherwise 0 and nothing else is known here.");
            text.Series([], 0);
        }

        if (text.Capped > 0)
        {
            metrics.SeriesCapped(text.Capped);
            logger.SeriesCapped(text.Capped, MaxSeries);
        }

        return text.Written;
    }
}
