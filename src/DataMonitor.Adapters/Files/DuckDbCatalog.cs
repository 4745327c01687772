using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Files;

internal sealed class DuckDbCatalog : SqlCatalog
{
    public override SqlText? ColumnsOf(DatasetObject relation) => null;

    public override ColumnType TypeOf(string nativeType) => nativeType.ToUpperInvariant().Split('(', 2)[0] switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" => ColumnType.Integer,
        "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT" => ColumnType.Integer,
        "UNSIGNEDTINYINT" or "UNSIGNEDSMALLINT" or "UNSIGNEDINTEGER" or "UNSIGNEDBIGINT" or "UNSIGNEDHUGEINT" => ColumnType.Integer,
        "FLOAT" or "DOUBLE" or "DECIMAL" => ColumnType.Number,
        "VARCHAR" or "ENUM" => ColumnType.Text,
        "BOOLEAN" => ColumnType.Boolean,
        "DATE" => ColumnType.Date,
        "TIME" or "TIMETZ" or "TIME WITH TIME ZONE" => ColumnType.Time,
        "BLOB" or "BIT" => ColumnType.Binary,
        "JSON" => ColumnType.Json,
        "UUID" => ColumnType.Uuid,
        var type when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => ColumnType.Timestamp,
        _ => ColumnType.Other,
    };
}
