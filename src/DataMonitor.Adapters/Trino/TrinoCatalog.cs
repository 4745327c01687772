using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Trino;

/// <param name="schema">Where tables without a schema are looked up.</param>
internal sealed class TrinoCatalog(TrinoDialect dialect, string schema) : SqlCatalog
{
    /// <remarks>Names are kept in small letters; nullability is declared by few connectors.</remarks>
    public override SqlText? ColumnsOf(DatasetObject relation) => relation is not TableObject table ? null : Bound(bind =>
        $"""
        SELECT column_name, data_type, CASE WHEN is_nullable = 'NO' THEN 'false' ELSE 'true' END
        FROM {(table.Path.Count > 2 ? dialect.Lexicon.Quote(table.Path[^3]) + "." : "")}information_schema.columns
        WHERE table_schema = {bind(table.Path.Count > 1 ? Small(table.Path[^2]) : Small(schema))} AND table_name = {bind(Small(table.Path[^1]))}
        ORDER BY ordinal_position
        LIMIT {bind(SqlWriter.MostRows)}
        """);

    public override SqlText? Relations => Bound(bind =>
        $"""
        SELECT table_schema, table_name, {bind(Small(schema))}
        FROM information_schema.tables
        WHERE table_schema <> 'information_schema'
        ORDER BY 1, 2
        LIMIT {bind(SourceListing.MostObjects + 1L)}
        """);

    public override ColumnType TypeOf(string nativeType) => nativeType.Split('(', ' ')[0] switch
    {
        "tinyint" or "smallint" or "integer" or "bigint" => ColumnType.Integer,
        "decimal" or "real" or "double" => ColumnType.Number,
        "varchar" or "char" => ColumnType.Text,
        "boolean" => ColumnType.Boolean,
        "date" => ColumnType.Date,
        "time" => ColumnType.Time,
        "timestamp" => ColumnType.Timestamp,
        "varbinary" => ColumnType.Binary,
        "json" => ColumnType.Json,
        "uuid" => ColumnType.Uuid,
        _ => ColumnType.Other,
    };

    public override SqlText Explain(SqlText statement) => statement with { Sql = "EXPLAIN (TYPE VALIDATE) " + statement.Sql };

    private SqlText Bound(Func<Func<object, string>, string> write)
    {
        var bound = new List<object>();
        return new(write(value => dialect.Value(value, bound)), [.. bound]);
    }

#pragma warning disable CA1308 // the engine's own form
    private static string Small(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
