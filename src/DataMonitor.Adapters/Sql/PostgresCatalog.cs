using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

internal sealed class PostgresCatalog(PostgresDialect dialect) : SqlCatalog
{
    public override string? Sample(string relation, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{relation} TABLESAMPLE SYSTEM ({share * 100:0.######}) REPEATABLE (1)");

    public override SqlText? ColumnsOf(DatasetObject relation) => relation is not TableObject ? null : new(
        """
        SELECT a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN c.relkind IN ('r', 'p', 'f') THEN NOT a.attnotnull END
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attrelid = CAST($1 AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        LIMIT $2
        """,
        [dialect.Relation(relation), SqlWriter.MostRows]);

    /// <summary>Partitions are left out, their parents stand for them; names that begin with <c>pg_</c> belong to the server.</summary>
    public override SqlText? Relations => new(
        """
        SELECT n.nspname, c.relname, current_schema()
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        ORDER BY 1, 2
        LIMIT $1
        """,
        [SourceListing.MostObjects + 1L]);

    public override SqlText? EstimatedRows(DatasetObject relation) => relation is not TableObject ? null : new(
        """
        SELECT CASE
          WHEN c.relkind = 'p' THEN (SELECT sum(greatest(l.reltuples, 0)) FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid WHERE t.isleaf)
          WHEN c.relkind NOT IN ('r', 'm') THEN NULL
          WHEN c.reltuples < 0 THEN pg_relation_size(c.oid) / 100
          ELSE c.reltuples END
        FROM pg_class c
        WHERE c.oid = CAST($1 AS regclass)
        LIMIT $2
        """,
        [dialect.Relation(relation), 1L]);

    /// <remarks>An index with an operator class or collation of its own may tell apart what the column's equality does not; one on a parent says nothing about the tables that inherit from it, unless they are its partitions.</remarks>
    public override SqlText? UniqueKeysOf(DatasetObject relation) => relation is not TableObject ? null : new(
        """
        -- keys that an index keeps unique: repeats of these need no look
        SELECT i.indexrelid, CASE WHEN o.opcdefault AND i.indcollation[k.at] = a.attcollation THEN a.attname END
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid
        CROSS JOIN LATERAL generate_series(0, i.indnkeyatts - 1) AS k (at)
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k.at] AND a.attnum > 0
        LEFT JOIN pg_opclass o ON o.oid = i.indclass[k.at]
        WHERE c.oid = CAST($1 AS regclass)
          AND i.indisunique AND i.indisvalid AND i.indimmediate AND NOT i.indisexclusion AND i.indpred IS NULL AND i.indexprs IS NULL
          AND (c.relkind = 'p' OR c.relkind IN ('r', 'm') AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhparent = c.oid))
        ORDER BY 1, k.at
        LIMIT $2
        """,
        [dialect.Relation(relation), SqlWriter.MostRows]);

    /// <remarks>40 bytes a value sorts in memory; all sorts together never more than 1 GB, and none less than the server grants anyway.</remarks>
    public override SqlText? MemoryFor(long rows, int sorts) => rows < 100_000 ? null : new(
        "SELECT set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')) / 1024, $1) || 'kB', true) LIMIT $2",
        [Math.Min(rows * 40 / 1024, 1024 * 1024 / sorts), 1L]);

    public override ColumnType TypeOf(string nativeType) => Family(nativeType);

    public static ColumnType Family(string nativeType) => nativeType.Split('(', 2)[0] switch
    {
        "smallint" or "integer" or "bigint" => ColumnType.Integer,
        "numeric" or "real" or "double precision" or "money" => ColumnType.Number,
        "text" or "character varying" or "character" or "name" or "citext" or "\"char\"" => ColumnType.Text,
        "boolean" => ColumnType.Boolean,
        "date" => ColumnType.Date,
        "time" or "time without time zone" or "time with time zone" => ColumnType.Time,
        "timestamp" or "timestamp without time zone" or "timestamp with time zone" => ColumnType.Timestamp,
        "bytea" => ColumnType.Binary,
        "json" or "jsonb" => ColumnType.Json,
        "uuid" => ColumnType.Uuid,
        _ => ColumnType.Other,
    };
}
