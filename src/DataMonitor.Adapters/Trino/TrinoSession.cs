using System.Collections.Immutable;
using System.Net.Sockets;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Trino;

/// <summary>Statements of one scan. Each stands alone and sees the tables as they then are.</summary>
internal sealed class TrinoSession(TrinoClient client, SessionOptions options, TrinoFaults faults, TimeProvider time) : SqlSession
{
    public override DateTimeOffset SnapshotAt { get; } = time.GetUtcNow();

    public override async Task<SqlRows> QueryAsync(SqlText statement, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(options.Timeout + SqlEngine.Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        string? next = null;
        try
        {
            var (columns, rows) = (ImmutableArray<SqlColumn>.Empty, new List<object?[]>());
            var page = await client.StartAsync(statement.Sql, options, either.Token);
            while (true)
            {
                next = page.Next;
                if (page.Error is { } error)
                {
                    throw faults.Of(error);
                }

                columns = page.Columns.IsEmpty ? columns : page.Columns;
                rows.AddRange(page.Rows.Take((int)SqlWriter.MostRows - rows.Count));
                if (next is null)
                {
                    return rows.TrueForAll(row => row.Length == columns.Length) ? new(columns, rows) { Read = page.Read } : throw new InvalidDataException("A row has another number of values than columns.");
                }

                page = await client.NextAsync(next, options, either.Token);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            await CancelAsync(next);
            throw faults.OutOfReach(e);
        }
        catch (SourceException)
        {
            await CancelAsync(next);
            throw;
        }
        catch (OperationCanceledException e)
        {
            await CancelAsync(next);
            cancellationToken.ThrowIfCancellationRequested();
            throw next is null ? faults.Silent(e) : new SqlFaultException(new(SqlFaultKind.Timeout, "client"), e);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task CancelAsync(string? next) => next is null ? Task.CompletedTask : client.CancelAsync(next, options);
}
