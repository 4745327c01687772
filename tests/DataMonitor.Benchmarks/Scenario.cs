using System.Diagnostics;
using System.Globalization;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.State;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMonitor.Benchmarks;

/// <summary>The datasets of a folder, planned, scanned and judged by the product, beside a limit that runs in turns with it.</summary>
internal sealed class Scenario(string name, Catalog catalog, string folder)
{
    private const double MostMemory = 150;
    private const double MostAllocated = 20;

    /// <returns><see langword="null"/> when the definitions are wrong, which is told.</returns>
    public static async Task<Scenario?> ReadAsync(string name, string folder)
    {
        var reading = CatalogLoader.Load(folder, null, new DefinitionSyntax(), SourceKinds.All, ChannelKinds.All);
        if (reading.Catalog is not { } catalog)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', reading.Errors));
            return null;
        }

        return new(name, catalog, folder);
    }

    /// <summary>Prints the medians, their ratio, the client's peak memory and what it allocated for each check result.</summary>
    /// <param name="limit">What stands for the limit.</param>
    /// <returns>Exit code: 0 when every check was judged and what must hold held, otherwise 3.</returns>
    public async Task<int> CompareAsync(int runs, double mostRatio, Func<Task> limit)
    {
        await using var sources = new OpenSources(definition => SourceKinds.Open(definition, folder, TimeProvider.System));
        await using var store = StateStores.Open(new() { Path = Path.Combine(folder, "state.db") }, TimeProvider.System);
        await store.MigrateAsync(CancellationToken.None);
        var measurer = new Measurer(store, store, sources, TimeProvider.System, NullLogger.Instance);
        var (ours, limits, allocated, processor) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var errored = 0;
        for (var run = 0; run < runs; run++)
        {
            limits.Add(await Clock.SecondsAsync(limit));
            CheckResult[] results = [];
            var (before, used) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            ours.Add(await Clock.SecondsAsync(async () => results = await RunAsync(measurer)));
            allocated.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / 1024d / results.Length);
            processor.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
            errored = results.Count(result => result.Outcome == CheckOutcome.Errored);
            foreach (var result in results.Where(result => result.Outcome == CheckOutcome.Errored).Take(3))
            {
                Console.WriteLine($"errored: {result.CheckId}: {result.Explanation}");
            }

            Console.WriteLine($"run {run + 1}: limit {Clock.Text(limits[^1])} s, ours {Clock.Text(ours[^1])} s");
        }

        using var self = Process.GetCurrentProcess();
        var (ratio, memory, perCheck) = (Clock.Median(ours) / Clock.Median(limits), self.PeakWorkingSet64 / 1e6, Clock.Median(allocated));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}  {catalog.Datasets.Values.Sum(dataset => dataset.Checks.Count)} checks, {errored} errored: ours {Clock.Median(ours):0.00} s, limit {Clock.Median(limits):0.00} s, ratio {ratio:0.00} (must hold {mostRatio:0.00}); "
                + $"client {Clock.Median(processor):0.00} CPU s, memory {memory:0} MB (must hold {MostMemory:0}); allocated {perCheck:0.0} KB a check (must hold {MostAllocated:0})"));
        return errored == 0 && ratio <= mostRatio && memory < MostMemory && perCheck < MostAllocated ? 0 : 3;
    }

    private async Task<CheckResult[]> RunAsync(Measurer measurer)
    {
        var results = new System.Collections.Concurrent.ConcurrentBag<CheckResult>();
        var now = TimeProvider.System.GetUtcNow();
        var work = new FairWork<Dataset>(catalog.Datasets.Values, dataset => dataset.Source, source => catalog.Sources[source].Header.MaxConcurrency);
        await work.RunAsync(LimitSettings.Default.Workers, async (dataset, token) =>
        {
            foreach (var result in (await measurer.MeasureAsync(catalog, dataset, now, token)).Report.Results)
            {
                results.Add(result);
            }
        }, CancellationToken.None);
        return [.. results];
    }
}
