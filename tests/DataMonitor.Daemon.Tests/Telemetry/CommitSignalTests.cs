using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Tests.Telemetry;

public sealed class CommitSignalTests
{
    [Fact]
    public void Set_SomebodyWaits_Completes()
    {
        var signal = new CommitSignal();
        var next = signal.Next;

        signal.Set();

        next.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Next_AfterSet_WaitsForTheNextOne()
    {
        var signal = new CommitSignal();

        signal.Set();

        signal.Next.IsCompleted.ShouldBeFalse();
    }
}
