using System.Globalization;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Sql;

/// <summary>What databases spell differently. A member is added when two of them do, and a test keeps their number under 20.</summary>
/// <remarks>What is asked of an engine's catalog is <see cref="SqlCatalog"/>.</remarks>
internal abstract class SqlDialect
{
    /// <summary>For <see cref="TextFunction.Place"/>.</summary>
    protected const string Places = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private const string Letters = "BCDEFGHIJKLMNOPQRSTUVWXYZ";

    public abstract SqlLexicon Lexicon { get; }

    /// <returns>What stands after FROM for a table or files. Queries are wrapped by the renderer.</returns>
    public virtual string Relation(DatasetObject relation) => relation is TableObject table
        ? string.Join('.', table.Path.Select(Lexicon.Quote))
        : throw new MeasureException("Files cannot be read from a database.", "Name a table, a view or a query.");

    /// <returns>What stands for a value in the text: a placeholder, its value added to <paramref name="bound"/>, or a literal where the engine binds nothing.</returns>
    /// <param name="value">See <see cref="SqlText.Parameters"/>.</param>
    public virtual string Value(object value, ICollection<object> bound)
    {
        bound.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${bound.Count}");
    }

    /// <param name="argument">An expression, or <c>*</c> for a count of rows.</param>
    /// <param name="condition">Rows that count, or <see langword="null"/> for all.</param>
    public virtual string Aggregate(SqlAggregate function, string argument, string? condition) => AggregateSql.WithFilter(function, argument, condition);

    /// <returns>A value of any type as text; equal texts are equal byte by byte.</returns>
    public virtual string Text(string value) => $"CAST({value} AS text)";

    /// <returns>Expressions, with commas, that are equal exactly where the column's values are, bytes of text included: for GROUP BY.</returns>
    public virtual string Key(string column) => column;

    /// <returns>An expression that sorts text by its bytes.</returns>
    public virtual string Ordinal(string text) => text;

    /// <returns>The number of characters (code points) of a text.</returns>
    public virtual string Length(string text) => $"length({text})";

    /// <returns>A condition that a text contains a match of a regular expression.</returns>
    /// <param name="pattern">Went through <see cref="PortableRegex.SpellOut"/>.</param>
    public abstract string Matches(string text, string pattern, Func<object, string> bind);

    /// <returns>The shape of a text: every ASCII letter becomes <c>A</c> or <c>a</c>, every ASCII digit <c>9</c>, the rest stays.</returns>
    public virtual string Masked(string text) => $"translate({text}, '{Letters}{Letters.ToLowerInvariant()}012345678', '{new string('A', 25)}{new string('a', 25)}{new string('9', 9)}')";

    /// <returns>Two whole numbers in [0, 2^26): hexadecimal digits 1 to 7 and 8 to 14 of the MD5 of the text in UTF-8, each modulo 2^26; the same on every engine.</returns>
    public abstract (string First, string Second) Hash(string text);

    /// <returns>What <see cref="TextFunction"/> says, of a text.</returns>
    /// <exception cref="MeasureException">The engine cannot tell.</exception>
    public abstract string Of(TextFunction function, string text);

    /// <returns>The column as a number; where the engine would take text for 0, an expression that fails on it.</returns>
    public virtual string Number(string column) => column;

    /// <returns>An instant column so that it compares and sorts by time.</returns>
    public virtual string Instant(string column) => column;

    /// <returns>Seconds since the Unix epoch; fails on anything that is no instant.</returns>
    /// <param name="instant">What <see cref="Instant"/> gave, or an extremum of it.</param>
    public abstract string Seconds(string instant);

    /// <returns>A condition that rows lie in [start, end), fit for an index on the column.</returns>
    public abstract string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind);

    /// <returns>A condition that a value stands in no row of another relation.</returns>
    public virtual string HasNoMatch(string value, string reference, string column) => $"NOT EXISTS (SELECT 1 FROM {reference} AS r WHERE r.{column} = {value})";

    /// <returns>A scalar subquery: the value at rank ⌈n·numerator/denominator⌉, computed in whole numbers, as n·q in floating point may land above it.</returns>
    /// <param name="column">What is sorted.</param>
    /// <param name="rows">Writes FROM and WHERE, which leaves NULL out; asked once for each time that they stand in the text.</param>
    public virtual string Quantile(string column, Func<string> rows, long numerator, long denominator) =>
        $"(SELECT {Number(column)} + 0\n{rows()}\nORDER BY {column} LIMIT 1 OFFSET (SELECT (count(*) * {numerator} - 1) / {denominator}\n{rows()}))";

    /// <returns>A SELECT that gives no more rows than this.</returns>
    /// <param name="rows">As <see cref="Value"/> gave it.</param>
    /// <param name="isOrdered">Whether the text ends with ORDER BY.</param>
    public virtual string Limit(string select, string rows, bool isOrdered) => $"{select}\nLIMIT {rows}";
}
