namespace DataMonitor.Adapters.Sql;

/// <summary>How much one statement may hold: what an engine refuses beyond, or a length up to which plans and logs stay readable. What does not fit is split.</summary>
/// <param name="Columns">Cells of its row.</param>
/// <param name="Parameters">Values bound to it.</param>
/// <param name="Length">Characters.</param>
internal sealed record SqlLimits(int Columns, int Parameters, int Length)
{
    /// <summary>Below the limits of every engine that is known; SQL Server's 2,100 parameters are the lowest.</summary>
    public static SqlLimits Careful { get; } = new(1000, 2000, 256 * 1024);

    /// <summary>PostgreSQL refuses 1,665 result columns, and its protocol counts parameters in 16 bits.</summary>
    public static SqlLimits Postgres { get; } = new(1600, 65_000, 1024 * 1024);

    /// <summary>SQLite refuses 2,001 result columns and 32,767 parameters.</summary>
    public static SqlLimits Sqlite { get; } = new(1900, 32_000, 900_000);

    public static SqlLimits DuckDb { get; } = new(4000, 65_000, 1024 * 1024);

    /// <returns>How many statements of this size it takes at least; 1 when one will do.</returns>
    public int Needed(int columns, int parameters, int length) =>
        Math.Max(1, Math.Max(Of(columns, Columns), Math.Max(Of(parameters, Parameters), Of(length, Length))));

    private static int Of(int size, int limit) => (size + limit - 1) / limit;
}
