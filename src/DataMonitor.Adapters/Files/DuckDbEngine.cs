using System.Collections.Immutable;
using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DuckDB.NET.Data;

namespace DataMonitor.Adapters.Files;

/// <summary>A DuckDB of its own for each scan, in memory, that can read below one folder and nothing else.</summary>
internal sealed class DuckDbEngine(string source, string root, int memoryMegabytes, TimeProvider time) : SqlEngine
{
    public override SqlDialect Dialect { get; } = new DuckDbDialect(root);

    public override SqlCatalog Catalog { get; } = new DuckDbCatalog();

    public override async Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        RequireFolder();
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = LockDown(options.TimeZone);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new DuckDbSession(connection, options.Timeout, time);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<StatementRead> CostAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken) =>
        DuckDbCost.OfAsync(session, statement, relation, root, cancellationToken);

    public override Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        RequireFolder();
        return Task.FromResult(Directory.EnumerateFileSystemEntries(root).Any()
            ? ImmutableArray<string>.Empty
            : [$"The folder {root} of source '{source}' is empty."]);
    }

    public override async Task<SourceListing> ListAsync(string source, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RequireFolder();
        try
        {
            return await Task.Run(() => FileListing.Of(source, root, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(source, $"does not let Monitor look through {root}", "Let the daemon's user read the folder.", isTransient: true, e);
        }
    }

    private void RequireFolder()
    {
        if (!Directory.Exists(root))
        {
            throw new SourceException(source, $"has no folder {root}", "Mount or create it, or correct 'root' in sources.yaml.", isTransient: true);
        }
    }

    /// <summary>The order matters: once external access is off and the configuration is locked, no statement can open it again.</summary>
    private string LockDown(string timeZone) => string.Create(CultureInfo.InvariantCulture, $"""
        SET autoinstall_known_extensions = false;
        SET autoload_known_extensions = false;
        SET allow_community_extensions = false;
        SET TimeZone = {FileReaders.Literal(timeZone)};
        SET memory_limit = '{memoryMegabytes}MB';
        SET temp_directory = '';
        SET allowed_directories = [{FileReaders.Literal(root)}];
        SET enable_external_access = false;
        SET lock_configuration = true;
        """);
}
