using System.Data.Common;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.State;

/// <summary>What the two engines of the state store disagree on. The SQL texts are shared.</summary>
internal abstract class StateDialect : IAsyncDisposable
{
    /// <summary>Folder of the migration scripts among the embedded resources.</summary>
    public abstract string Scripts { get; }

    /// <summary>A statement that gives a row when the journal of the migrations exists.</summary>
    public abstract Sql FindJournal { get; }

    /// <summary>Ends a SELECT whose rows nobody else may change until the transaction ends.</summary>
    public abstract Sql ForUpdate { get; }

    /// <summary>Like <see cref="ForUpdate"/> for the rows of alias <c>n</c>, leaving out those that another transaction holds.</summary>
    public abstract Sql ForUpdateSkipLocked { get; }

    /// <summary>A statement that gives the place of this transaction in the order of the export log. From then until the transaction ends nobody else gets one.</summary>
    /// <remarks>So whoever sees a place sees all lower ones. Take it last: one who holds it must wait for nobody.</remarks>
    public abstract Sql CommitPosition { get; }

    /// <param name="writes">A transaction that writes follows: on SQLite the caller is then the only writer until <see cref="CloseAsync"/>.</param>
    /// <exception cref="StateException">The database file cannot be used.</exception>
    public abstract Task<DbConnection> OpenAsync(bool writes, CancellationToken cancellationToken);

    /// <param name="broken">The transaction failed; the connection is not used again.</param>
    public abstract ValueTask CloseAsync(DbConnection connection, bool writes, bool broken);

    /// <summary>A transaction that writes sees each commit of others before its next statement; one that reads sees one snapshot.</summary>
    public abstract ValueTask<DbTransaction> BeginAsync(DbConnection connection, bool writes, CancellationToken cancellationToken);

    /// <summary>Waits until no other transaction holds this name; held until the transaction ends.</summary>
    public abstract Task LockAsync(StateSession session, string name, CancellationToken cancellationToken);

    /// <summary>Applies the scripts that are missing while no other process does.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    public abstract DbParameter Parameter(DbCommand command, string name, object? value);

    /// <returns>The same failure in words for people, without text of the driver.</returns>
    public abstract StateException Explain(DbException failure);

    public virtual DbCommand Command(DbConnection connection, DbTransaction transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        return command;
    }

    public abstract ValueTask DisposeAsync();
}
