using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Daemon.Tests.Telemetry;

/// <summary>A clock that tells when somebody begins to wait, so that a test can advance it neither too early nor by guessing.</summary>
internal sealed class ObservedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <returns>How long the next one who waits wants to wait.</returns>
    public async Task<TimeSpan> NextWaitAsync() => await waits.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
