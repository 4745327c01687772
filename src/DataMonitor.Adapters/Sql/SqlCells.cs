using System.Globalization;
using System.Numerics;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Sql;

/// <summary>Reads what an engine answered; every engine has its own types for one number.</summary>
internal static class SqlCells
{
    /// <exception cref="MeasureException">The cells hold no value of the kind that the request asks for.</exception>
    public static AggregateValue Value(AggregateRequest request, ReadOnlySpan<object?> cells) => request.Aggregate switch
    {
        Distinctness or DistinctRows => new DistinctValue(Count(cells[0]), Count(cells[1])),
        Correlation => new NumberValue(Coefficient(Finite(cells[0], request), Finite(cells[1], request), Finite(cells[2], request))),
        BracketCounts => new BracketValue(Count(cells[0]), Count(cells[1]), cells.Length > 2 ? Count(cells[2]) : null),
        Newest(var column) => new InstantValue(Instant(cells[0], column, "newest")),
        Oldest(var column) => new InstantValue(Instant(cells[0], column, "oldest")),
        _ => new NumberValue(Finite(cells[0], request)),
    };

    public static bool IsNaN(object? cell) => cell is "NaN" or double.NaN or float.NaN;

    /// <returns>An answer of many rows; <see langword="null"/> for an aggregate that has one.</returns>
    public static AggregateValue? Table(Aggregate aggregate, SqlRows rows) => aggregate switch
    {
        TopValues => Top(rows),
        RowChecksums => new BucketSums(rows.Rows.Select(row => new BucketSum((int)Count(row[0]), Count(row[1]), Count(row[2]), Count(row[3]))).ToValueList()),
        RowHashes => rows.Rows.Count < SqlWriter.MostRows
            ? new RowDigests(rows.Rows.Select(row => new RowDigest((int)Count(row[0]), (int)Count(row[1]), (int)Count(row[2]), (int)Count(row[3]))).ToValueList())
            : new MeasureError("The rows changed by thousands while they were compared.", "Compare a closed partition, or at a quieter time."),
        RowSample sample => SampleSql.Read(sample, rows),
        _ => null,
    };

    private static TopValueList Top(SqlRows rows) =>
        new(rows.Rows.Select(row => new TopValue(row[0] is null ? null : Convert.ToString(row[0], CultureInfo.InvariantCulture), Count(row[1]))).ToValueList());

    /// <param name="isCatalog">Rows are names, types and nullability; otherwise the columns of the result are meant.</param>
    public static ValueList<ColumnSchema> Columns(SqlRows rows, bool isCatalog, SqlCatalog catalog) => isCatalog
        ? rows.Rows.Select(row => Column((string)row[0]!, (string)row[1]!, row[2] is null ? null : row[2] is "t" or "true" or true, catalog)).ToValueList()
        : rows.Columns.Select(column => Column(column.Name, column.NativeType, null, catalog)).ToValueList();

    /// <returns>A finite number as the engine wrote it, or <see langword="null"/>.</returns>
    public static string? NumberText(object? cell) =>
        cell is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? text : null;

    public static long Count(object? cell) => cell switch
    {
        null => 0,
        long count => count,
        string text => (long)decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        BigInteger count => (long)count,
        _ => Convert.ToInt64(cell, CultureInfo.InvariantCulture),
    };

    private static ColumnSchema Column(string name, string type, bool? isNullable, SqlCatalog catalog) => new(name, catalog.TypeOf(type), type, isNullable);

    /// <summary>Rounding may carry it a little beyond the ends.</summary>
    private static double? Coefficient(double? together, double? left, double? right) => left is > 0 && right is > 0
        ? Math.Clamp(together!.Value / (Math.Sqrt(left.Value) * Math.Sqrt(right.Value)), -1, 1)
        : null;

    private static double? Finite(object? cell, AggregateRequest request)
    {
        if (cell is null)
        {
            return null;
        }

        var number = Number(cell) ?? throw NoNumber(request);
        return double.IsFinite(number) ? number : throw new MeasureException(
            FaultWords.ColumnsOf(request).FirstOrDefault() is { } column
                ? $"Column '{column}' holds NaN, infinity or numbers too large, so there is no finite result."
                : "The SQL gives NaN, infinity or a number that is too large.",
            "Leave such rows out with 'where'.");
    }

    private static MeasureException NoNumber(AggregateRequest request) => FaultWords.ColumnsOf(request).FirstOrDefault() is { } column
        ? new($"Column '{column}' does not hold numbers.", "Choose a number column, or cast it in a 'metric' check.")
        : new("The SQL does not give a number.", "Write an expression whose result is a number, such as sum(amount).");

    private static double? Number(object cell) => cell switch
    {
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        BigInteger big => (double)big,
        bool or char or DateTime => null,
        IConvertible convertible => convertible.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static DateTimeOffset? Instant(object? cell, string column, string which)
    {
        var seconds = cell is null ? (decimal?)null : cell switch
        {
            string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) => exact,
            double number when Math.Abs(number) < 1e12 => (decimal)number,
            IConvertible convertible and not (string or double) => convertible.ToDecimal(CultureInfo.InvariantCulture),
            _ => decimal.MaxValue,
        };
        return seconds switch
        {
            null => null,
            > -62_135_596_800 and < 253_402_300_800 => DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)),
            _ => throw new MeasureException($"The {which} instant in column '{column}' lies beyond the years 1 to 9999.", "Leave such rows out with 'where'."),
        };
    }
}
