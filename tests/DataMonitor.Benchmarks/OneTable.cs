using System.Diagnostics;
using System.Globalization;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Planning;
using DataMonitor.Daemon.Settings;

namespace DataMonitor.Benchmarks;

/// <summary>Scenario S1: 30 checks on one table, planned and scanned by the product, against <c>S1/limit.sh</c>, in turns.</summary>
internal static class OneTable
{
    public static async Task<int> RunAsync(int runs)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "S1");
        if (Environment.GetEnvironmentVariable("BENCH_POSTGRES") is not { Length: > 0 } address)
        {
            await Console.Error.WriteLineAsync("BENCH_POSTGRES is not set. Write the address of a database that may be filled, such as postgresql://bench@127.0.0.1:55432/bench.");
            return 64;
        }

        await MakeAsync(folder, address);
        var reading = CatalogLoader.Load(folder, null, new DefinitionSyntax(), SourceKinds.All, ChannelKinds.All);
        if (reading.Catalog is not { } catalog)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', reading.Errors));
            return 64;
        }

        var dataset = catalog.Datasets.Values.Single();
        await using var source = SourceKinds.Open(catalog.Sources[dataset.Source], folder, TimeProvider.System);
        var (ours, limit, refused) = (new List<double>(), new List<double>(), 0);
        for (var run = 0; run < runs; run++)
        {
            limit.Add(await Clock.SecondsAsync(() => Clock.ProcessAsync("bash", [Path.Combine(folder, "limit.sh")], folder, ("PSQL", $"psql {address}"))));
            ours.Add(await Clock.SecondsAsync(async () =>
            {
                var now = TimeProvider.System.GetUtcNow();
                var scan = await source.ScanAsync(Planner.Plan(dataset, dataset.Checks, now, now), CancellationToken.None);
                refused = scan.Values.Values.Count(value => value is MeasureError);
            }));
            Console.WriteLine($"run {run + 1}: limit {Clock.Text(limit[^1])} s, ours {Clock.Text(ours[^1])} s");
        }

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"S1  {dataset.Checks.Count} checks, {refused} refused: ours {Clock.Median(ours):0.00} s, limit {Clock.Median(limit):0.00} s, ratio {Clock.Median(ours) / Clock.Median(limit):0.00} (must hold 1.50); client memory {self.PeakWorkingSet64 / 1e6:0} MB (must hold 150)"));
        return refused == 0 ? 0 : 3;
    }

    private static async Task MakeAsync(string folder, string address)
    {
        try
        {
            await Clock.ProcessAsync("psql", [address, "-XqAtc", "SELECT 1 FROM orders LIMIT 1"], folder);
        }
        catch (InvalidOperationException)
        {
            Console.WriteLine("making the table of 10 million rows, some minutes");
            await Clock.ProcessAsync("psql", [address, "-Xq", "-v", "rows=10000000", "-v", "customers=1000000", "-f", Path.Combine(folder, "orders.sql")], folder);
        }
    }
}
