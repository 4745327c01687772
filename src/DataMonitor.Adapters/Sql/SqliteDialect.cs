using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <remarks>
/// SQLite has no type for instants: ISO-8601 text (with or without an offset) and Unix seconds are understood.
/// What it lacks (<c>REGEXP</c>, <c>stddev_samp</c>, <c>monitor_instant</c>, <c>monitor_number</c>) the session registers.
/// </remarks>
internal sealed class SqliteDialect : SqlDialect
{
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: false, DollarQuotes: false, OtherQuotes: true, ParameterMarks: "?:@#");

    public override int LongestIdentifier => 1000;

    public override bool RefusesBareColumns => false;

    public override string Matches(string text, string pattern) => $"{text} REGEXP {pattern}";

    public override string Number(string column) => $"CASE WHEN typeof({column}) IN ('integer', 'real', 'null') THEN {column} ELSE monitor_number({column}) END";

    public override string? IsNotNaN(string column) => null;

    public override string NewestSeconds(string column, string? condition)
    {
        var newest = $"max(monitor_instant({column}))";
        return condition is null ? newest : Filtered(newest, condition);
    }

    /// <remarks>Text in different notations does not sort by time, so the index finds a day more on both sides and the function decides.</remarks>
    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind)
    {
        var (low, high) = (bind(Seconds(start)), bind(Seconds(end)));
        var (firstDay, lastDay) = (bind(Day(start, -1)), bind(Day(end, 2)));
        return $"((typeof({column}) = 'text' AND {column} >= {firstDay} AND {column} < {lastDay}) OR (typeof({column}) <> 'text' AND {column} >= {low} AND {column} < {high}))"
            + $" AND monitor_instant({column}) >= {low} AND monitor_instant({column}) < {high}";
    }

    /// <remarks>Without an index SQLite would read the whole reference for each row; a list it sorts once.</remarks>
    public override string HasNoMatch(string value, string reference, string column) => $"{value} NOT IN (SELECT r.{column} FROM {reference} AS r WHERE r.{column} IS NOT NULL)";

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

    private static double Seconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static string Day(DateTimeOffset instant, int days) => instant.UtcDateTime.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
