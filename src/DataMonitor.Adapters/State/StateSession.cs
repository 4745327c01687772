using System.Data.Common;

namespace DataMonitor.Adapters.State;

/// <summary>One open transaction.</summary>
internal sealed class StateSession(DbConnection connection, DbTransaction transaction, StateDialect dialect)
{
    /// <returns>Rows changed.</returns>
    public async Task<int> ExecuteAsync(Sql sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<List<T>> ListAsync<T>(Sql sql, Func<StateRow, T> read, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = new StateRow(reader);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            row.Rewind();
            items.Add(read(row));
        }

        return items;
    }

    /// <returns>The first row, or the default of the type without any.</returns>
    public async Task<T?> FirstAsync<T>(Sql sql, Func<StateRow, T> read, CancellationToken cancellationToken) =>
        (await ListAsync(sql, read, cancellationToken)).FirstOrDefault();

    public Task<long> NumberAsync(Sql sql, CancellationToken cancellationToken) => FirstAsync(sql, row => row.Number(), cancellationToken);

    private DbCommand Command(Sql sql)
    {
        var command = dialect.Command(connection, transaction);
        sql.WriteTo(command, dialect);
        return command;
    }
}
