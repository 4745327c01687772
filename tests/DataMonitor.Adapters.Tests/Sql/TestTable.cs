using System.Globalization;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>A table that every engine can hold, and the SQL that makes it.</summary>
/// <param name="Rows">Cells are <see langword="null"/>, <see cref="int"/>, <see cref="decimal"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, <see cref="DateTimeOffset"/> or <see cref="DateOnly"/>.</param>
internal sealed record TestTable(string Name, TestColumn[] Columns, params object?[][] Rows)
{
    /// <param name="type">How the engine names a type, NOT NULL aside.</param>
    /// <param name="instant">How the engine writes an instant; otherwise in quotes, with its offset.</param>
    /// <param name="infinity">How the engine writes it; otherwise as a text that is cast.</param>
    /// <returns>CREATE TABLE and INSERT, ended by semicolons.</returns>
    public string Script(SqlLexicon lexicon, Func<TestType, string> type, Func<DateTimeOffset, string>? instant = null, string infinity = "CAST('inf' AS DOUBLE PRECISION)")
    {
        var columns = Columns.Select(column => $"{lexicon.Quote(column.Name)} {type(column.Type)}{(column.IsNullable ? "" : " NOT NULL")}");
        var rows = Rows.Select(row => $"({string.Join(", ", row.Select(cell => Literal(cell, lexicon, instant, infinity)))})");
        var insert = Rows.Length == 0 ? "" : $"INSERT INTO {lexicon.Quote(Name)} VALUES\n{string.Join(",\n", rows)};\n";
        return $"CREATE TABLE {lexicon.Quote(Name)} ({string.Join(", ", columns)});\n{insert}";
    }

    private static string Literal(object? cell, SqlLexicon lexicon, Func<DateTimeOffset, string>? instant, string infinity) => cell switch
    {
        null => "NULL",
        true => "TRUE",
        false => "FALSE",
        double.NaN => "CAST('nan' AS DOUBLE PRECISION)",
        double.PositiveInfinity => infinity,
        double.NegativeInfinity => $"-{infinity}",
        string text => $"'{(lexicon.BackslashQuotes.Contains('\'', StringComparison.Ordinal) ? text.Replace("\\", "\\\\", StringComparison.Ordinal) : text).Replace("'", "''", StringComparison.Ordinal)}'",
        DateTimeOffset at => instant is null ? string.Create(CultureInfo.InvariantCulture, $"'{at:yyyy-MM-dd HH:mm:ss.FFFFFFzzz}'") : instant(at),
        DateOnly day => string.Create(CultureInfo.InvariantCulture, $"'{day:yyyy-MM-dd}'"),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };
}

internal sealed record TestColumn(string Name, TestType Type, bool IsNullable = true);

internal enum TestType
{
    Whole,
    Decimal,
    Double,
    Text,
    Instant,

    /// <summary>Reaches from 1900 to 2299, in UTC.</summary>
    FarInstant,
    Date,
    Truth,
}
