namespace DataMonitor.Daemon.Demo;

/// <summary>A clock that can be set: between two settings it runs like the machine's. Timers and durations are real.</summary>
internal sealed class DemoClock(TimeProvider real, DateTimeOffset start) : TimeProvider
{
    private long offset = (start - real.GetUtcNow()).Ticks;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + new TimeSpan(Volatile.Read(ref offset));

    public void Set(DateTimeOffset now) => Volatile.Write(ref offset, (now - real.GetUtcNow()).Ticks);
}
