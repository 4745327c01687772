using System.Globalization;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Sql;

/// <remarks>The session's time zone is that of the dataset, so that timestamps without an offset and dates compare with instants as the owner means them.</remarks>
internal sealed class PostgresDialect : SqlDialect, ICanonicalSpelling
{
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: true, DollarQuotes: true, OtherQuotes: "", ParameterMarks: "") { LongestIdentifier = 63, HasNaN = true, Limits = SqlLimits.Postgres };

    public override string Matches(string text, string pattern, Func<object, string> bind) => $"{text} ~ {bind(pattern)}";

    public override (string First, string Second) Hash(string text) => (Digits(text, 1), Digits(text, 8));

    public override string Of(TextFunction function, string text) => function == TextFunction.Place ? $"strpos('{Places}', {text})" : $"({text} IS JSON)";

    /// <remarks>Adding an interval refuses text, which the cast alone would take.</remarks>
    public override string Seconds(string instant) => $"extract(epoch FROM ({instant} + interval '0')::timestamptz)";

    /// <remarks>A day is spelled as the session says, which a role may have changed.</remarks>
    public string? Spell(string column, CanonicalColumn value, int decimals) => (value.Form, value.Stored) switch
    {
        (CanonicalForm.Day, ColumnType.Date) => $"to_char({column}, 'YYYY-MM-DD')",
        (CanonicalForm.Day, _) => $"to_char(({column})::date, 'YYYY-MM-DD')",
        (CanonicalForm.Instant, ColumnType.Text) => $"(extract(epoch FROM ({column})::timestamptz) * 1000000)::bigint::text",
        _ => null,
    };

    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind) =>
        $"{column} >= {bind(start)} AND {column} < {bind(end)}";

    public override string Ordinal(string text) => $"{text} COLLATE \"C\"";

    private static string Digits(string text, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"('x' || substr(md5({text}), {from}, 7))::bit(28)::int % 67108864");
}
