using System.Globalization;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Sql;

/// <remarks>
/// SQLite has no type for instants: ISO-8601 text (with or without an offset) and Unix seconds are understood.
/// What it lacks (<c>REGEXP</c>, <c>stddev_samp</c>, <c>translate</c>, <c>monitor_…</c>) the session registers.
/// </remarks>
internal sealed class SqliteDialect : SqlDialect, ICanonicalSpelling
{
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: false, DollarQuotes: false, OtherQuotes: "[`", ParameterMarks: "?:@#") { LongestIdentifier = 1000, RefusesBareColumns = false, HasOnlyInfinity = true, Limits = SqlLimits.Sqlite };

    /// <remarks>The sum of both infinities is NULL here, which would mean that there was no number: the largest number stands for it, and is infinite.</remarks>
    public override string Aggregate(SqlAggregate function, string argument, string? condition)
    {
        var value = base.Aggregate(function, argument, condition);
        return function is SqlAggregate.Sum or SqlAggregate.Average ? $"coalesce({value}, {base.Aggregate(SqlAggregate.Maximum, argument, condition)})" : value;
    }

    /// <remarks>A column may have a collation of its own, which a cast does not take away.</remarks>
    public override string Ordinal(string text) => $"{text} COLLATE BINARY";

    public override string Matches(string text, string pattern, Func<object, string> bind) => $"{text} REGEXP {bind(pattern)}";

    public override string Number(string column) => $"CASE WHEN typeof({column}) IN ('integer', 'real', 'null') THEN {column} ELSE monitor_number({column}) END";

    public override (string First, string Second) Hash(string text) => ($"monitor_hash({text}, 0)", $"monitor_hash({text}, 1)");

    public override string Of(TextFunction function, string text) => function == TextFunction.Place ? $"instr('{Places}', {text})" : $"json_valid({text})";

    public override string Instant(string column) => $"monitor_instant({column})";

    public override string Seconds(string instant) => instant;

    /// <remarks>Any type may stand in any column, so the forms that are more than a cast are ours and refuse what they cannot read.</remarks>
    public string? Spell(string column, CanonicalColumn value, int decimals) => value.Form switch
    {
        CanonicalForm.Decimal => string.Create(CultureInfo.InvariantCulture, $"monitor_decimal({column}, {decimals})"),
        CanonicalForm.Instant => $"CAST(CAST(round(monitor_instant({column}) * 1000000) AS integer) AS text)",
        CanonicalForm.Day => $"substr({column}, 1, 10)",
        _ => null,
    };

    /// <remarks>Text in different notations does not sort by time, so the index finds a day more on both sides and the function decides.</remarks>
    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind)
    {
        var (low, high) = (bind(SinceEpoch(start)), bind(SinceEpoch(end)));
        var (firstDay, lastDay) = (bind(Day(start, -1)), bind(Day(end, 2)));
        return $"((typeof({column}) = 'text' AND {column} >= {firstDay} AND {column} < {lastDay}) OR (typeof({column}) <> 'text' AND {column} >= {low} AND {column} < {high}))"
            + $" AND monitor_instant({column}) >= {low} AND monitor_instant({column}) < {high}";
    }

    /// <remarks>Without an index SQLite would read the whole reference for each row; a list it sorts once.</remarks>
    public override string HasNoMatch(string value, string reference, string column) => $"{value} NOT IN (SELECT r.{column} FROM {reference} AS r WHERE r.{column} IS NOT NULL)";

    private static double SinceEpoch(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static string Day(DateTimeOffset instant, int days) => instant.UtcDateTime.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
