using System.Globalization;
using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using MySqlConnector;

namespace DataMonitor.Adapters.Tests.MySql;

/// <summary>A database of its own on the test server, dropped at the end.</summary>
internal sealed class MariaDbDatabase : IAsyncDisposable
{
    private MariaDbDatabase(string name) => Name = name;

    public string Name { get; }

    public static async Task<MariaDbDatabase> CreateAsync(string? setUp = null)
    {
        var database = new MariaDbDatabase($"sql_{Guid.NewGuid():N}");
        await RunAsync(TestServer.MariaDb, $"CREATE DATABASE {database.Name}");
        if (setUp is not null)
        {
            await database.RunAsync(setUp);
        }

        return database;
    }

    public MySqlSource Source(string? user = null, Secret? password = null, int? port = null, string? host = null)
    {
        var server = new MySqlConnectionStringBuilder(TestServer.MariaDb);
        return Source(Name, user ?? server.UserID, password, port ?? (int)server.Port, host ?? server.Server);
    }

    public static MySqlSource Source(string database, string user, Secret? password, int port, string host = "127.0.0.1") =>
        new(Sql.Scans.Header("mysql"), host, port, database, user, password, SqlTls.Prefer, null);

    public async Task RunAsync(string sql) => await RunAsync(ConnectionString, sql);

    public async Task<string> TextAsync(string sql)
    {
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)!;
    }

    public async ValueTask DisposeAsync() => await RunAsync(TestServer.MariaDb, $"DROP DATABASE {Name}");

    private string ConnectionString => new MySqlConnectionStringBuilder(TestServer.MariaDb) { Database = Name, Pooling = false, AllowUserVariables = true }.ConnectionString;

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new MySqlCommand($"SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES', SESSION time_zone = '+00:00';\n{sql}", connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
