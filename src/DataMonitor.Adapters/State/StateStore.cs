using System.Data.Common;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

/// <summary>Everything durable, in one SQL database. Each part of this class serves one port.</summary>
internal sealed partial class StateStore(StateDialect dialect, TimeProvider time) : IStateStore
{
    /// <summary>Rows that one statement inserts. SQLite finds each parameter by a linear search: 500 rows a statement took three times as long in all.</summary>
    private const int RowsPerStatement = 100;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await dialect.MigrateAsync(cancellationToken);
        }
        catch (DbException e)
        {
            throw dialect.Explain(e);
        }
    }

    public ValueTask DisposeAsync() => dialect.DisposeAsync();

    private Task<T> ReadAsync<T>(Func<StateSession, Task<T>> work, CancellationToken cancellationToken) => InTransactionAsync(work, writes: false, cancellationToken);

    private Task<T> WriteAsync<T>(Func<StateSession, Task<T>> work, CancellationToken cancellationToken) => InTransactionAsync(work, writes: true, cancellationToken);

    private Task<int> WriteAsync(Sql sql, CancellationToken cancellationToken) =>
        WriteAsync(session => session.ExecuteAsync(sql, cancellationToken), cancellationToken);

    private async Task<T> InTransactionAsync<T>(Func<StateSession, Task<T>> work, bool writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var connection = await dialect.OpenAsync(writes, cancellationToken);
            var done = false;
            try
            {
                await using var transaction = await dialect.BeginAsync(connection, writes, cancellationToken);
                var answer = await work(new(connection, transaction, dialect));
                await transaction.CommitAsync(CancellationToken.None); // cancelled half-way, nobody would know whether it happened
                done = true;
                return answer;
            }
            finally
            {
                await dialect.CloseAsync(connection, writes, broken: !done);
            }
        }
        catch (DbException e)
        {
            throw dialect.Explain(e);
        }
    }
}
