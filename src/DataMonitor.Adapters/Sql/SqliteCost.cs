using System.Globalization;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Sql;

/// <summary>What SQLite would read: each full scan of the dataset's table reads all of its rows, of which the largest row number is an upper bound. Bytes are not known.</summary>
internal static partial class SqliteCost
{
    public static async Task<StatementRead> OfAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken)
    {
        if (relation is not TableObject table)
        {
            return default;
        }

        var plan = await session.QueryAsync(statement with { Sql = "EXPLAIN QUERY PLAN " + statement.Sql }, cancellationToken);
        var scans = plan.Rows.Count(row => Scan().Match(Convert.ToString(row[^1], CultureInfo.InvariantCulture)!) is { Success: true } scan
            && scan.Groups["name"].ValueSpan.Equals(table.Path[^1], StringComparison.OrdinalIgnoreCase));
        if (scans == 0)
        {
            return default;
        }

        var name = string.Join('.', table.Path.Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        var answer = await session.QueryAsync(new($"SELECT max(rowid) FROM {name}", []), cancellationToken);
        return new(scans * Math.Max(0, SqlCells.Count(answer.Rows[0][0])), null);
    }

    [GeneratedRegex("^SCAN (?<name>.+?)( USING .*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scan();
}
