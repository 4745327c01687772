using System.Globalization;
using System.Text.Json;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Files;

/// <summary>What DuckDB would read: the rows that its plan expects of each reader, and the size of the files (of Parquet only some columns are read, so it is an upper bound).</summary>
internal static class DuckDbCost
{
    public static async Task<StatementRead> OfAsync(SqlSession session, SqlText statement, DatasetObject relation, string root, CancellationToken cancellationToken)
    {
        var plan = await session.QueryAsync(statement with { Sql = "EXPLAIN (FORMAT json) " + statement.Sql }, cancellationToken);
        var (rows, readers) = plan.Rows is [[.., string json], ..] ? Readers(json) : default;
        if (readers == 0 || relation is not FilesObject files)
        {
            return default;
        }

        var found = await session.QueryAsync(new($"SELECT file FROM glob({FileReaders.Literal(Path.Combine(root, files.Glob))})", []), cancellationToken);
        return new(rows, readers * found.Rows.Sum(row => new FileInfo((string)row[0]!) is { Exists: true } file ? file.Length : 0));
    }

    private static (long Rows, int Readers) Readers(string json)
    {
        using var document = JsonDocument.Parse(json);
        var (rows, readers) = (0L, 0);
        var nodes = new Stack<JsonElement>(document.RootElement.EnumerateArray());
        while (nodes.TryPop(out var node))
        {
            if (node.GetProperty("name").GetString()!.StartsWith("READ_", StringComparison.Ordinal))
            {
                readers++;
                rows += node.GetProperty("extra_info").TryGetProperty("Estimated Cardinality", out var text) && long.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var count) ? count : 0;
            }

            foreach (var child in node.GetProperty("children").EnumerateArray())
            {
                nodes.Push(child);
            }
        }

        return (rows, readers);
    }
}
