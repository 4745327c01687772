using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataMonitor.Adapters.Sql;

/// <summary>Sessions on a SQLite file. A deferred read transaction on one connection is the snapshot, so statements follow each other.</summary>
internal sealed class SqliteEngine(SqliteSource source, string path, TimeProvider time) : SqlEngine
{
    private const int LimitLength = 0;
    private const int LimitAttached = 7;
    private const int LongestValue = 64 * 1024 * 1024;

    /// <summary>Options of sqlite3_db_config: no writes to its own tables, no text where a column is meant, no functions hidden in a schema.</summary>
    private static readonly (int Option, int Value)[] Defences = [(1010, 1), (1013, 0), (1014, 0), (1017, 0)];

    public override SqlDialect Dialect { get; } = new SqliteDialect();

    public override SqlCatalog Catalog { get; } = new SqliteCatalog();

    public override async Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new SourceException(source.Name, $"has no file '{source.Path}'", "Correct 'path' in checks/sources.yaml, or create the database.", isTransient: false);
        }

        return await Task.Run(() => Open(options), cancellationToken);
    }

    public override Task<StatementRead> CostAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken) =>
        SqliteCost.OfAsync(session, statement, relation, cancellationToken);

    public override async Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(new(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false), cancellationToken);
        return [];
    }

    private SqliteSession Open(SessionOptions options)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = (int)Grace.TotalSeconds };
        var session = new SqliteSession(settings.ConnectionString, source.Name, options.Timeout, time);
        try
        {
            session.Open(connection => Confine(connection, options));
            return session;
        }
        catch (SqliteException e)
        {
            session.Close();
            throw SqliteFaults.OfSource(e, source.Name);
        }
    }

    private static void Confine(SqliteConnection connection, SessionOptions options)
    {
        foreach (var (option, value) in Defences)
        {
            raw.sqlite3_db_config(connection.Handle!, option, value, out _);
        }

        raw.sqlite3_limit(connection.Handle!, LimitAttached, 0);
        raw.sqlite3_limit(connection.Handle!, LimitLength, LongestValue);
        SqliteFunctions.Register(connection, TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone));
        foreach (var sql in new[] { "PRAGMA query_only = ON", "BEGIN", "SELECT count(*) FROM sqlite_schema" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteScalar();
        }
    }
}
