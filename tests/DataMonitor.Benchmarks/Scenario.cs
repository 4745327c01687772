using System.Diagnostics;
using System.Globalization;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;

namespace DataMonitor.Benchmarks;

/// <summary>The datasets of a folder, planned, scanned and judged by the product, beside a limit that runs in turns with it.</summary>
internal sealed class Scenario(string name, Catalog catalog, string folder)
{
    private const double MostMemory = 150;
    private const double MostAllocated = 20;

    private static readonly NoHistory History = new();

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
        var (ours, limits, allocated, processor) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var errored = 0;
        for (var run = 0; run < runs; run++)
        {
            limits.Add(await Clock.SecondsAsync(limit));
            CheckResult[] results = [];
            var (before, used) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            ours.Add(await Clock.SecondsAsync(async () => results = await RunAsync(sources)));
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

    private async Task<CheckResult[]> RunAsync(OpenSources sources)
    {
        var results = new System.Collections.Concurrent.ConcurrentBag<CheckResult>();
        var now = TimeProvider.System.GetUtcNow();
        var work = new FairWork<Dataset>(catalog.Datasets.Values, dataset => dataset.Source, source => catalog.Sources[source].Header.MaxConcurrency);
        await work.RunAsync(LimitSettings.Default.Workers, async (dataset, token) =>
        {
            await using var rental = sources.Rent(catalog.Sources[dataset.Source]);
            var plan = Planner.Plan(dataset, dataset.Checks, now, now);
            var scan = await rental.Source.ScanAsync(plan, token);
            foreach (var result in (await Evaluator.EvaluateAsync(plan, dataset.Checks, scan, new Dictionary<string, ElsewhereAnswer>(), History, now, token)).Results)
            {
                results.Add(result);
            }
        }, CancellationToken.None);
        return [.. results];
    }

    private sealed class NoHistory : IHistory
    {
        public Task<IReadOnlyList<PastValue>> ValuesAsync(string dataset, string checkId, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PastValue>>([]);

        public Task<ValueList<ColumnSchema>?> SchemaAsync(string dataset, DateTimeOffset before, CancellationToken cancellationToken) =>
            Task.FromResult<ValueList<ColumnSchema>?>(null);

        public Task<IReadOnlyList<PastProfile>> ProfilesAsync(string dataset, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PastProfile>>([]);
    }
}
