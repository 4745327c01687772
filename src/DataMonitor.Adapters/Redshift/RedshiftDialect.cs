using System.Globalization;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.Redshift;

/// <summary>Amazon Redshift, which began as PostgreSQL 8.0: no FILTER, no offset that is computed, text of 256 characters, whole averages of whole numbers.</summary>
/// <remarks>Written from AWS's Database Developer Guide and never run against the real thing.</remarks>
internal sealed class RedshiftDialect : SqlDialect
{
    /// <remarks>A backslash in a plain string may escape what follows it, whatever the settings say: refused in owners' SQL.</remarks>
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: false, DollarQuotes: false, OtherQuotes: "", ParameterMarks: "")
    {
        LongestIdentifier = 127,
        HasNaN = true,
        RefusesBackslashes = true,
    };

    /// <remarks>Instants travel as text with an offset: the driver's own form is that of newer servers.</remarks>
    public override string Value(object value, ICollection<object> bound) => value is DateTimeOffset instant
        ? $"CAST({base.Value(string.Create(CultureInfo.InvariantCulture, $"{instant.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00"), bound)} AS timestamptz)"
        : base.Value(value, bound);

    public override string Aggregate(SqlAggregate function, string argument, string? condition) =>
        AggregateSql.WithCase(function, function is SqlAggregate.Average or SqlAggregate.Deviation ? $"({argument} + CAST(0 AS double precision))" : argument, condition);

    public override string Text(string value) => $"CAST({value} AS varchar(65535))";

    public override string Length(string text) => $"len({text})";

    public override string Matches(string text, string pattern, Func<object, string> bind) => pattern.Contains("(?:", StringComparison.Ordinal)
        ? throw new MeasureException("Redshift's regular expressions have no '(?: )'.", "Write '( )' instead.")
        : $"{text} ~ {bind(pattern)}";

    public override (string First, string Second) Hash(string text) => (Digits(text, 1), Digits(text, 8));

    public override string Of(TextFunction function, string text) => function == TextFunction.Place
        ? $"strpos('{Places}', {text})"
        : throw new MeasureException("Redshift cannot tell whether any text is JSON: its functions know objects and arrays only.", "Leave the format 'json' out there, or write a 'rows' check with is_valid_json.");

    /// <remarks>Adding an interval refuses text, which the cast alone would take. Whole seconds.</remarks>
    public override string Seconds(string instant) => $"extract(epoch FROM CAST({instant} + interval '0 seconds' AS timestamptz))";

    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind) =>
        $"{column} >= {bind(start)} AND {column} < {bind(end)}";

    public override string Quantile(string column, Func<string> rows, long numerator, long denominator) =>
        AggregateSql.AtRank(column, rows(), $"(n * {numerator} - 1) / {denominator} + 1");

    private static string Digits(string text, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"strtol(substring(md5({text}), {from}, 7), 16) % 67108864");
}
