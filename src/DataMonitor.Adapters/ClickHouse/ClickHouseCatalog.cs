using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.ClickHouse;

internal sealed class ClickHouseCatalog(ClickHouseSource source) : SqlCatalog
{
    private static readonly string[] Wrappers = ["Nullable(", "LowCardinality("];

    public override SqlText? ColumnsOf(DatasetObject relation) => relation is not TableObject table ? null : new(
        """
        SELECT name, type, if(
          (SELECT any(engine) FROM system.tables WHERE database = {p1:String} AND name = {p2:String}) LIKE '%View', NULL,
          if(type LIKE 'Nullable(%' OR type LIKE 'LowCardinality(Nullable(%', 'true', 'false'))
        FROM system.columns
        WHERE database = {p1:String} AND table = {p2:String} AND default_kind <> 'EPHEMERAL'
        ORDER BY position
        LIMIT {p3:Int64}
        """,
        [.. Names(table), SqlWriter.MostRows]);

    /// <summary>Those of the source's own database; what materialized views keep their rows in belongs to the server.</summary>
    public override SqlText? Relations => new(
        """
        SELECT database, name, {p1:String}
        FROM system.tables
        WHERE database = {p1:String} AND NOT is_temporary AND name NOT LIKE '.inner%'
        ORDER BY name
        LIMIT {p2:Int64}
        """,
        [source.Database, SourceListing.MostObjects + 1L]);

    /// <remarks>Kept by the engine with every insert and merge; NULL for views and for Distributed tables.</remarks>
    public override SqlText? EstimatedRows(DatasetObject relation) => relation is not TableObject table ? null : new(
        $$"""
        SELECT sum(total_rows)
        FROM {{(source.Cluster is { } cluster ? $"cluster('{cluster}', system.tables)" : "system.tables")}}
        WHERE database = {p1:String} AND name = {p2:String}
        LIMIT {p3:Int64}
        """,
        [.. Names(table), 1L]);

    public override ColumnType TypeOf(string nativeType)
    {
        var type = nativeType;
        while (Array.Find(Wrappers, wrapper => type.StartsWith(wrapper, StringComparison.Ordinal)) is { } wrapper)
        {
            type = type[wrapper.Length..^1];
        }

        return type.Split('(', 2)[0] switch
        {
            "Int8" or "Int16" or "Int32" or "Int64" or "Int128" or "Int256" => ColumnType.Integer,
            "UInt8" or "UInt16" or "UInt32" or "UInt64" or "UInt128" or "UInt256" => ColumnType.Integer,
            "Float32" or "Float64" or "BFloat16" or "Decimal" => ColumnType.Number,
            "String" or "FixedString" or "Enum8" or "Enum16" => ColumnType.Text,
            "Bool" => ColumnType.Boolean,
            "Date" or "Date32" => ColumnType.Date,
            "Time" or "Time64" => ColumnType.Time,
            "DateTime" or "DateTime64" => ColumnType.Timestamp,
            "JSON" or "Object" => ColumnType.Json,
            "UUID" => ColumnType.Uuid,
            "SimpleAggregateFunction" => TypeOf(type[(type.IndexOf(", ", StringComparison.Ordinal) + 2)..^1]),
            _ => ColumnType.Other,
        };
    }

    private object[] Names(TableObject table) => [table.Path.Count > 1 ? table.Path[^2] : source.Database, table.Path[^1]];
}
