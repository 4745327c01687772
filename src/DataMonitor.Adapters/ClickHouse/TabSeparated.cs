using System.Collections.Immutable;
using System.Text;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>Reads the format <c>TabSeparatedWithNamesAndTypes</c>: text that holds every value ClickHouse has, and tells NULL from any text.</summary>
internal static class TabSeparated
{
    public const string Format = "TabSeparatedWithNamesAndTypes";

    /// <exception cref="InvalidDataException">This is no such text.</exception>
    public static async Task<SqlRows> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var names = await reader.ReadLineAsync(cancellationToken) ?? throw new InvalidDataException("The names are missing.");
        var types = (await reader.ReadLineAsync(cancellationToken) ?? throw new InvalidDataException("The types are missing.")).Split('\t').Select(Text).ToArray();
        var columns = names.Split('\t').Select(Text).Zip(types, (name, type) => new SqlColumn(name!, type!)).ToImmutableArray();
        var rows = new List<object?[]>();
        while (rows.Count < SqlWriter.MostRows && await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var cells = line.Split('\t');
            if (cells.Length != columns.Length)
            {
                throw new InvalidDataException("A row has another number of values than columns.");
            }

            rows.Add([.. cells.Select((cell, index) => Value(cell, columns[index].NativeType))]);
        }

        return new(columns, rows);
    }

    private static object? Value(string cell, string type) => cell switch
    {
        "\\N" => null,
        "nan" or "-nan" when type.Contains("Float", StringComparison.Ordinal) => double.NaN,
        "inf" when type.Contains("Float", StringComparison.Ordinal) => double.PositiveInfinity,
        "-inf" when type.Contains("Float", StringComparison.Ordinal) => double.NegativeInfinity,
        _ => Text(cell),
    };

    private static string Text(string cell)
    {
        if (!cell.Contains('\\', StringComparison.Ordinal))
        {
            return cell;
        }

        var text = new StringBuilder(cell.Length);
        for (var at = 0; at < cell.Length; at++)
        {
            text.Append(cell[at] == '\\' && ++at < cell.Length ? Escaped(cell[at]) : cell[at]);
        }

        return text.ToString();
    }

    private static char Escaped(char letter) => letter switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        _ => letter,
    };
}
