using System.Text.RegularExpressions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>A query of one value with what is good for it, turned into a query that returns a row when it is not.</summary>
internal static partial class ScalarQuery
{
    private const string Value = "measured_value";

    /// <param name="good">True for a good value, made by <see cref="Bound.ToSql"/>.</param>
    /// <returns>No row for a good value, one for a bad one or none at all (NULL).</returns>
    public static string BadRows(string query, Func<string, string> good) =>
        $"SELECT 1 AS bad FROM (SELECT ({query}) AS {Value}) AS measured WHERE CASE WHEN {good(Value)} THEN 0 ELSE 1 END = 1";

    /// <returns>No row when two tables hold as many rows, or the first fewer (<paramref name="isFewer"/>).</returns>
    public static string CountsDiffer(string table, string other, bool isFewer = false) =>
        BadRows($"(SELECT COUNT(*) FROM {table}) - (SELECT COUNT(*) FROM {other})", difference => $"{difference} {(isFewer ? "<" : "=")} 0");

    /// <returns>One statement without the sign at its end.</returns>
    public static string Trimmed(string query) => query.Trim().TrimEnd(';').TrimEnd();

    /// <returns>A column as SQL names it: as it is where that is plain, otherwise in double quotes.</returns>
    public static string Column(string name) => Word().IsMatch(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <returns>A text as SQL writes it.</returns>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
