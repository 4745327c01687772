using DataMonitor.Adapters.ClickHouse;
using DataMonitor.Adapters.Files;
using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Redshift;
using DataMonitor.Adapters.Trino;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Every kind of source that <c>checks/sources.yaml</c> may name.</summary>
public static class SourceKinds
{
    public static IReadOnlyList<SourceKind> All { get; } = [PostgresSource.Kind, MySqlSource.Kind, RedshiftSource.Kind, SqliteSource.Kind, ClickHouseSource.Kind, TrinoSource.Kind, FilesSourceDefinition.Kind];

    /// <summary>Prepares a source; connects to nothing yet.</summary>
    /// <param name="root">Folder that relative paths start from.</param>
    public static IMetricSource Open(SourceDefinition definition, string root, TimeProvider time) => definition switch
    {
        PostgresSource postgres => new SqlSource(postgres.Header, () => new PostgresEngine(postgres, time), time),
        MySqlSource mysql => new SqlSource(mysql.Header, () => new MySqlEngine(mysql, time), time),
        RedshiftSource redshift => new SqlSource(redshift.Header, () => new RedshiftEngine(redshift, time), time),
        SqliteSource sqlite => new SqlSource(sqlite.Header, () => new SqliteEngine(sqlite, Path.GetFullPath(sqlite.Path, Path.GetFullPath(root)), time), time),
        ClickHouseSource clickHouse => clickHouse.Open(root, time),
        TrinoSource trino => new SqlSource(trino.Header, () => new TrinoEngine(trino, time), time),
        FilesSourceDefinition files => files.Open(root, time),
        _ => throw new InvalidOperationException($"{definition.GetType().Name} is not in the list of source kinds."),
    };
}
