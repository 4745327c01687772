using System.Globalization;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Adapters.Sql;

/// <summary>Writes the statements of profiles that give several rows. <see cref="ProfileRows"/> reads their answers.</summary>
internal static class ProfileSql
{
    /// <summary>Infinities lie beyond; NaN compares as larger than every number or as nothing.</summary>
    private const string LargestNumber = "1.7976931348623157e308";

    /// <summary>Rows are picked by a quadratic of their number modulo this prime: every n-th row would see one value alone where values repeat in step.</summary>
    private const long Scatter = 1_000_003;

    /// <summary>The prime times the golden ratio, so that the first rows of a table are scattered too.</summary>
    private const long Stride = 618_035;

    /// <returns>Register and least hash, a row for each register that saw a value.</returns>
    public static SqlText Sketch(SqlWriter writer, KeyMinima keys, string? filter)
    {
        var column = writer.Column(keys.Column);
        var (first, second) = writer.Dialect.Hash(writer.Dialect.Text(column));
        var hashes = $"SELECT {first} % {KeySketch.Registers} AS r, {second} AS h\n{writer.Rows(null, filter, $"{column} IS NOT NULL")}";
        return writer.Finish($"SELECT r, min(h)\nFROM (\n{hashes}\n) k\nGROUP BY r");
    }

    /// <returns>Bin from 0, count and sum, a row for each bin that holds a number.</returns>
    public static SqlText Histogram(SqlWriter writer, HistogramCounts histogram, string? filter)
    {
        var column = writer.Column(histogram.Column);
        var numbers = $"SELECT {writer.Dialect.Number(column)} AS v\n{writer.Rows(null, filter, IsNumber(writer, writer.Dialect.Number(column)))}";
        var bins = $"SELECT {Bin(writer, histogram.Edges, 0, histogram.Edges.Count)} AS b, v\nFROM (\n{numbers}\n) n";
        return writer.Finish($"SELECT b, count(*), sum(v)\nFROM (\n{bins}\n) h\nGROUP BY b");
    }

    /// <returns>Column from 0, part, value and count. Parts: n rows in the sample, t values, s shapes, f formats, q the largest number of each part.</returns>
    public static SqlText Sample(SqlWriter writer, ValueSample sample, string? filter)
    {
        var cells = sample.Columns.Select((column, index) =>
            $"{(IsTextOnly(column) ? writer.Dialect.Text(writer.Column(column.Column)) : writer.Column(column.Column))} AS c{index}");
        var rows = sample.Every == 1
            ? $"SELECT {string.Join(", ", cells)}\n{writer.Rows(null, filter)}"
            : $"SELECT {string.Join(", ", sample.Columns.Select((_, index) => $"c{index}"))}\nFROM (\n"
                + $"SELECT {string.Join(", ", cells)}, row_number() OVER () AS rank_in_table\n{writer.Rows(null, filter)}\n) numbered\n"
                + $"WHERE ((rank_in_table % {Scatter}) * (rank_in_table % {Scatter}) % {Scatter} * {Stride} + rank_in_table) % {Scatter} < {writer.Bind(Math.Max(1, Scatter / sample.Every))}";
        var limited = writer.Dialect.Limit(rows, writer.Bind(sample.MostRows), isOrdered: false);
        var parts = sample.Columns.SelectMany((column, index) => Parts(writer, column, index)).Prepend("SELECT -1 AS c, 'n' AS p, NULL AS v, count(*) AS n FROM s");
        return writer.Finish($"WITH s AS (\n{limited}\n)\nSELECT c, p, v, n\nFROM (\n{string.Join("\nUNION ALL\n", parts)}\n) parts");
    }

    private static bool IsTextOnly(SampledColumn column) => column.Parts == 0;

    private static IEnumerable<string> Parts(SqlWriter writer, SampledColumn column, int index)
    {
        var cell = string.Create(CultureInfo.InvariantCulture, $"c{index}");
        var text = IsTextOnly(column) ? cell : writer.Dialect.Text(cell);
        if (column.Top > 0)
        {
            yield return Frequent(writer, index, "t", text, $"{cell} IS NOT NULL", column.Top);
        }

        if (column.HasForms)
        {
            yield return Frequent(writer, index, "s", writer.Dialect.Masked($"{writer.Dialect.Lexicon.Substring}({text}, 1, {ProfileRows.LongestValue})"), $"{cell} IS NOT NULL", ProfileRows.MostShapes);
            yield return $"SELECT {index}, 'f', v, count(*) FROM (SELECT {Format(writer, text)} AS v FROM s WHERE {cell} IS NOT NULL) f{index} GROUP BY v";
        }

        if (column.Parts > 0)
        {
            var parts = $"SELECT {cell} AS v, ntile({column.Parts}) OVER (ORDER BY {cell}) AS b FROM s WHERE {IsNumber(writer, cell)}";
            yield return $"SELECT {index}, 'q', {writer.Dialect.Text("max(v)")}, b FROM ({parts}) q{index} GROUP BY b";
        }
    }

    private static string Frequent(SqlWriter writer, int index, string part, string value, string condition, int most)
    {
        var groups = $"SELECT v, count(*) AS n FROM (SELECT {value} AS v FROM s WHERE {condition}) {part}v{index} GROUP BY v";
        var ranked = $"SELECT v, n, row_number() OVER (ORDER BY n DESC, {writer.Dialect.Ordinal("v")}) AS k FROM ({groups}) {part}g{index}";
        return $"SELECT {index}, '{part}', {writer.Dialect.Lexicon.Substring}(v, 1, {ProfileRows.LongestValue}), n FROM ({ranked}) {part}r{index} WHERE k <= {most}";
    }

    private static string Format(SqlWriter writer, string text)
    {
        var branches = SemanticTypes.Tried.Select(format => $"WHEN {writer.Dialect.Matches(text, PatternOf(format), writer.Bind)} THEN '{format.Name}'");
        return $"CASE {string.Join(' ', branches)} END";
    }

    private static string PatternOf(NamedFormat format) => PortableRegex.SpellOut(format.Pattern ?? $"^({string.Join('|', format.Values!)})$");

    /// <summary>A balanced tree: as many comparisons a row as the number of edges has binary digits.</summary>
    private static string Bin(SqlWriter writer, ValueList<double> edges, int from, int to)
    {
        if (from == to)
        {
            return from.ToString(CultureInfo.InvariantCulture);
        }

        var middle = from + ((to - from) / 2);
        return $"CASE WHEN v < {writer.Bind(PredicateSql.Narrowest(edges[middle])!)} THEN {Bin(writer, edges, from, middle)} ELSE {Bin(writer, edges, middle + 1, to)} END";
    }

    private static string IsNumber(SqlWriter writer, string column) => writer.Dialect.Lexicon is { HasNaN: true } or { HasOnlyInfinity: true }
        ? $"{column} BETWEEN -{LargestNumber} AND {LargestNumber}"
        : $"{column} IS NOT NULL";
}
