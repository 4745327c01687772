using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Files;

/// <summary>DuckDB over files. The session's time zone is that of the dataset, as with PostgreSQL.</summary>
/// <param name="root">Full path of the source's folder.</param>
internal sealed class DuckDbDialect(string root) : SqlDialect, ICanonicalSpelling
{
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: true, DollarQuotes: true, OtherQuotes: "", ParameterMarks: "?") { LongestIdentifier = 10_000, HasNaN = true, Limits = SqlLimits.DuckDb };

    public override string Relation(DatasetObject relation) => relation is FilesObject files
        ? FileReaders.Relation(root, files.Glob)
        : throw new MeasureException("A source of files has no tables.", "Name files below the source's folder, such as lake/scores/*.parquet, or a query.");

    public override string Matches(string text, string pattern, Func<object, string> bind) => $"regexp_matches({text}, {bind(pattern)})";

    public override (string First, string Second) Hash(string text) => (Digits(text, 1), Digits(text, 8));

    public override string Of(TextFunction function, string text) => function == TextFunction.Place ? $"strpos('{Places}', {text})" : $"json_valid({text})";

    /// <remarks>Adding an interval refuses text and numbers, which a cast alone would take.</remarks>
    public override string Seconds(string instant) => $"epoch(CAST({instant} + INTERVAL 0 DAY AS TIMESTAMPTZ))";

    public string? Spell(string column, CanonicalColumn value, int decimals) => value.Form switch
    {
        CanonicalForm.Instant => $"CAST(epoch_us(CAST({column} AS TIMESTAMPTZ)) AS text)",
        CanonicalForm.Day => $"CAST(CAST({column} AS DATE) AS text)",
        _ => null,
    };

    /// <remarks>No function around the column: of files in folders of other partitions only the footer is read, for its columns.</remarks>
    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind) =>
        $"{column} >= CAST({bind(start)} AS TIMESTAMPTZ) AND {column} < CAST({bind(end)} AS TIMESTAMPTZ)";

    /// <remarks>A single slash divides in floating point here.</remarks>
    public override string Quantile(string column, Func<string> rows, long numerator, long denominator) =>
        $"(SELECT {column} + 0\n{rows()}\nORDER BY {column} LIMIT 1 OFFSET (SELECT (count(*) * {numerator} - 1) // {denominator}\n{rows()}))";

    private static string Digits(string text, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"CAST('0x' || substr(md5({text}), {from}, 7) AS INTEGER) % 67108864");
}
