using System.Data;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Planning;
using MySqlConnector;

namespace DataMonitor.Adapters.MySql;

/// <summary>A transaction on MySQL or MariaDB. A failed statement leaves the snapshot as it is.</summary>
/// <param name="zone">Of the session: instants are bound as its local time.</param>
internal sealed class MySqlSession(
    MySqlConnection connection,
    TimeSpan timeout,
    DateTimeOffset startedAt,
    TimeZoneInfo zone,
    MySqlFaults faults,
    TimeProvider time) : SqlSession
{
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
        catch (MySqlException e) when (connection.State == ConnectionState.Open && MySqlFaults.IsOfStatement(e))
        {
            throw new SqlFaultException(MySqlFaults.Of(e, wasLong: time.GetElapsedTime(start) >= timeout * 0.9), e);
        }
        catch (MySqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw faults.Midway(e);
        }
        catch (MySqlException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException || (e is InvalidOperationException && connection.State != ConnectionState.Open))
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

    /// <remarks>Closing rolls back: of a pooled connection by its reset.</remarks>
    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <remarks>The server prepares each text as one statement: a second one is a syntax error.</remarks>
    private async Task<SqlRows> ReadAsync(SqlText statement, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(statement.Sql, connection);
        for (var index = 0; index < statement.Parameters.Length; index++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@p{index + 1}"), Value(statement.Parameters[index]));
        }

        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(index => new SqlColumn(reader.GetName(index), reader.GetDataTypeName(index))).ToArray();
        var rows = new List<object?[]>();
        while (rows.Count < SqlWriter.MostRows && await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[columns.Length];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] = await reader.IsDBNullAsync(index, cancellationToken) ? null : Cell(reader, index, columns[index].NativeType);
            }

            rows.Add(row);
        }

        return new([.. columns], rows);
    }

    /// <remarks>Text travels as its bytes (see <see cref="MySqlDialect.Text"/>).</remarks>
    private static object Cell(MySqlDataReader reader, int index, string type) => type == "DECIMAL"
        ? Decimal(reader, index)
        : reader.GetValue(index) is var cell and not byte[] ? cell : Encoding.UTF8.GetString((byte[])reader.GetValue(index));

    /// <remarks>A DECIMAL has up to 65 digits, more than .NET's; what a product gave in MariaDB has up to 38 decimals, more than the package reads, and is rounded.</remarks>
    private static object Decimal(MySqlDataReader reader, int index)
    {
        try
        {
            return reader.GetMySqlDecimal(index).ToString();
        }
        catch (FormatException)
        {
            return reader.GetDouble(index);
        }
    }

    private object Value(object value) => value switch
    {
        DateTimeOffset instant => TimeZoneInfo.ConvertTime(instant, zone).DateTime,
        SameTypeText same => same.Text,
        _ => value,
    };
}
