using DataMonitor.Adapters.State;
using DataMonitor.Core.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Daemon.Tests.Scheduling;

/// <summary>A real state store on an empty SQLite file, under a clock of the test.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("monitor-runs-");

    private TestStore()
    {
        Time = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
        Store = StateStores.Open(new() { Path = Path.Combine(folder.FullName, "state.db") }, Time);
    }

    public FakeTimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public IStateStore Store { get; }

    public static async Task<TestStore> NewAsync()
    {
        var made = new TestStore();
        await made.Store.MigrateAsync(CancellationToken.None);
        return made;
    }

    /// <returns>A queued run of a dataset, due now.</returns>
    public async Task<Run> QueueAsync(string dataset) => (await Store.AddDueAsync([new(dataset, Now, RunTrigger.Schedule)], Now, CancellationToken.None)).ShouldHaveSingleItem();

    public async Task<Run> FindAsync(Guid id) => (await Store.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>Runs a queued run to a passed end.</summary>
    public async Task FinishAsync(Run run)
    {
        var claim = (await Store.ClaimAsync(run.Id, "test", TimeSpan.FromMinutes(1), Now, CancellationToken.None)).ShouldNotBeNull();
        var report = new RunReport(RunStatus.Passed, Now, Now, "hash", null, [], [], null, []);
        (await Store.CompleteAsync(claim, "shop", report, _ => RunConsequences.None, CancellationToken.None)).ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
