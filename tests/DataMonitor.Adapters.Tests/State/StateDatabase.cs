using DataMonitor.Adapters.State;
using DataMonitor.Core.Runs;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace DataMonitor.Adapters.Tests.State;

/// <summary>An empty database for each test of a class.</summary>
public abstract class StateDatabase : IAsyncDisposable
{
    private readonly List<IStateStore> opened = [];

    public FakeTimeProvider Time { get; } = new(Runs.Noon);

    /// <summary>Another store on the same database, as another daemon would open it.</summary>
    public IStateStore Open()
    {
        var store = new StateStore(Dialect(), Time);
        opened.Add(store);
        return store;
    }

    /// <returns>A store on an empty, migrated database.</returns>
    public async Task<IStateStore> NewAsync()
    {
        await CloseAsync();
        await EmptyAsync();
        var store = Open();
        await store.MigrateAsync(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await DropAsync();
        GC.SuppressFinalize(this);
    }

    internal abstract StateDialect Dialect();

    protected abstract Task EmptyAsync();

    protected abstract Task DropAsync();

    private async Task CloseAsync()
    {
        foreach (var store in opened)
        {
            await store.DisposeAsync();
        }

        opened.Clear();
    }
}

public sealed class SqliteStateDatabase : StateDatabase
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("monitor-state-");
    private int number;

    public string Path => System.IO.Path.Combine(folder.FullName, $"state-{number}.db");

    internal override StateDialect Dialect() => new SqliteDialect(Path);

    protected override Task EmptyAsync()
    {
        number++;
        return Task.CompletedTask;
    }

    protected override Task DropAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class PostgresStateDatabase : StateDatabase
{
    private readonly string name = $"monitor_state_{Guid.NewGuid():N}";
    private bool exists;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(TestServer.Postgres) { Database = name, MaxPoolSize = 20 }.ConnectionString;

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await ExecuteAsync(connection, sql);
    }

    /// <summary>Returns when a session of this database waits for a lock; fails when the work ends without waiting.</summary>
    public async Task WaitForBlockedAsync(Task work, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while ((long)(await command.ExecuteScalarAsync(cancellationToken))! == 0)
        {
            work.IsCompleted.ShouldBeFalse("it must wait for the lock");
            await Task.Yield();
        }
    }

    internal override StateDialect Dialect() => new PostgresDialect(ConnectionString);

    protected override async Task EmptyAsync()
    {
        if (!exists)
        {
            await ExecuteOnServerAsync($"CREATE DATABASE {name}");
            exists = true;
        }

        await ExecuteAsync("DROP SCHEMA IF EXISTS monitor CASCADE");
    }

    protected override async Task DropAsync()
    {
        if (exists)
        {
            await ExecuteOnServerAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    private static async Task ExecuteOnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(TestServer.Postgres + ";Pooling=false");
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
