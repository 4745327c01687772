using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Connections to one database, and what its errors mean.</summary>
internal abstract class SqlEngine : IAsyncDisposable
{
    /// <summary>What the client waits beyond the limit that it gave the server.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public abstract SqlDialect Dialect { get; }

    public abstract SqlCatalog Catalog { get; }

    /// <summary>Whether several sessions may see one snapshot; without, the statements of a scan follow each other.</summary>
    public virtual bool SharesSnapshots => false;

    /// <summary>Opens a session with a read-only snapshot.</summary>
    /// <exception cref="Core.Planning.SourceException">The source did not answer.</exception>
    public abstract Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken);

    /// <summary>Gives the snapshot of <paramref name="first"/> a name, before others join it: most scans end without. Called only where <see cref="SharesSnapshots"/>.</summary>
    public virtual Task ShareAsync(SqlSession first, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Opens another session that sees the snapshot of <paramref name="first"/>. Called only where <see cref="SharesSnapshots"/>.</summary>
    /// <exception cref="Core.Planning.SourceException">The source did not answer.</exception>
    public virtual Task<SqlSession> JoinAsync(SqlSession first, SessionOptions options, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The engine shares no snapshots.");

    /// <summary>Asks what a statement would read, without reading it.</summary>
    /// <param name="relation">What the dataset reads.</param>
    /// <returns>What the engine can tell; nothing where it cannot.</returns>
    /// <exception cref="SqlFaultException">The engine refuses the statement.</exception>
    public virtual Task<StatementRead> CostAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken) => Task.FromResult(default(StatementRead));

    /// <inheritdoc cref="Core.Planning.IMetricSource.ProbeAsync"/>
    public abstract Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="Core.Planning.IMetricSource.ListAsync"/>
    /// <param name="timeout">Limit of the statement.</param>
    public virtual async Task<SourceListing> ListAsync(string source, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var query = Catalog.Relations ?? throw new InvalidOperationException("The engine neither has tables nor lists by itself.");
        await using var session = await BeginAsync(new(timeout, "UTC", HasOwnerSql: false, IsShared: false), cancellationToken);
        try
        {
            var answer = await session.QueryAsync(query, cancellationToken);
            return Listings.Of(source, answer.Rows);
        }
        catch (SqlFaultException e)
        {
            throw new SourceException(source, "does not tell which tables it holds", "Let the user read the engine's catalog, or raise 'timeout'.", isTransient: false, e);
        }
        catch (SessionLostException e)
        {
            throw e.Outcome;
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>One connection inside one read-only transaction, which is rolled back at the end. Not thread-safe.</summary>
internal abstract class SqlSession : IAsyncDisposable
{
    /// <summary>When the snapshot was taken.</summary>
    public abstract DateTimeOffset SnapshotAt { get; }

    /// <exception cref="SqlFaultException">The statement failed; the session goes on in the same snapshot.</exception>
    /// <exception cref="SessionLostException">The connection broke; a new one may do.</exception>
    /// <exception cref="Core.Planning.SourceException">The source does not answer.</exception>
    public abstract Task<SqlRows> QueryAsync(SqlText statement, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <param name="Rows">Cells are <see langword="null"/>, text, truth values or numbers of any type.</param>
internal sealed record SqlRows(ImmutableArray<SqlColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>What the engine says it read for them, where it says so with the answer.</summary>
    public StatementRead Read { get; init; }
}

/// <param name="Rows">Rows read from relations; <see langword="null"/> when unknown.</param>
/// <param name="Bytes">Bytes likewise.</param>
internal readonly record struct StatementRead(long? Rows, long? Bytes);

internal readonly record struct SqlColumn(string Name, string NativeType);

/// <summary>How one scan talks to its source.</summary>
/// <param name="Timeout">Limit of one statement.</param>
/// <param name="TimeZone">IANA zone in which instants without an offset are understood.</param>
/// <param name="HasOwnerSql">SQL of owners may leave traces in a session, so its connection is closed and not used again.</param>
/// <param name="IsShared">Other sessions may join the snapshot of this one.</param>
internal sealed record SessionOptions(TimeSpan Timeout, string TimeZone, bool HasOwnerSql, bool IsShared);
