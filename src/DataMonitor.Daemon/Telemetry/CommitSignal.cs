namespace DataMonitor.Daemon.Telemetry;

/// <summary>Tells exporters in this process that a run was committed, so that they need not poll. Safe from any thread.</summary>
internal sealed class CommitSignal
{
    private TaskCompletionSource source = NewSource();

    /// <summary>Completes at the next <see cref="Set"/>. Take it before reading what was committed: then no commit is overlooked.</summary>
    public Task Next => Volatile.Read(ref source).Task;

    public void Set() => Interlocked.Exchange(ref source, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
