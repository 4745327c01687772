using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DataMonitor.Adapters.Sql;
using DuckDB.NET.Data;

namespace DataMonitor.Adapters.Files;

/// <summary>One DuckDB in memory. Files have no snapshot: each statement sees the folder as it then is.</summary>
internal sealed partial class DuckDbSession(DuckDBConnection connection, TimeSpan timeout, TimeProvider time) : SqlSession
{
    public override DateTimeOffset SnapshotAt { get; } = time.GetUtcNow();

    public override async Task<SqlRows> QueryAsync(SqlText statement, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var parameter in statement.Parameters)
        {
            command.Parameters.Add(new DuckDBParameter(parameter is SameTypeText same ? same.Text : parameter));
        }

        await using var interrupt = either.Token.Register(command.Cancel);
        try
        {
            // DuckDB works on the calling thread: a scan must not hold the caller's.
            return await Task.Run(() => Read(command), either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (limit.IsCancellationRequested && e is OperationCanceledException or DuckDBException)
        {
            throw new SqlFaultException(new(SqlFaultKind.Timeout, "timeout"), e);
        }
        catch (DuckDBException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SqlFaultException(Fault(e.Message), e);
        }
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    internal static SqlFault Fault(string message)
    {
        var text = message.Split('\n', 2)[0];
        var kind = text.Split(':', 2)[0];
        var name = QuotedName().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;
        return kind switch
        {
            "Binder Error" when text.Contains("Referenced column", StringComparison.Ordinal) || text.Contains("does not have a column", StringComparison.Ordinal) => new(SqlFaultKind.MissingColumn, kind, name),
            "Binder Error" when text.Contains("No function matches", StringComparison.Ordinal) || text.Contains("Cannot compare", StringComparison.Ordinal) || text.Contains("explicit type cast", StringComparison.Ordinal) => new(SqlFaultKind.WrongType, kind),
            "IO Error" when text.Contains("No files found", StringComparison.Ordinal) => new(SqlFaultKind.MissingTable, kind),
            "Catalog Error" when text.Contains("Table with name", StringComparison.Ordinal) => new(SqlFaultKind.MissingTable, kind, TableName().Match(text).Groups["name"].Value),
            "Permission Error" => new(SqlFaultKind.Denied, kind),
            "Conversion Error" => new(SqlFaultKind.BadValue, kind),
            "Out of Range Error" => new(SqlFaultKind.OutOfRange, kind),
            "Out of Memory Error" => new(SqlFaultKind.OutOfResources, kind),
            "INTERRUPT Error" => new(SqlFaultKind.Cancelled, kind),
            "Parser Error" or "Catalog Error" or "Binder Error" or "Syntax Error" => new(SqlFaultKind.BadSyntax, kind),
            "Invalid Input Error" or "IO Error" => new(SqlFaultKind.Unreadable, kind),
            _ => new(SqlFaultKind.Other, kind),
        };
    }

    private static SqlRows Read(DuckDBCommand command)
    {
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(index => new SqlColumn(reader.GetName(index), reader.GetDataTypeName(index))).ToImmutableArray();
        var rows = new List<object?[]>();
        while (reader.Read() && rows.Count < SqlWriter.MostRows)
        {
            var cells = new object?[columns.Length];
            for (var index = 0; index < cells.Length; index++)
            {
                cells[index] = reader.IsDBNull(index) ? null : reader.GetValue(index);
            }

            rows.Add(cells);
        }

        return new(columns, rows);
    }

    [GeneratedRegex("\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuotedName();

    [GeneratedRegex("Table with name (?<name>[^ ]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableName();
}
