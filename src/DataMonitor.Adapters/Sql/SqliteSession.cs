using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataMonitor.Adapters.Sql;

/// <summary>A read transaction on a SQLite file. SQLite works in the caller's thread, so each statement gets one of its own, and a handler that ends it in time.</summary>
internal sealed class SqliteSession(string connectionString, string sourceName, TimeSpan timeout, TimeProvider time) : SqlSession
{
    /// <summary>Virtual machine instructions between two looks at the clock: about a millisecond.</summary>
    private const int Instructions = 20_000;

    private readonly SqliteConnection connection = new(connectionString);

    public override DateTimeOffset SnapshotAt { get; } = time.GetUtcNow();

    public override async Task<SqlRows> QueryAsync(SqlText statement, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var token = either.Token;
        try
        {
            return await Task.Run(() => Read(statement, token), CancellationToken.None);
        }
        catch (SqliteException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.IsOfStatement(e) ? new SqlFaultException(SqliteFaults.Of(e), e) : SqliteFaults.OfSource(e, sourceName);
        }
        catch (OverflowException e)
        {
            throw new SqlFaultException(new(SqlFaultKind.OutOfRange, "overflow"), e);
        }
    }

    public void Open(Action<SqliteConnection> prepare)
    {
        connection.Open();
        prepare(connection);
    }

    public void Close() => connection.Dispose();

    public override async ValueTask DisposeAsync() => await connection.DisposeAsync(); // which rolls back

    private SqlRows Read(SqlText statement, CancellationToken cancellationToken)
    {
        raw.sqlite3_progress_handler(connection.Handle!, Instructions, static state => ((CancellationToken)state!).IsCancellationRequested ? 1 : 0, cancellationToken);
        using var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        for (var index = 0; index < statement.Parameters.Length; index++)
        {
            command.Parameters.AddWithValue($"${index + 1}", Value(statement.Parameters[index]));
        }

        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(index => new SqlColumn(reader.GetName(index), reader.GetDataTypeName(index)));
        var rows = new List<object?[]>();
        while (rows.Count < SqlWriter.MostRows && reader.Read())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(Array.ConvertAll(row, cell => cell is DBNull ? null : cell));
        }

        return new([.. columns], rows);
    }

    private static object Value(object value) => value switch
    {
        decimal number => (double)number,
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
