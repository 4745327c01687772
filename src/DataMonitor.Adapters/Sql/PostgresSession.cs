using DataMonitor.Core.Planning;
using Npgsql;
using NpgsqlTypes;

namespace DataMonitor.Adapters.Sql;

/// <summary>A transaction on PostgreSQL or its kin.</summary>
/// <param name="recovery">What makes the session fit again after a failed statement.</param>
internal sealed class PostgresSession(
    NpgsqlConnection connection,
    TimeSpan timeout,
    DateTimeOffset startedAt,
    string recovery,
    PostgresFaults faults,
    TimeProvider time) : SqlSession
{
    public const string Savepoint = "monitor";

    /// <summary>Back to the savepoint, so that the snapshot stays.</summary>
    public const string Recovery = "ROLLBACK TO SAVEPOINT " + Savepoint;

    /// <summary>Name under which other sessions may join; <see langword="null"/> before <see cref="ExportAsync"/>.</summary>
    public string? Snapshot { get; private set; }

    public override DateTimeOffset SnapshotAt => startedAt;

    public override async Task<SqlRows> QueryAsync(SqlText statement, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var timer = new CancellationTokenSource(timeout + SqlEngine.Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await ReadAsync(statement, either.Token);
        }
        catch (PostgresException e) when (PostgresFaults.IsOfStatement(e))
        {
            var fault = PostgresFaults.Of(e, statement.Sql, wasLong: time.GetElapsedTime(start) >= timeout * 0.9);
            await RunAsync(recovery, cancellationToken);
            throw new SqlFaultException(fault, e);
        }
        catch (NpgsqlException e)
        {
            throw faults.Midway(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(
                faults.SourceName,
                $"did not answer within {FaultWords.Words(timeout + SqlEngine.Grace)}, though the server was told to give up before",
                "Look whether the server and the network are overloaded.",
                isTransient: true,
                e);
        }
    }

    public async Task ExportAsync(CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in new[] { $"RELEASE SAVEPOINT {Savepoint}", "SELECT pg_export_snapshot()", $"SAVEPOINT {Savepoint}" })
        {
            batch.BatchCommands.Add(new(sql)); // the server shares no snapshot from inside a savepoint
        }

        using var timer = new CancellationTokenSource(SqlEngine.Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            Snapshot = (string?)await batch.ExecuteScalarAsync(either.Token);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw faults.Midway(e);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("ROLLBACK", CancellationToken.None);
        }
        catch (SessionLostException)
        {
            // nothing is left to roll back
        }

        await connection.DisposeAsync();
    }

    private async Task<SqlRows> ReadAsync(SqlText statement, CancellationToken cancellationToken)
    {
        if (statement.Parameters.IsEmpty)
        {
            // With a positional parameter the driver sends the text as it is, and the server refuses a second statement; without one it would split the text at semicolons.
            throw new InvalidOperationException("A statement without a parameter is not sent.");
        }

        await using var command = new NpgsqlCommand(statement.Sql, connection) { AllResultTypesAreUnknown = true };
        foreach (var value in statement.Parameters)
        {
            command.Parameters.Add(Parameter(value));
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(index => new SqlColumn(reader.GetName(index), reader.GetDataTypeName(index)));
        var answer = new SqlRows([.. columns], new List<object?[]>());
        var rows = (List<object?[]>)answer.Rows;
        while (rows.Count < SqlWriter.MostRows && await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[reader.FieldCount];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] = await reader.IsDBNullAsync(index, cancellationToken) ? null : reader.GetString(index);
            }

            rows.Add(row);
        }

        return answer;
    }

    /// <summary>A statement of ours, limited to the time of grace.</summary>
    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(SqlEngine.Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(either.Token);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw faults.Midway(e);
        }
    }

    private static NpgsqlParameter Parameter(object value) => value switch
    {
        SameTypeText same => new() { Value = same.Text, NpgsqlDbType = NpgsqlDbType.Unknown },
        DateTimeOffset instant => new() { Value = instant.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        string text => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Text },
        _ => new() { Value = value },
    };
}
