using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Adapters.Sql;

/// <summary>Reads the answers to the statements of <see cref="ProfileSql"/>.</summary>
internal static class ProfileRows
{
    public const int LongestValue = 100;
    public const int MostShapes = 10;

    /// <summary>Bits of a hash fill the upper part of a register.</summary>
    private const int HashShift = 32 - 26;

    public static bool Answers(Aggregate aggregate) => aggregate is KeyMinima or HistogramCounts or ValueSample;

    /// <returns>What was asked for, or what keeps the rows from being it.</returns>
    public static AggregateValue Read(Aggregate aggregate, SqlRows answer)
    {
        try
        {
            return Value(aggregate, answer);
        }
        catch (MeasureException e)
        {
            return e.Error;
        }
    }

    private static AggregateValue Value(Aggregate aggregate, SqlRows answer) => aggregate switch
    {
        KeyMinima => new SketchValue(KeySketch.Of(answer.Rows.Select(row => ((int)SqlCells.Count(row[0]), ((uint)SqlCells.Count(row[1]) << HashShift) | (1u << (HashShift - 1)))))),
        HistogramCounts histogram => new HistogramValue(Histogram(histogram, answer)),
        ValueSample sample => Sample(sample, answer),
        _ => throw new InvalidOperationException($"{aggregate.GetType().Name} gives one row."),
    };

    private static Histogram Histogram(HistogramCounts histogram, SqlRows answer)
    {
        var bins = new HistogramBin[histogram.Edges.Count + 1];
        foreach (var row in answer.Rows)
        {
            bins[SqlCells.Count(row[0])] = new(SqlCells.Count(row[1]), Number(row[2]) is { } sum && double.IsFinite(sum)
                ? sum
                : throw new MeasureException($"Column '{histogram.Column}' does not hold numbers that can be added up.", "Leave such rows out with 'where'."));
        }

        return new(histogram.Edges, bins.ToValueList());
    }

    private static SampleValue Sample(ValueSample sample, SqlRows answer)
    {
        var parts = answer.Rows.ToLookup(
            row => ((int)SqlCells.Count(row[0]), Convert.ToString(row[1], CultureInfo.InvariantCulture)!),
            row => (Value: row[2] is null ? null : Convert.ToString(row[2], CultureInfo.InvariantCulture), Count: SqlCells.Count(row[3])));
        return new(
            parts[(-1, "n")].Sum(part => part.Count),
            sample.Columns.Select((_, index) => new ColumnSample(
                Counted(index, "t"),
                Counted(index, "s"),
                Counted(index, "f"),
                parts[(index, "q")].OrderBy(part => part.Count).Select(part => Number(part.Value)).OfType<double>().Where(double.IsFinite).Order().ToValueList())).ToValueList());

        ValueList<TopValue> Counted(int index, string part) => parts[(index, part)]
            .GroupBy(found => part == "s" ? Hidden(found.Value) : found.Value, StringComparer.Ordinal)
            .Select(group => new TopValue(group.Key, group.Sum(found => found.Count)))
            .OrderByDescending(found => found.Count)
            .ThenBy(found => found.Value, StringComparer.Ordinal)
            .ToValueList();
    }

    /// <summary>The engines mask ASCII letters and digits alone; a name in Greek must not pass as its own shape.</summary>
    private static string? Hidden(string? shape) => shape is null ? null : string.Concat(shape.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : "*"));

    private static double? Number(object? cell) => cell switch
    {
        null => null,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        System.Numerics.BigInteger big => (double)big,
        IConvertible convertible and not (bool or char or DateTime) => convertible.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };
}
