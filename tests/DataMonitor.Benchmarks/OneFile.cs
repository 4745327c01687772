using System.Globalization;
using DuckDB.NET.Data;

namespace DataMonitor.Benchmarks;

/// <summary>Scenario S5: 30 plain aggregates on Parquet of 20 million rows, against one statement by hand on the same engine (<c>S5/limit.sql</c>).</summary>
internal static class OneFile
{
    private const long Rows = 20_000_000;

    public static async Task<int> RunAsync(int runs)
    {
        var scripts = Path.Combine(AppContext.BaseDirectory, "S5");
        var file = Path.Combine(scripts, "lake", "orders.parquet");
        if (!File.Exists(file))
        {
            Console.WriteLine("making a file of 20 million rows");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await ExecuteAsync(await SqlAsync("rows.sql", file + ".part"));
            File.Move(file + ".part", file);
        }

        if (await Scenario.ReadAsync("S5", scripts) is not { } scenario)
        {
            return 64;
        }

        var limit = await SqlAsync("limit.sql", file);
        return await scenario.CompareAsync(runs, mostRatio: 1.1, () => ExecuteAsync(limit));

        async Task<string> SqlAsync(string script, string path) => (await File.ReadAllTextAsync(Path.Combine(scripts, script)))
            .Replace("FILE", path.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("range(ROWS)", string.Create(CultureInfo.InvariantCulture, $"range({Rows})"), StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await Task.Run(() => command.ExecuteNonQuery());
    }
}
