using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

/// <summary>A suite that both engines pass. Each test gets an empty store.</summary>
public abstract class StateTests(StateDatabase database) : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected StateDatabase Database => database;

    private protected IStateStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await database.NewAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
