using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Npgsql;

namespace DataMonitor.Adapters.Sql;

/// <summary>Sessions on PostgreSQL: read-only, REPEATABLE READ, with limits that the server enforces, all in one snapshot that is exported and joined.</summary>
internal sealed partial class PostgresEngine(PostgresSource source, TimeProvider time) : SqlEngine
{
    private readonly NpgsqlDataSource pooled = Connect(source.ConnectionString(isPooled: true));
    private readonly NpgsqlDataSource fresh = Connect(source.ConnectionString(isPooled: false));
    private readonly PostgresFaults faults = new(source);

    public override SqlDialect Dialect { get; } = new PostgresDialect();

    public override SqlCatalog Catalog { get; } = new PostgresCatalog(new());

    public override bool SharesSnapshots => true;

    public override Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken) => OpenAsync(options, null, cancellationToken);

    public override Task ShareAsync(SqlSession first, CancellationToken cancellationToken) => ((PostgresSession)first).ExportAsync(cancellationToken);

    public override Task<SqlSession> JoinAsync(SqlSession first, SessionOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, ((PostgresSession)first).Snapshot, cancellationToken);

    public override Task<StatementRead> CostAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken) =>
        PostgresCost.OfAsync(session, statement, cancellationToken);

    public override async Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        var options = new SessionOptions(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false);
        await using var session = await BeginAsync(options, cancellationToken);
        try
        {
            var answer = await session.QueryAsync(PostgresRights.Query, cancellationToken);
            return PostgresRights.Warnings(answer.Rows[0], source);
        }
        catch (SqlFaultException e)
        {
            throw new SourceException(source.Name, "does not tell what its user may do", "Let the user read the catalog 'pg_catalog'.", isTransient: false, e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await pooled.DisposeAsync();
        await fresh.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <remarks>Answers are read as text, so the types of the server need not be asked for: one round trip less, and no value that .NET cannot hold.</remarks>
    public static NpgsqlDataSource Connect(string connectionString)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
        builder.EnableTransportSecurity();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private async Task<SqlSession> OpenAsync(SessionOptions options, string? snapshot, CancellationToken cancellationToken)
    {
        var connection = (options.HasOwnerSql ? fresh : pooled).CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return await StartAsync(connection, options, snapshot, cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            await connection.DisposeAsync();
            throw faults.AtStart(e);
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everything that a session needs, in one round trip.</summary>
    private async Task<SqlSession> StartAsync(NpgsqlConnection connection, SessionOptions options, string? snapshot, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        if (snapshot is not null)
        {
            batch.BatchCommands.Add(new($"SET TRANSACTION SNAPSHOT '{(SnapshotId().IsMatch(snapshot) ? snapshot : throw new InvalidOperationException("The snapshot has no valid name."))}'"));
        }

        // The last two fix how the server reads our text: a role may have changed them.
        var settings = new NpgsqlBatchCommand(
            """
            SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true), set_config('idle_in_transaction_session_timeout', $3, true),
              set_config('TimeZone', $4, true), set_config('DateStyle', 'ISO', true), set_config('extra_float_digits', '1', true),
              set_config('standard_conforming_strings', 'on', true), set_config('backslash_quote', 'safe_encoding', true),
              now()
            """);
        foreach (var limit in new[] { options.Timeout, Grace, options.Timeout + options.Timeout + Grace })
        {
            settings.Parameters.Add(new() { Value = ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) });
        }

        settings.Parameters.Add(new() { Value = options.TimeZone });
        batch.BatchCommands.Add(settings);
        batch.BatchCommands.Add(new($"SAVEPOINT {PostgresSession.Savepoint}"));

        using var timer = new CancellationTokenSource(options.Timeout + Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(either.Token);
            await reader.ReadAsync(either.Token);
            var startedAt = new DateTimeOffset(reader.GetDateTime(8));
            while (await reader.NextResultAsync(either.Token))
            {
                // errors of the rest of the batch come up here
            }

            return new PostgresSession(connection, options.Timeout, startedAt, PostgresSession.Recovery, faults, time);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(e.Message, e);
        }
    }

    [GeneratedRegex("^[0-9A-F-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SnapshotId();
}
