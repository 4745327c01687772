using System.Globalization;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Sql;

/// <summary>Rows as texts that are equal on every engine exactly where the rows are, and statements over the hashes of those texts.</summary>
internal static class CanonicalSql
{
    /// <returns>Sums of the rows' hashes for each bucket of their keys.</returns>
    public static string Sums(SqlWriter writer, RowIdentity identity, BucketSplit split, string? filter)
    {
        var (key, row) = Hashes(writer, identity);
        var bucket = $"k % {Invariant(split.Modulus)}";
        var rows = $"SELECT {key.First} AS k, {row.First} AS h, {row.Second} AS l\n{writer.Rows(null, filter, Inside(key.First, split))}";
        return $"SELECT {bucket}, count(*), sum(h), sum(l)\nFROM (\n{rows}\n) r\nGROUP BY {bucket}";
    }

    /// <returns>The hashes of the rows in the parents of a split.</returns>
    public static string Hashed(SqlWriter writer, RowIdentity identity, BucketSplit split, string? filter)
    {
        var (key, row) = Hashes(writer, identity);
        return $"SELECT {key.First}, {key.Second}, {row.First}, {row.Second}\n{writer.Rows(null, filter, Inside(key.First, split))}";
    }

    private static string? Inside(string key, BucketSplit split) => split.ParentModulus == 1
        ? null
        : $"({key}) % {Invariant(split.ParentModulus)} IN ({string.Join(", ", split.Parents.Select(Invariant))})";

    private static ((string First, string Second) Key, (string First, string Second) Row) Hashes(SqlWriter writer, RowIdentity identity)
    {
        var key = identity.Key.Select(Field).ToArray();
        return (writer.Dialect.Hash(Joined(key)), writer.Dialect.Hash(Joined([.. key, .. identity.Columns.Select(Field)])));

        string Field(CanonicalColumn column)
        {
            var text = Value(writer.Dialect, writer.Column(column.Name), column, identity.Decimals);
            return $"coalesce({(column.Form == CanonicalForm.Text ? $"replace(replace({text}, '!', '!!'), '|', '!p')" : text)}, '!n')";
        }
    }

    private static string Value(SqlDialect dialect, string column, CanonicalColumn value, int decimals) =>
        (dialect as ICanonicalSpelling)?.Spell(column, value, decimals) ?? (value.Form, value.Stored) switch
        {
            (CanonicalForm.Truth, ColumnType.Boolean) => $"CASE WHEN {column} THEN '1' WHEN NOT {column} THEN '0' END",
            (CanonicalForm.Truth, _) => $"CASE WHEN {column} <> 0 THEN '1' WHEN {column} = 0 THEN '0' END",
            (CanonicalForm.Decimal, _) => Decimal(dialect, column, decimals),
            (CanonicalForm.Instant, _) => dialect.Text($"CAST(round({dialect.Seconds(dialect.Instant(column))} * 1000000) AS DECIMAL(38, 0))"),
            (CanonicalForm.Uuid, _) => $"lower({dialect.Text(column)})",
            _ => dialect.Text(column),
        };

    /// <summary>By way of text, where every engine writes a binary fraction in the fewest digits that read as it; a cast from the fraction itself rounds differently.</summary>
    private static string Decimal(SqlDialect dialect, string column, int decimals)
    {
        var text = dialect.Text(column);
        var number = dialect.Text(string.Create(CultureInfo.InvariantCulture, $"CAST({text} AS DECIMAL(38, {decimals}))"));
        return dialect.Lexicon.HasNaN
            ? $"CASE WHEN lower({text}) IN ('nan', 'inf', '-inf', 'infinity', '-infinity') THEN replace(lower({text}), 'inity', '') ELSE {number} END"
            : number;
    }

    /// <summary>A bar between fields: none stands inside one, as it is escaped there.</summary>
    /// <remarks>Two at a time: Redshift joins no more, and for MySQL || means OR.</remarks>
    private static string Joined(string[] fields) => fields.Aggregate((left, right) => $"concat({left}, concat('|', {right}))");

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
