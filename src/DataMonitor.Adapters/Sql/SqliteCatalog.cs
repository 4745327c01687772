using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

internal sealed class SqliteCatalog : SqlCatalog
{
    public override SqlText? ColumnsOf(DatasetObject relation) => relation is not TableObject table ? null : new(
        """
        SELECT name, type, CASE
          WHEN EXISTS (SELECT 1 FROM pragma_table_list($1) l WHERE l.schema = $2 AND l.type = 'view') THEN NULL
          WHEN "notnull" = 1 OR pk > 0 THEN 'false'
          ELSE 'true' END
        FROM pragma_table_xinfo($1, $2)
        WHERE hidden <> 1
        ORDER BY cid
        LIMIT $3
        """,
        [table.Path[^1], table.Path.Count > 1 ? table.Path[^2] : "main", SqlWriter.MostRows]);

    /// <remarks>A table whose text names no collation compares by bytes, the finest there is, whatever its indexes do. A primary key without an index is the row's own number.</remarks>
    public override SqlText? UniqueKeysOf(DatasetObject relation) => relation is not TableObject { Path: [.., var name] path } || (path.Count > 1 && path[^2] != "main") ? null : new(
        """
        -- keys that an index keeps unique: repeats of these need no look
        WITH plain AS (
          SELECT t.name
          FROM pragma_table_list($1) t JOIN sqlite_schema s ON s.type = 'table' AND s.name = t.name
          WHERE t.schema = 'main' AND t.type = 'table' AND s.sql NOT LIKE '%collate%'
        )
        SELECT 'index ' || l.name, CASE WHEN k.cid >= 0 THEN k.name END
        FROM plain p, pragma_index_list(p.name, 'main') l, pragma_index_info(l.name, 'main') k
        WHERE l."unique" = 1 AND l.partial = 0
        UNION ALL
        SELECT 'primary key', c.name
        FROM plain p, pragma_table_xinfo(p.name, 'main') c
        WHERE c.pk > 0
        ORDER BY 1
        LIMIT $2
        """,
        [name, SqlWriter.MostRows]);

    public override SqlText? Relations => new(
        """
        SELECT NULL, name, NULL
        FROM pragma_table_list
        WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
        ORDER BY name
        LIMIT $1
        """,
        [SourceListing.MostObjects + 1L]);

    /// <summary>The rules of affinity, with the names of dates in front.</summary>
    public override ColumnType TypeOf(string nativeType)
    {
        var type = nativeType.ToUpperInvariant();
        return type switch
        {
            _ when type.Contains("TIMESTAMP", StringComparison.Ordinal) || type.Contains("DATETIME", StringComparison.Ordinal) => ColumnType.Timestamp,
            "DATE" => ColumnType.Date,
            "TIME" => ColumnType.Time,
            "UUID" => ColumnType.Uuid,
            "JSON" => ColumnType.Json,
            _ when type.StartsWith("BOOL", StringComparison.Ordinal) => ColumnType.Boolean,
            _ when type.Contains("INT", StringComparison.Ordinal) => ColumnType.Integer,
            _ when ContainsAny(type, "CHAR", "CLOB", "TEXT") => ColumnType.Text,
            "" or "BLOB" => ColumnType.Binary,
            _ when ContainsAny(type, "REAL", "FLOA", "DOUB", "NUM", "DEC") => ColumnType.Number,
            _ => ColumnType.Other,
        };
    }

    private static bool ContainsAny(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
