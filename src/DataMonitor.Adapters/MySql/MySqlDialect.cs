using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.MySql;

/// <summary>MySQL 8 and MariaDB 10.5 or newer, under the modes that <see cref="MySqlEngine"/> sets.</summary>
/// <remarks>
/// Collations compare 'a', 'A', 'ä' and 'a ' as one: text is compared as the bytes of its UTF-8 instead.
/// The session's time zone is that of the dataset, so that DATETIME and DATE compare with instants as the owner means them.
/// </remarks>
internal sealed class MySqlDialect : SqlDialect
{
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: false, DollarQuotes: false, OtherQuotes: "", ParameterMarks: "?@")
    {
        LongestIdentifier = 256, // 64 characters
        Quotes = "``",
        HashComments = true,
        HasCollatedRows = true,
    };

    public override string Relation(DatasetObject relation) => relation is TableObject { Path.Count: > 2 }
        ? throw new MeasureException("The name of the table has three parts; MySQL knows databases and tables.", "Name the dataset source/database.table.")
        : base.Relation(relation);

    public override string Value(object value, ICollection<object> bound)
    {
        bound.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@p{bound.Count}");
    }

    /// <remarks>Distinct by value and by bytes: the value alone follows a collation, the bytes alone round a FLOAT.</remarks>
    public override string Aggregate(SqlAggregate function, string argument, string? condition) =>
        AggregateSql.WithCase(function, function == SqlAggregate.CountDistinct ? Key(condition is null ? argument : AggregateSql.Case(argument, condition)) : argument, function == SqlAggregate.CountDistinct ? null : condition);

    /// <returns>The UTF-8 of the text as a binary string, which the session reads as text again.</returns>
    public override string Text(string value) => $"CAST(CONVERT({value} USING utf8mb4) AS BINARY)";

    public override string Key(string column) => $"{column}, CAST({column} AS BINARY)";

    public override string Length(string text) => $"char_length({Characters(text)})";

    /// <remarks>PCRE and ICU let '.' stop at the end of a line and '$' match before the last one.</remarks>
    public override string Matches(string text, string pattern, Func<object, string> bind) => $"{Characters(text)} REGEXP {bind("(?s)" + PortableRegex.EndAtVeryEnd(pattern))}";

    public override string Masked(string text) =>
        $"CAST(regexp_replace(regexp_replace(regexp_replace({Characters(text)}, '[A-Z]', 'A'), '[a-z]', 'a'), '[0-9]', '9') AS BINARY)";

    public override (string First, string Second) Hash(string text) => (Digits(text, 1), Digits(text, 8));

    public override string Of(TextFunction function, string text) => function == TextFunction.Place
        ? $"CASE WHEN {text} = '' THEN 0 ELSE instr(CAST('{Places}' AS BINARY), {text}) END"
        : $"json_valid({Characters(text)})";

    /// <remarks>Zero dates ('0000-00-00') are no instants.</remarks>
    public override string Instant(string column) => $"CASE WHEN {column} > '0001-01-01' THEN {column} END";

    /// <remarks>unix_timestamp knows the zone but ends in 2038; outside its range the offset of 1970 is taken, so that up to an hour is lost there to daylight saving.</remarks>
    public override string Seconds(string instant) =>
        $"CASE WHEN {instant} BETWEEN '1970-01-02' AND '2038-01-18' THEN unix_timestamp({instant}) ELSE timestampdiff(MICROSECOND, from_unixtime(0), {instant}) / 1000000 END";

    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind) =>
        $"{column} >= {bind(start)} AND {column} < {bind(end)}";

    /// <remarks>
    /// Numbers and instants compare as such, text by its bytes, and a text equals no number ('1abc' would equal 1); coercibility tells them apart.
    /// Not as a correlated subquery: MariaDB remembers its answer for 'a' and gives it for 'A' too.
    /// </remarks>
    public override string HasNoMatch(string value, string reference, string column)
    {
        var other = $"r.{column}";
        return $"""
            ((coercibility({value}) > 4 AND {value} NOT IN (SELECT {other} FROM {reference} AS r WHERE {other} IS NOT NULL AND coercibility({other}) > 4))
              OR (coercibility({value}) <= 4 AND {Text(value)} NOT IN (SELECT {Text(other)} FROM {reference} AS r WHERE {other} IS NOT NULL AND coercibility({other}) <= 4)))
            """;
    }

    /// <remarks>An offset must be a constant here.</remarks>
    public override string Quantile(string column, Func<string> rows, long numerator, long denominator) =>
        AggregateSql.AtRank(column, rows(), $"(n * {numerator} - 1) DIV {denominator} + 1");

    private static string Characters(string text) => $"CONVERT({text} USING utf8mb4) COLLATE utf8mb4_bin";

    private static string Digits(string text, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"CAST(conv(substring(md5({text}), {from}, 7), 16, 10) AS UNSIGNED) % 67108864");
}
