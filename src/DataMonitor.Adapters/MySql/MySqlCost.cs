using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.MySql;

/// <summary>What MySQL would read: the rows that its optimizer expects to look at in each table of the statement. Bytes are not known.</summary>
internal static class MySqlCost
{
    public static async Task<StatementRead> OfAsync(SqlSession session, SqlText statement, CancellationToken cancellationToken)
    {
        var plan = await session.QueryAsync(statement with { Sql = "EXPLAIN " + statement.Sql }, cancellationToken);
        var (rows, table) = (IndexOf(plan, "rows"), IndexOf(plan, "table"));
        if (rows < 0 || table < 0)
        {
            return default;
        }

        // Tables of the database have a name, results of subqueries one in angle brackets, constants none.
        var read = plan.Rows.Where(row => row[table] is string name && !name.StartsWith('<') && row[rows] is not null).ToArray();
        return read.Length == 0 ? default : new(read.Sum(row => SqlCells.Count(row[rows])), null);
    }

    private static int IndexOf(SqlRows plan, string column)
    {
        for (var index = 0; index < plan.Columns.Length; index++)
        {
            if (string.Equals(plan.Columns[index].Name, column, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }
}
