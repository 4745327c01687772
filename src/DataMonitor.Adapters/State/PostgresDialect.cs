using System.Data;
using System.Data.Common;
using DataMonitor.Core.Runs;
using DbUp.Postgresql;
using Npgsql;
using NpgsqlTypes;

namespace DataMonitor.Adapters.State;

/// <summary>The store that several daemons share: schema <c>monitor</c> of a PostgreSQL database.</summary>
internal class PostgresDialect : StateDialect
{
    public const string Schema = "monitor";

    private const string MigrationLock = "5579870126213427713";
    private const string CommitLock = "5579870126213427714";

    private readonly NpgsqlDataSource database;

    /// <exception cref="StateException">The connection string cannot be read.</exception>
    public PostgresDialect(string connectionString)
    {
        try
        {
            database = NpgsqlDataSource.Create(Settings(connectionString));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // No cause: its text may quote the connection string.
            throw new StateException(
                "has a PostgreSQL connection string that cannot be read",
                "Write it as Host=…;Port=5432;Database=…;Username=…;Password=….",
                isTransient: false);
        }
    }

    public override string Scripts => "PostgreSql";

    public override Sql FindJournal { get; } = Sql.Raw($"SELECT to_regclass('{Schema}.{StateMigrations.Journal}')::text");

    public override Sql ForUpdate { get; } = Sql.Raw(" FOR UPDATE");

    public override Sql ForUpdateSkipLocked { get; } = Sql.Raw(" FOR UPDATE OF n SKIP LOCKED");

    // Sequences become visible out of order, so their numbers are taken one transaction at a time. (Ordering by transaction number and reading
    // below pg_snapshot_xmin needs no lock, but then a long transaction in any database of the server stops the export.)
    public override Sql CommitPosition { get; } = Sql.Raw(
        $"WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock({CommitLock})) SELECT nextval('commit_order') FROM held");

    public override async Task<DbConnection> OpenAsync(bool writes, CancellationToken cancellationToken) =>
        await database.OpenConnectionAsync(cancellationToken);

    public override ValueTask CloseAsync(DbConnection connection, bool writes, bool broken) => connection.DisposeAsync();

    public override ValueTask<DbTransaction> BeginAsync(DbConnection connection, bool writes, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(writes ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead, cancellationToken);

    public override Task LockAsync(StateSession session, string name, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await StateMigrations.IsCurrentAsync(this, connection, cancellationToken))
        {
            await UpgradeAsync(connection, cancellationToken);
        }
    }

    public override DbParameter Parameter(DbCommand command, string name, object? value) => value is JsonText json
        ? new NpgsqlParameter(name, NpgsqlDbType.Json) { Value = json.Text }
        : new NpgsqlParameter(name, value ?? DBNull.Value);

    public override StateException Explain(DbException failure) => failure switch
    {
        PostgresException e => Explain(e),
        NpgsqlException e => new("does not answer", "Check that PostgreSQL runs and can be reached from here.", isTransient: true, e),
        _ => new("reports an error", "Read the daemon's log for its cause.", isTransient: false, failure),
    };

    public override ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task UpgradeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Held by this session while DbUp works on connections of its own.
        await ExecuteAsync(connection, Sql.Raw($"SELECT pg_advisory_lock({MigrationLock})"), cancellationToken);
        try
        {
            await ExecuteAsync(
                connection,
                Sql.Raw($"DO $$ BEGIN IF to_regnamespace('{Schema}') IS NULL THEN CREATE SCHEMA {Schema}; END IF; END $$"),
                cancellationToken);
            StateMigrations.Apply(this, PostgresqlExtensions.PostgresqlDatabase(new PostgresqlConnectionManager(database), Schema)
                .JournalToPostgresqlTable(Schema, StateMigrations.Journal)
                .WithTransactionPerScript());
        }
        finally
        {
            await ExecuteAsync(connection, Sql.Raw($"SELECT pg_advisory_unlock({MigrationLock})"), CancellationToken.None);
        }
    }

    private static StateException Explain(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new("refused the user or the password", "Correct them in the PostgreSQL connection string of the state.", isTransient: false, e),
        PostgresErrorCodes.InvalidCatalogName =>
            new("does not have the database", "Create it, or correct Database in the PostgreSQL connection string of the state.", isTransient: false, e),
        PostgresErrorCodes.InsufficientPrivilege =>
            new("did not allow a statement", $"Let the user own the schema '{Schema}', or create it (GRANT CREATE ON DATABASE).", isTransient: false, e),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
            new("lacks its tables", "Start `monitor serve` once: it makes them.", isTransient: false, e),
        PostgresErrorCodes.DiskFull => new("cannot write: the disk of PostgreSQL is full", "Free some space; it goes on by itself then.", isTransient: true, e),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded =>
            new("has no free connection", "Raise max_connections of PostgreSQL, or lower 'Maximum Pool Size'.", isTransient: true, e),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            new("is a standby that takes no writes", "Let the connection string name the primary (Target Session Attributes=primary).", isTransient: true, e),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure =>
            new("is busy: another transaction holds the rows", "It is tried again by itself.", isTransient: true, e),
        PostgresErrorCodes.QueryCanceled => new("did not finish a statement in time", "It is tried again by itself.", isTransient: true, e),
        _ when e.IsTransient || e.SqlState.StartsWith("57", StringComparison.Ordinal) || e.SqlState.StartsWith("08", StringComparison.Ordinal) =>
            new($"ended the connection (SQLSTATE {e.SqlState})", "It is tried again by itself.", isTransient: true, e),
        _ => new($"reports SQLSTATE {e.SqlState}", "Read the log of PostgreSQL for its cause.", isTransient: false, e),
    };

    private static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Schema, IncludeErrorDetail = false, Enlist = false };
        settings.ApplicationName ??= "monitor";
        settings.KeepAlive = settings.KeepAlive == 0 ? 30 : settings.KeepAlive;

        // A daemon that stands still in a transaction must not hold the others up: the server ends it before they give up, and its late write is refused.
        settings.Options ??= "-c idle_in_transaction_session_timeout=15000 -c lock_timeout=20000";
        return settings;
    }

    private async Task ExecuteAsync(DbConnection connection, Sql sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        sql.WriteTo(command, this);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
