using System.Security.Cryptography;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Metrics;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Telemetry;

/// <summary>Carries committed runs to one sink, oldest first, and for ever tries again what it did not take. The store is the buffer: nothing waits in memory.</summary>
internal sealed class SinkExporter(
    IMetricSink sink, IExportLog log, EngineSeries engine, CurrentCatalog catalog, DaemonMetrics metrics, CommitSignal committed, TelemetryIdentity identity,
    TimeProvider time, ILogger<SinkExporter> logger)
{
    private const int RunsPerRead = 200;
    private const int PointsPerWrite = 5_000;

    /// <summary>How soon commits of other daemons are noticed.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    private int failures;
    private bool isReported = true; // a problem may be left from before the start

    /// <returns>Only when cancelled.</returns>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        metrics.PointsWritten(sink.Name, 0);
        metrics.PointsDropped(sink.Name, 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            var next = committed.Next;
            if (await TryExportAsync(cancellationToken) is { } delay)
            {
                await Task.Delay(delay, time, cancellationToken);
            }
            else
            {
                await WaitAsync(next, cancellationToken);
            }
        }
    }

    /// <returns>How long to wait before the next try, or <see langword="null"/> when the sink has everything.</returns>
    private async Task<TimeSpan?> TryExportAsync(CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await ExportAsync(cancellationToken);
                return null;
            }
            catch (SinkException e)
            {
                metrics.SinkWriteFailed(sink.Name);
                var delay = Delay(e.RetryAfter);
                logger.SinkStands(sink.Name, delay, e.Message);
                isReported = true;
                await log.ReportAsync(sink.Name, e.Message, cancellationToken);
                return delay;
            }
        }
        catch (StateException e)
        {
            var delay = Delay(null);
            logger.SinkStands(sink.Name, delay, e.Message);
            return delay;
        }
    }

    private async Task ExportAsync(CancellationToken cancellationToken)
    {
        while (await log.ReadAsync(sink.Name, RunsPerRead, cancellationToken) is { IsEmpty: false } entries)
        {
            var points = new List<SeriesPoint>();
            foreach (var entry in entries)
            {
                points.AddRange(SeriesPoints.Of(entry, catalog.Value.Datasets.GetValueOrDefault(entry.Run.Dataset), identity.Environment));
                if (points.Count >= PointsPerWrite || ReferenceEquals(entry, entries[^1]))
                {
                    var dropped = await WriteAsync(points, cancellationToken);
                    await log.AdvanceAsync(sink.Name, entry.Cursor, dropped, cancellationToken);
                    await RecoverAsync(cancellationToken);
                    points.Clear();
                }
            }
        }

        await engine.WriteAsync(
            async points =>
            {
                await WriteAsync(points, cancellationToken);
                await RecoverAsync(cancellationToken);
            },
            cancellationToken);
        failures = 0;
    }

    private async Task<int> WriteAsync(IReadOnlyList<SeriesPoint> points, CancellationToken cancellationToken)
    {
        var answer = await sink.WriteAsync(points, cancellationToken);
        metrics.PointsWritten(sink.Name, points.Count - answer.Refused);
        metrics.PointsDropped(sink.Name, answer.Refused);
        metrics.NonFiniteValues(answer.NonFinite);
        if (answer.Refused > 0)
        {
            logger.PointsRefused(sink.Name, answer.Refused, string.Join("; ", answer.Reasons));
        }

        return answer.Refused;
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (failures > 0)
        {
            logger.SinkMoves(sink.Name);
        }

        failures = 0;
        if (isReported)
        {
            await log.ReportAsync(sink.Name, null, cancellationToken);
            isReported = false;
        }
    }

    private TimeSpan Delay(TimeSpan? wish) => ExportDelay.After(++failures, RandomNumberGenerator.GetInt32(1_000) / 1_000d, wish);

    private async Task WaitAsync(Task next, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(Poll, time, over.Token));
        await over.CancelAsync();
    }
}
