using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Turns time into work: writes a row for each due occurrence and hands runs that wait to workers. Any number of daemons may tick; rows are unique, claims are fenced.</summary>
internal sealed class Ticker(
    IRunStore store, IStatusReader status, CurrentCatalog catalog, IRunQueue queue, SourceTurns turns, DaemonMetrics metrics, TimeProvider time, ILogger<Ticker> log) : IDisposable
{
    public const string MissedProblem = "No daemon ran it in time.";

    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly Timetable timetable = new();
    private readonly Dispatcher dispatcher = new(store, status, queue, turns, metrics, log);
    private DateTimeOffset refreshAt = DateTimeOffset.MinValue;
    private long lastTick;

    /// <summary>When this process last finished a tick; the beginning of time before the first.</summary>
    public DateTimeOffset LastTick => new(Volatile.Read(ref lastTick), TimeSpan.Zero);

    /// <summary>Does nothing when a tick is under way in this process.</summary>
    /// <exception cref="StateException">The store did not answer; what was due stays due.</exception>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!await oneAtATime.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        try
        {
            var now = time.GetUtcNow();
            var current = catalog.Value;
            await AddAsync(current, now, cancellationToken);
            var lag = await dispatcher.DispatchAsync(current, now, cancellationToken);
            metrics.Ticked(now, lag);
            Volatile.Write(ref lastTick, now.UtcTicks);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task AddAsync(Catalog current, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (timetable.Follow(current, now) || now >= refreshAt)
        {
            refreshAt = DateTimeOffset.MinValue;
            timetable.Refresh(await store.NewestScheduledAsync(cancellationToken));
        }

        // Set again only when all is stored: an exception in between makes the next tick ask the store where it stands.
        refreshAt = refreshAt == DateTimeOffset.MinValue ? now + RefreshEvery : refreshAt;
        var due = timetable.Look(now).ToArray();
        if (due.Length == 0)
        {
            return;
        }

        var next = refreshAt;
        refreshAt = DateTimeOffset.MinValue;
        ImmutableArray<Occurrence> missed = [.. due.SelectMany(each => each.Missed)];
        if (missed.Length > 0 && await store.AddMissedAsync(missed, MissedProblem, now, cancellationToken) is > 0 and var added)
        {
            log.OccurrencesMissed(added);
            metrics.RunsMissed(added);
        }

        ImmutableArray<Occurrence> ready = [.. due.SelectMany(each => each.Due)];
        if (ready.Length > 0)
        {
            await store.AddDueAsync(ready, now, cancellationToken);
        }

        refreshAt = next;
    }
}
