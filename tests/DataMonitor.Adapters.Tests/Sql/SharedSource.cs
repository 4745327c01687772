using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>The tables of one test class, made by its first test and dropped after its last.</summary>
public sealed class SharedSource : IAsyncDisposable
{
    private Func<ValueTask>? tearDown;
    private SourceDefinition? source;

    public async ValueTask DisposeAsync()
    {
        if (tearDown is not null)
        {
            await tearDown();
        }
    }

    /// <param name="drop">Called once, after the last test; also when the set-up failed half way.</param>
    internal async Task<SourceDefinition> GetAsync(Func<Task<SourceDefinition>> setUp, Func<ValueTask> drop)
    {
        tearDown ??= drop;
        return source ??= await setUp();
    }
}
