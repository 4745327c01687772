using System.Globalization;

namespace DataMonitor.Benchmarks;

/// <summary>Scenario S2: ten checks on each of 200 small tables, against one aggregate statement a table on two connections (<c>S2/limit.sh</c>).</summary>
internal static class ManyTables
{
    private const int Tables = 200;

    public static async Task<int> RunAsync(int runs)
    {
        var scripts = Path.Combine(AppContext.BaseDirectory, "S2");
        var folder = Directory.CreateTempSubdirectory("s2-").FullName;
        try
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "S1", "sources.yaml"), Path.Combine(folder, "sources.yaml"));
            var template = await File.ReadAllTextAsync(Path.Combine(scripts, "table.yaml"));
            foreach (var table in Enumerable.Range(1, Tables).Select(number => string.Create(CultureInfo.InvariantCulture, $"t_{number:000}")))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{table}.yaml"), template.Replace("bench/NAME", $"bench/{table}", StringComparison.Ordinal));
            }

            if (await BenchPostgres.AddressAsync() is not { } address || await Scenario.ReadAsync("S2", folder) is not { } scenario)
            {
                return 64;
            }

            await BenchPostgres.MakeAsync(address, "t_200", Path.Combine(scripts, "small.sql"));
            return await scenario.CompareAsync(runs, mostRatio: 1.5, () => BenchPostgres.LimitAsync(address, Path.Combine(scripts, "limit.sh")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
