using Npgsql;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>A database of its own on the test server, dropped at the end.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string server;

    private PostgresDatabase(string name, string server) => (Name, this.server) = (name, server);

    public string Name { get; }

    /// <param name="server">Connection string; <see langword="null"/> for the usual server.</param>
    public static async Task<PostgresDatabase> CreateAsync(string? setUp = null, string? server = null)
    {
        var database = new PostgresDatabase($"sql_{Guid.NewGuid():N}", server ?? TestServer.Postgres);
        await RunAsync(database.server, $"CREATE DATABASE {database.Name}");
        if (setUp is not null)
        {
            await database.RunAsync(setUp);
        }

        return database;
    }

    public NpgsqlConnection Connect() => new(new NpgsqlConnectionStringBuilder(server) { Database = Name, Pooling = false }.ConnectionString);

    public async Task RunAsync(string sql)
    {
        await using var connection = Connect();
        await RunAsync(connection.ConnectionString, sql);
    }

    public async Task<string> TextAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task DropUserAsync(string user)
    {
        await RunAsync($"DROP OWNED BY {user}");
        await RunAsync($"DROP ROLE {user}");
    }

    public async ValueTask DisposeAsync() => await RunAsync(server, $"DROP DATABASE {Name} WITH (FORCE)");

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
