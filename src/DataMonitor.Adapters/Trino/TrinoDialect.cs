using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Trino;

/// <summary>Trino and Presto. The protocol binds nothing, so values stand in the text as literals; the session's time zone is that of the dataset.</summary>
/// <remarks>Written from Trino's documentation and never run against the real thing.</remarks>
internal sealed class TrinoDialect : SqlDialect, ICanonicalSpelling
{
    /// <remarks>Table functions may hand SQL to the database behind a catalog, where nothing keeps it from writing.</remarks>
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: false, DollarQuotes: false, OtherQuotes: "", ParameterMarks: "?")
    {
        LongestIdentifier = 512,
        HasNaN = true,
        RefusesCall = static name => name.Equals("table", StringComparison.OrdinalIgnoreCase),
    };

    public override string Relation(DatasetObject relation) => relation is TableObject { Path.Count: > 3 }
        ? throw new MeasureException("The name of the table has more than three parts; Trino knows catalogs, schemas and tables.", "Name the dataset source/catalog.schema.table.")
        : base.Relation(relation);

    /// <remarks>A string ends at the next single quote and knows no escapes; a quote inside is doubled.</remarks>
    public override string Value(object value, ICollection<object> bound) => value switch
    {
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        decimal number => string.Create(CultureInfo.InvariantCulture, $"DECIMAL '{number}'"),
        double number => number.ToString("R", CultureInfo.InvariantCulture) is var text && text.Contains('E', StringComparison.Ordinal) ? text : text + "E0",
        DateTimeOffset instant => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{instant.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff} UTC'"),
        _ => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
    };

    /// <remarks>The average of a DECIMAL keeps its scale only; the product is a DOUBLE and refuses text.</remarks>
    public override string Aggregate(SqlAggregate function, string argument, string? condition) =>
        AggregateSql.WithFilter(function, function is SqlAggregate.Average or SqlAggregate.Deviation ? $"({argument} * 1E0)" : argument, condition);

    public override string Text(string value) => $"CAST({value} AS varchar)";

    /// <remarks>'.' stops at the end of a line there and '$' matches before the last one. Control characters are escaped, as they would stand in the text of the statement.</remarks>
    public override string Matches(string text, string pattern, Func<object, string> bind) => $"regexp_like({text}, {bind("(?s)" + Printable(PortableRegex.EndAtVeryEnd(pattern)))})";

    public override string Masked(string text) => $"regexp_replace(regexp_replace(regexp_replace({text}, '[A-Z]', 'A'), '[a-z]', 'a'), '[0-9]', '9')";

    public override (string First, string Second) Hash(string text) => (Digits(text, 1), Digits(text, 8));

    public override string Of(TextFunction function, string text) => function == TextFunction.Place
        ? $"CASE WHEN {text} = '' THEN 0 ELSE strpos('{Places}', {text}) END"
        : $"CASE WHEN {text} IS NOT NULL THEN try(json_parse({text})) IS NOT NULL END";

    /// <remarks>Adding an interval refuses text, which the cast alone would take.</remarks>
    public override string Seconds(string instant) => $"to_unixtime(CAST({instant} + INTERVAL '0' DAY AS timestamp(6) with time zone))";

    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind) =>
        $"{column} >= {bind(start)} AND {column} < {bind(end)}";

    /// <remarks>An offset must be a constant here.</remarks>
    public override string Quantile(string column, Func<string> rows, long numerator, long denominator) =>
        AggregateSql.AtRank(column, rows(), string.Create(CultureInfo.InvariantCulture, $"(n * {numerator} - 1) / {denominator} + 1"));

    public string? Spell(string column, CanonicalColumn value, int decimals) => (value.Form, value.Stored) switch
    {
        (CanonicalForm.Day, not ColumnType.Date) => Text($"CAST({column} AS date)"),
        (CanonicalForm.Instant, ColumnType.Text) => Text($"CAST(round(to_unixtime(CAST({column} AS timestamp(6) with time zone)) * 1000000) AS DECIMAL(38, 0))"),
        _ => null,
    };

    private static string Printable(string pattern) =>
        string.Concat(pattern.Select(letter => letter >= ' ' ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{(int)letter:X2}")));

    private static string Digits(string text, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"from_base(substr(to_hex(md5(to_utf8({text}))), {from}, 7), 16) % 67108864");
}
