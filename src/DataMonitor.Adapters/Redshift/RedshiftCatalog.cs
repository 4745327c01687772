using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Redshift;

/// <remarks>External tables of Spectrum and of other databases stand in the SVV views too.</remarks>
internal sealed class RedshiftCatalog : SqlCatalog
{
    public override SqlText? ColumnsOf(DatasetObject relation) => relation is not TableObject table ? null : Of(
        table,
        $"""
        SELECT column_name, data_type, CASE WHEN is_nullable = 'NO' THEN 'false' WHEN is_nullable = 'YES' THEN 'true' END
        FROM svv_columns
        WHERE table_name = $1 AND table_schema = {Schema(table)}
        ORDER BY ordinal_position
        LIMIT $2
        """,
        SqlWriter.MostRows);

    public override SqlText? Relations => new(
        """
        SELECT table_schema, table_name, current_schema()
        FROM svv_tables
        WHERE table_schema NOT IN ('information_schema', 'pg_catalog', 'pg_internal', 'pg_automv') AND table_type IN ('BASE TABLE', 'VIEW', 'EXTERNAL TABLE')
        ORDER BY 1, 2
        LIMIT $1
        """,
        [SourceListing.MostObjects + 1L]);

    public override SqlText? EstimatedRows(DatasetObject relation) => relation is not TableObject table ? null : Of(
        table,
        $"""
        SELECT tbl_rows
        FROM svv_table_info
        WHERE "table" = $1 AND "schema" = {Schema(table)}
        LIMIT $2
        """,
        1L);

    public override ColumnType TypeOf(string nativeType) => nativeType switch
    {
        "super" => ColumnType.Json,
        "varbyte" or "binary varying" => ColumnType.Binary,
        _ => PostgresCatalog.Family(nativeType),
    };

    private static string Schema(TableObject table) => table.Path.Count > 1 ? "$3" : "current_schema()";

    private static SqlText Of(TableObject table, string sql, long mostRows) =>
        new(sql, table.Path.Count > 1 ? [table.Path[^1], mostRows, table.Path[^2]] : [table.Path[^1], mostRows]);
}
