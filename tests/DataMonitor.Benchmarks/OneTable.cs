using System.Globalization;
using System.Text.RegularExpressions;

namespace DataMonitor.Benchmarks;

/// <summary>Scenarios S1 and S6: 30 or 300 checks on one table of 10 million rows, against the best exact plan by hand for the 30 (<c>S1/limit.sh</c>).</summary>
internal static partial class OneTable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "S1");

    public static Task<int> RunAsync(int runs) => CompareAsync("S1", Folder, runs, mostRatio: 1.25);

    /// <summary>The same checks, again for each of some countries, until there are 300. The ratio is taken against the limit of S1.</summary>
    public static async Task<int> RunManyAsync(int runs)
    {
        var folder = Directory.CreateTempSubdirectory("s6-").FullName;
        try
        {
            File.Copy(Path.Combine(Folder, "sources.yaml"), Path.Combine(folder, "sources.yaml"));
            await File.WriteAllTextAsync(Path.Combine(folder, "orders.yaml"), Multiplied(await File.ReadAllLinesAsync(Path.Combine(Folder, "orders.yaml")), 300));
            return await CompareAsync("S6", folder, runs, mostRatio: 3 * 1.25);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CompareAsync(string name, string folder, int runs, double mostRatio)
    {
        if (await BenchPostgres.AddressAsync() is not { } address || await Scenario.ReadAsync(name, folder) is not { } scenario)
        {
            return 64;
        }

        await BenchPostgres.MakeAsync(address, "orders", Path.Combine(Folder, "orders.sql"), "rows=10000000", "customers=1000000");
        return await scenario.CompareAsync(runs, mostRatio, () => BenchPostgres.LimitAsync(address, Path.Combine(Folder, "limit.sh")));
    }

    private static string Multiplied(string[] lines, int wanted)
    {
        string[] countries = ["DE", "FR", "US", "GB", "ES", "IT", "NL", "PL", "SE", "JP"];
        var left = wanted - lines.Count(line => Check().IsMatch(line)) - 1; // the schema block is a check of its own
        var many = new List<string>();
        foreach (var line in lines)
        {
            many.Add(line);
            if (Check().Match(line) is { Success: true } check)
            {
                foreach (var country in countries.Take(Math.Min(left, countries.Length)))
                {
                    many.Add(string.Create(CultureInfo.InvariantCulture, $"{check.Groups["head"].Value}, id: v{left}, where: \"country = '{country}'\"}}"));
                    left--;
                }
            }
        }

        return string.Join('\n', many) + "\n";
    }

    [GeneratedRegex(@"^(?<head> +- .*\{.*)\}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Check();
}
