using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>What databases disagree on. A member is added when two of them do.</summary>
internal abstract class SqlDialect
{
    /// <summary>How the engine reads the text of a statement, for the check of owners' SQL.</summary>
    public abstract SqlLexicon Lexicon { get; }

    /// <summary>Bytes of UTF-8 in an identifier; what is longer would be cut in silence.</summary>
    public abstract int LongestIdentifier { get; }

    /// <summary>Whether a column beside an aggregate, without GROUP BY, is an error; otherwise the engine takes the value of any row.</summary>
    public virtual bool RefusesBareColumns => true;

    /// <exception cref="MeasureException">No identifier of this engine can be spelled so.</exception>
    public virtual string Quote(string identifier)
    {
        if (identifier.Length == 0 || identifier.Contains('\0', StringComparison.Ordinal))
        {
            throw new MeasureException("A name is empty or holds a NUL character.", "Write the name as the database spells it.");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(identifier) > LongestIdentifier)
        {
            throw new MeasureException(
                $"The name '{identifier[..20]}…' is longer than the {LongestIdentifier} bytes that the engine keeps.",
                "Write the name as the database spells it.");
        }

        return $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <returns>What stands after FROM for a table or files. Queries are wrapped by the renderer.</returns>
    public virtual string Relation(DatasetObject relation) => relation is TableObject table
        ? string.Join('.', table.Path.Select(Quote))
        : throw new MeasureException("Files cannot be read from a database.", "Name a table, a view or a query.");

    public virtual string Filtered(string aggregate, string condition) => $"{aggregate} FILTER (WHERE {condition})";

    /// <returns>A condition that a text contains a match of a regular expression.</returns>
    /// <param name="pattern">A placeholder; its value went through <see cref="PortableRegex"/>.</param>
    public abstract string Matches(string text, string pattern);

    /// <returns>The column as a number; where the engine would take text for 0, an expression that fails on it.</returns>
    public virtual string Number(string column) => column;

    /// <returns>A condition that is false for NaN, or <see langword="null"/> where the engine stores none.</returns>
    public abstract string? IsNotNaN(string column);

    /// <returns>An aggregate that gives the newest instant of a column in seconds since the Unix epoch, and fails on other types.</returns>
    /// <param name="condition">Rows that count, or <see langword="null"/> for all.</param>
    public abstract string NewestSeconds(string column, string? condition);

    /// <returns>A condition that rows lie in [start, end), fit for an index on the column.</returns>
    public abstract string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind);

    /// <returns>An expression that sorts text by its bytes.</returns>
    public virtual string Ordinal(string text) => text;

    public virtual string DividedBy(string left, string right) => $"{left} / {right}";

    /// <returns>A condition that a value stands in no row of another relation.</returns>
    public virtual string HasNoMatch(string value, string reference, string column) => $"NOT EXISTS (SELECT 1 FROM {reference} AS r WHERE r.{column} = {value})";

    /// <returns>A FROM clause that reads about this share of a table's blocks, or <see langword="null"/> where the engine has none or needs none.</returns>
    public virtual string? Sample(string relation, double share) => null;

    /// <returns>A query for the columns of a table: name, native type, whether it is nullable (true, false, or NULL where nothing is declared, as in a view), in order; <see langword="null"/> to describe a query instead.</returns>
    public abstract SqlText? ColumnsOf(DatasetObject relation);

    public abstract ColumnType TypeOf(string nativeType);

    /// <returns>A query for the number of rows as the engine's statistics have it, or <see langword="null"/>.</returns>
    public virtual SqlText? EstimatedRows(DatasetObject relation) => null;

    /// <returns>A query that grants memory for sorting this many rows to the rest of the transaction, or <see langword="null"/>.</returns>
    public virtual SqlText? MemoryFor(long rows) => null;

    /// <returns>The statement so that it is understood and planned but not run.</returns>
    public virtual SqlText Explain(SqlText statement) => statement with { Sql = "EXPLAIN " + statement.Sql };
}
