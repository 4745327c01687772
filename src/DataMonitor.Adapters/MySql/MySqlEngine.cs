using System.Collections.Immutable;
using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using MySqlConnector;

namespace DataMonitor.Adapters.MySql;

/// <summary>Sessions on MySQL and MariaDB: one read-only, consistent snapshot on one connection, as neither can share it with another.</summary>
internal sealed class MySqlEngine(MySqlSource source, TimeProvider time) : SqlEngine
{
    /// <summary>
    /// Backslashes are plain, as our reading of owners' SQL expects; values in groups are never arbitrary; unsigned numbers may be subtracted.
    /// Double quotes stay strings and || stays OR, as owners of such databases know them.
    /// </summary>
    private const string Mode = "ONLY_FULL_GROUP_BY,NO_BACKSLASH_ESCAPES,NO_UNSIGNED_SUBTRACTION,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO";

    private readonly MySqlDataSource pooled = new(source.ConnectionString(isPooled: true));
    private readonly MySqlDataSource fresh = new(source.ConnectionString(isPooled: false));
    private readonly MySqlFaults faults = new(source);

    public override SqlDialect Dialect { get; } = new MySqlDialect();

    public override SqlCatalog Catalog { get; } = new MySqlCatalog();

    public override async Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        var connection = (options.HasOwnerSql ? fresh : pooled).CreateConnection();
        using var timer = new CancellationTokenSource(options.Timeout + Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await connection.OpenAsync(either.Token);
            return await StartAsync(connection, options, either.Token);
        }
        catch (Exception e) when (e is MySqlException or InvalidOperationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await connection.DisposeAsync();
            throw faults.AtStart(e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<StatementRead> CostAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken) =>
        MySqlCost.OfAsync(session, statement, cancellationToken);

    public override async Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        var options = new SessionOptions(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false);
        await using var session = await BeginAsync(options, cancellationToken);
        try
        {
            var answer = await session.QueryAsync(MySqlRights.Query, cancellationToken);
            return MySqlRights.Warnings(answer.Rows[0], source);
        }
        catch (SqlFaultException e)
        {
            throw new SourceException(source.Name, "does not tell what its user may do", "Let the user read 'information_schema'.", isTransient: false, e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await pooled.DisposeAsync();
        await fresh.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task<SqlSession> StartAsync(MySqlConnection connection, SessionOptions options, CancellationToken cancellationToken)
    {
        var isMariaDb = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
        var limit = isMariaDb
            ? string.Create(CultureInfo.InvariantCulture, $"max_statement_time = {options.Timeout.TotalSeconds:0.###}")
            : string.Create(CultureInfo.InvariantCulture, $"max_execution_time = {options.Timeout.TotalMilliseconds:0}");
        var grace = (int)Grace.TotalSeconds;
        await RunAsync(
            connection,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SET SESSION sql_mode = '{Mode}', SESSION sql_auto_is_null = 0, SESSION div_precision_increment = 20,
                  SESSION lock_wait_timeout = {grace}, SESSION innodb_lock_wait_timeout = {grace},
                  SESSION wait_timeout = {(int)(options.Timeout.TotalSeconds * 2) + grace}, SESSION {limit};
                SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
                """),
            cancellationToken);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        await SetZoneAsync(connection, zone, cancellationToken);
        await RunAsync(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", cancellationToken);
        await using var clock = new MySqlCommand("SELECT utc_timestamp(6)", connection);
        var startedAt = (DateTime)(await clock.ExecuteScalarAsync(cancellationToken))!;
        return new MySqlSession(connection, options.Timeout, new(startedAt, TimeSpan.Zero), zone, faults, time);
    }

    /// <summary>By name where the server has it, otherwise by offset if the zone never had another.</summary>
    private async Task SetZoneAsync(MySqlConnection connection, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        if (OnlyOffset(zone) is { } offset)
        {
            await RunAsync(connection, $"SET SESSION time_zone = '{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}'", cancellationToken);
            return;
        }

        try
        {
            await using var command = new MySqlCommand("SET SESSION time_zone = @zone", connection);
            command.Parameters.AddWithValue("@zone", zone.Id);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.UnknownTimeZone)
        {
            throw new SourceException(
                source.Name,
                $"does not know the time zone '{zone.Id}' of the dataset, in which it would have to read its dates",
                "Load the zones with mysql_tzinfo_to_sql, or let the dataset use UTC.",
                isTransient: false,
                e);
        }
    }

    /// <returns>The offset of a zone that has had no other since 1970, or <see langword="null"/>.</returns>
    private static TimeSpan? OnlyOffset(TimeZoneInfo zone)
    {
        var first = zone.GetUtcOffset(DateTimeOffset.UnixEpoch);
        var months = Enumerable.Range(0, 12 * 80).Select(month => zone.GetUtcOffset(DateTimeOffset.UnixEpoch.AddMonths(month)));
        return first.Seconds == 0 && months.All(offset => offset == first) ? first : null;
    }

    private static async Task RunAsync(MySqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
