using System.Text.Json;

namespace DataMonitor.Adapters.Sql;

/// <summary>What PostgreSQL would read, from its plan and its statistics: whole relations where it scans them, the rows it expects where it uses an index.</summary>
internal static class PostgresCost
{
    private const long BlockBytes = 8192;

    public static async Task<StatementRead> OfAsync(SqlSession session, SqlText statement, CancellationToken cancellationToken)
    {
        var answer = await session.QueryAsync(statement with { Sql = "EXPLAIN (FORMAT JSON, VERBOSE) " + statement.Sql }, cancellationToken);
        if (answer.Rows is not [[string json]])
        {
            return default;
        }

        var scans = ScansOf(json);
        var sizes = new Dictionary<(string, string), (long Rows, long Bytes)>();
        foreach (var relation in scans.Where(scan => scan.IsWhole).Select(scan => (scan.Schema, scan.Relation)).Distinct())
        {
            sizes[relation] = await SizeAsync(session, relation.Schema, relation.Relation, cancellationToken);
        }

        return new(
            scans.Sum(scan => scan.IsWhole ? sizes[(scan.Schema, scan.Relation)].Rows : scan.Rows),
            scans.Sum(scan => scan.IsWhole ? sizes[(scan.Schema, scan.Relation)].Bytes : scan.Rows * Math.Min(BlockBytes, Math.Max(1, scan.Width))));
    }

    /// <returns>Each scan of a relation in the plan.</returns>
    internal static List<Scan> ScansOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        var scans = new List<Scan>();
        var nodes = new Stack<JsonElement>([document.RootElement[0].GetProperty("Plan")]);
        while (nodes.TryPop(out var node))
        {
            if (node.TryGetProperty("Relation Name", out var relation))
            {
                var kind = node.GetProperty("Node Type").GetString();
                scans.Add(new(
                    node.TryGetProperty("Schema", out var schema) ? schema.GetString()! : "",
                    relation.GetString()!,
                    IsWhole: kind is "Seq Scan",
                    (long)node.GetProperty("Plan Rows").GetDouble(),
                    node.GetProperty("Plan Width").GetInt64()));
            }

            if (node.TryGetProperty("Plans", out var children))
            {
                foreach (var child in children.EnumerateArray())
                {
                    nodes.Push(child);
                }
            }
        }

        return scans;
    }

    private static async Task<(long Rows, long Bytes)> SizeAsync(SqlSession session, string schema, string relation, CancellationToken cancellationToken)
    {
        var answer = await session.QueryAsync(
            new(
                """
                SELECT greatest(c.reltuples, 0), pg_relation_size(c.oid)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = $1 AND c.relname = $2
                LIMIT $3
                """,
                [schema, relation, 1L]),
            cancellationToken);
        return answer.Rows is [[var rows, var bytes]] ? (SqlCells.Count(rows), SqlCells.Count(bytes)) : default;
    }

    /// <param name="IsWhole">Every block is read, whatever the rows that come out.</param>
    internal sealed record Scan(string Schema, string Relation, bool IsWhole, long Rows, long Width);
}
