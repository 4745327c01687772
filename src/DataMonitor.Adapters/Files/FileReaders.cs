using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.Files;

/// <summary>Which function of DuckDB reads which files.</summary>
internal static class FileReaders
{
    private static readonly string[] Compressions = [".gz", ".zst"];

    private static readonly (string Ending, string Function)[] Readers =
    [
        (".parquet", "read_parquet"),
        (".csv", "read_csv"),
        (".tsv", "read_csv"),
        (".json", "read_json"),
        (".jsonl", "read_json"),
        (".ndjson", "read_json"),
    ];

    /// <returns>A table function call that reads every file of the glob below <paramref name="root"/>; <c>key=value</c> folders become columns, files may lack columns of others.</returns>
    /// <exception cref="MeasureException">The glob leaves the root, or names files of an unknown kind.</exception>
    public static string Relation(string root, string glob)
    {
        if (Path.IsPathRooted(glob) || glob.Contains("://", StringComparison.Ordinal) || glob.Contains('\0', StringComparison.Ordinal) || glob.Split('/', '\\').Contains("..", StringComparer.Ordinal))
        {
            throw new MeasureException($"The files '{glob}' lie outside the source's folder.", "Name files below it, without '..' and without a leading '/'.");
        }

        var name = Compressions.FirstOrDefault(ending => glob.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } compressed ? glob[..^compressed.Length] : glob;
        var function = Readers.FirstOrDefault(reader => name.EndsWith(reader.Ending, StringComparison.OrdinalIgnoreCase)).Function
            ?? throw new MeasureException(
                $"The files '{glob}' end in nothing that can be read.",
                "End the name in .parquet, .csv, .tsv, .json, .jsonl or .ndjson; text files may be compressed (.gz, .zst).");
        return $"{function}({Literal(Path.Combine(root, glob))}, hive_partitioning = true, union_by_name = true)";
    }

    /// <returns>How the name of a file that can be read ends, its compression included; <see langword="null"/> for any other file.</returns>
    public static string? EndingOf(string path)
    {
        var compression = Compressions.FirstOrDefault(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ?? "";
        var name = path.AsSpan(0, path.Length - compression.Length);
        foreach (var (ending, _) in Readers)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return path[(name.Length - ending.Length)..];
            }
        }

        return null;
    }

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
