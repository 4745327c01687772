using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.MySql;

internal sealed class MySqlCatalog : SqlCatalog
{
    /// <remarks>'abc' would count as 0.</remarks>
    public override bool ConvertsSilently => true;

    public override SqlText? ColumnsOf(DatasetObject relation) => relation is not TableObject table ? null : Of(
        table,
        $"""
        SELECT c.column_name, c.column_type, CASE WHEN t.table_type <> 'BASE TABLE' THEN NULL WHEN c.is_nullable = 'NO' THEN 'false' ELSE 'true' END
        FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE c.table_schema = {Schema(table)} AND c.table_name = @p1
        ORDER BY c.ordinal_position
        LIMIT @p2
        """,
        SqlWriter.MostRows);

    public override SqlText? Relations => new(
        """
        SELECT table_schema, table_name, database()
        FROM information_schema.tables
        WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'VIEW')
        ORDER BY 1, 2
        LIMIT @p1
        """,
        [SourceListing.MostObjects + 1L]);

    public override SqlText? EstimatedRows(DatasetObject relation) => relation is not TableObject table ? null : Of(
        table,
        $"""
        SELECT table_rows
        FROM information_schema.tables
        WHERE table_schema = {Schema(table)} AND table_name = @p1 AND table_type = 'BASE TABLE'
        LIMIT @p2
        """,
        1L);

    public override ColumnType TypeOf(string nativeType)
    {
        var type = nativeType.ToUpperInvariant();
        return type.Split('(', ' ')[0] switch
        {
            _ when type is "TINYINT(1)" or "BIT(1)" or "BOOL" => ColumnType.Boolean,
            "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "INTEGER" or "BIGINT" or "YEAR" => ColumnType.Integer,
            "DECIMAL" or "NUMERIC" or "FLOAT" or "DOUBLE" => ColumnType.Number,
            "CHAR" or "VARCHAR" or "TINYTEXT" or "TEXT" or "MEDIUMTEXT" or "LONGTEXT" or "ENUM" or "SET" => ColumnType.Text,
            "DATE" => ColumnType.Date,
            "TIME" => ColumnType.Time,
            "TIMESTAMP" or "DATETIME" => ColumnType.Timestamp,
            "BINARY" or "VARBINARY" or "TINYBLOB" or "BLOB" or "MEDIUMBLOB" or "LONGBLOB" => ColumnType.Binary,
            "JSON" => ColumnType.Json,
            "UUID" => ColumnType.Uuid,
            _ => ColumnType.Other,
        };
    }

    private static string Schema(TableObject table) => table.Path.Count > 1 ? "@p3" : "database()";

    private static SqlText Of(TableObject table, string sql, long mostRows) =>
        new(sql, table.Path.Count > 1 ? [table.Path[^1], mostRows, table.Path[^2]] : [table.Path[^1], mostRows]);
}
