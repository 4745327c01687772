using System.Data;
using System.Data.Common;
using DataMonitor.Core.Runs;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.State;

/// <summary>The embedded store: one file in WAL mode, one writing connection at a time, readers beside it.</summary>
internal class SqliteDialect : StateDialect
{
    private const int BusyTimeoutSeconds = 15;

    // FULL, not NORMAL: after a power cut NORMAL may lose the last commits. A notification already sent would then be decided again under
    // another id, against promise P2, and a run already exported would be told differently.
    private static readonly Sql WriterSettings = Sql.Raw("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");

    private readonly string path;
    private readonly string writerConnection;
    private readonly string readerConnection;
    private readonly SemaphoreSlim writing = new(1, 1);
    private SqliteConnection? writer;

    public SqliteDialect(string path)
    {
        this.path = path;
        var builder = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = BusyTimeoutSeconds };
        readerConnection = builder.ConnectionString;
        builder.Pooling = false;
        writerConnection = builder.ConnectionString;
    }

    public override string Scripts => "Sqlite";

    public override Sql FindJournal { get; } = Sql.Raw($"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{StateMigrations.Journal}'");

    public override Sql ForUpdate => Sql.Empty; // the only writer

    public override Sql ForUpdateSkipLocked => Sql.Empty;

    public override Sql CommitPosition { get; } = Sql.Raw("UPDATE commit_counter SET value = value + 1 RETURNING value");

    public override async Task<DbConnection> OpenAsync(bool writes, CancellationToken cancellationToken)
    {
        if (!writes)
        {
            var reader = new SqliteConnection(readerConnection);
            await OpenAsync(reader, cancellationToken);
            return reader;
        }

        await writing.WaitAsync(cancellationToken);
        try
        {
            if (writer is null)
            {
                MakeFolder();
                writer = new(writerConnection);
                await OpenAsync(writer, cancellationToken);
                await SetUpAsync(writer, cancellationToken);
            }

            return writer;
        }
        catch
        {
            await DropWriterAsync();
            writing.Release();
            throw;
        }
    }

    public override async ValueTask CloseAsync(DbConnection connection, bool writes, bool broken)
    {
        if (!writes)
        {
            await connection.DisposeAsync();
            return;
        }

        try
        {
            if (broken)
            {
                await DropWriterAsync();
            }
        }
        finally
        {
            writing.Release();
        }
    }

    // The driver begins a transaction "immediate", except that ReadUncommitted asks for a deferred one, which is then serializable all the same.
    public override ValueTask<DbTransaction> BeginAsync(DbConnection connection, bool writes, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(writes ? IsolationLevel.Serializable : IsolationLevel.ReadUncommitted, cancellationToken);

    public override Task LockAsync(StateSession session, string name, CancellationToken cancellationToken) => Task.CompletedTask; // the only writer

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(writes: true, cancellationToken);
        var done = false;
        try
        {
            if (!await StateMigrations.IsCurrentAsync(this, connection, cancellationToken))
            {
                // One immediate transaction around everything: a second process waits here, then finds nothing left to do.
                await using var transaction = await BeginAsync(connection, writes: true, cancellationToken);
                using var shared = new SharedConnection(connection);
                StateMigrations.Apply(this, DeployChanges.To.SqliteDatabase(shared).JournalToSqliteTable(StateMigrations.Journal).WithoutTransaction());
                await transaction.CommitAsync(cancellationToken);
            }

            done = true;
        }
        finally
        {
            await CloseAsync(connection, writes: true, broken: !done);
        }
    }

    public override DbParameter Parameter(DbCommand command, string name, object? value) =>
        new SqliteParameter(name, value is JsonText json ? json.Text : value ?? DBNull.Value);

    public override StateException Explain(DbException failure) => failure is SqliteException e ? Explain(e) : Unexpected(failure);

    public override async ValueTask DisposeAsync()
    {
        await DropWriterAsync();
        using var reader = new SqliteConnection(readerConnection);
        SqliteConnection.ClearPool(reader);
        writing.Dispose();
    }

    private StateException Explain(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => new($"({path}) is locked by another process", "It is tried again by itself; end other programs that hold the file open.", isTransient: true, e),
        13 => new($"({path}) cannot be written: the disk is full", "Free some space; it goes on by itself then.", isTransient: true, e),
        10 => new($"({path}) cannot be read or written: the disk reports an error", "Check the disk and its mount.", isTransient: true, e),
        8 => new($"({path}) may not be written", "Give the daemon's user the right to write the file and its folder.", isTransient: false, e),
        14 => new($"({path}) cannot be opened", "Name a file in a folder that the daemon's user may write to.", isTransient: false, e),
        11 or 26 => new($"({path}) is damaged or is no SQLite database", "Restore it from a backup, or move it away to begin with an empty one.", isTransient: false, e),
        1 when e.Message.Contains("no such table", StringComparison.Ordinal) =>
            new($"({path}) lacks its tables", "Start `monitor serve` once: it makes them.", isTransient: false, e),
        _ => Unexpected(e),
    };

    private StateException Unexpected(DbException e) => new($"({path}) reports an error of kind {(e as SqliteException)?.SqliteExtendedErrorCode}", "Read the daemon's log for its cause.", isTransient: false, e);

    private async ValueTask DropWriterAsync()
    {
        if (writer is not null)
        {
            await writer.DisposeAsync();
            writer = null;
        }
    }

    private async Task SetUpAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        WriterSettings.WriteTo(command, this);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task OpenAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (SqliteException e)
        {
            await connection.DisposeAsync();
            throw Explain(e);
        }
    }

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StateException($"cannot use the folder of {path}", "Name a folder that the daemon's user may write to.", isTransient: false, e);
        }
    }
}
