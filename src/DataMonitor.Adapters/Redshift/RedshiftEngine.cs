using System.Collections.Immutable;
using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Planning;
using Npgsql;

namespace DataMonitor.Adapters.Redshift;

/// <summary>Sessions on Redshift, one a scan: it exports no snapshots.</summary>
/// <remarks>It knows no savepoints either: after a statement that failed, the rest of the scan sees a new snapshot.</remarks>
internal sealed class RedshiftEngine(RedshiftSource source, TimeProvider time) : SqlEngine
{
    private const string Begin = "BEGIN READ ONLY";

    private static readonly SqlText Rights = new("SELECT usesuper, usecreatedb FROM pg_user WHERE usename = current_user LIMIT $1", [1L]);

    private readonly NpgsqlDataSource connections = PostgresEngine.Connect(source.ConnectionString());
    private readonly PostgresFaults faults = new(source);

    public override SqlDialect Dialect { get; } = new RedshiftDialect();

    public override SqlCatalog Catalog { get; } = new RedshiftCatalog();

    public override async Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        var connection = connections.CreateConnection();
        using var timer = new CancellationTokenSource(options.Timeout + Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await connection.OpenAsync(either.Token);
            await SetAsync(connection, "statement_timeout", options.Timeout.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture), either.Token);
            await SetAsync(connection, "timezone", options.TimeZone, either.Token);
            await SetAsync(connection, "datestyle", "ISO", either.Token);
            await using var begin = new NpgsqlCommand(Begin, connection);
            await begin.ExecuteNonQueryAsync(either.Token);
            return new PostgresSession(connection, options.Timeout, time.GetUtcNow(), $"ROLLBACK; {Begin}", faults, time);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            await connection.DisposeAsync();
            throw faults.AtStart(e);
        }
        catch (OperationCanceledException e)
        {
            await connection.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw faults.AtStart(new TimeoutException(e.Message, e));
        }
    }

    public override async Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(new(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false), cancellationToken);
        try
        {
            var answer = await session.QueryAsync(Rights, cancellationToken);
            return answer.Rows is [["t", ..]] or [[_, "t"]]
                ? [$"User '{source.UserName}' is a superuser or may create databases. Use a user that may only SELECT."]
                : [];
        }
        catch (SqlFaultException e)
        {
            throw new SourceException(source.Name, "does not tell what its user may do", "Let the user read the catalog 'pg_catalog'.", isTransient: false, e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await connections.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>For the whole session, so that a rolled back transaction does not take it along.</summary>
    private static async Task SetAsync(NpgsqlConnection connection, string setting, string value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT set_config($1, $2, false)", connection);
        command.Parameters.Add(new() { Value = setting });
        command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
