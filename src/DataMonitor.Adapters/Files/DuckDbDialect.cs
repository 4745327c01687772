using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Files;

/// <summary>DuckDB over files. The session's time zone is that of the dataset, as with PostgreSQL.</summary>
/// <param name="root">Full path of the source's folder.</param>
internal sealed class DuckDbDialect(string root) : SqlDialect
{
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: true, DollarQuotes: true, OtherQuotes: false, ParameterMarks: "?");

    public override int LongestIdentifier => 10_000;

    public override string Relation(DatasetObject relation) => relation is FilesObject files
        ? FileReaders.Relation(root, files.Glob)
        : throw new MeasureException("A source of files has no tables.", "Name files below the source's folder, such as lake/scores/*.parquet, or a query.");

    public override string Matches(string text, string pattern) => $"regexp_matches({text}, {pattern})";

    /// <remarks>NaN sorts above every number.</remarks>
    public override string? IsNotNaN(string column) => $"{column} <= 1.7976931348623157e308";

    /// <remarks>Adding an interval refuses text and numbers, which a cast alone would take.</remarks>
    public override string NewestSeconds(string column, string? condition)
    {
        var newest = condition is null ? $"max({column})" : Filtered($"max({column})", condition);
        return $"epoch(CAST({newest} + INTERVAL 0 DAY AS TIMESTAMPTZ))";
    }

    /// <remarks>No function around the column: folders of other partitions are not even opened.</remarks>
    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind) =>
        $"{column} >= CAST({bind(start)} AS TIMESTAMPTZ) AND {column} < CAST({bind(end)} AS TIMESTAMPTZ)";

    public override string DividedBy(string left, string right) => $"{left} // {right}";

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
