using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Serving;
using DataMonitor.Daemon.Settings;
using DataMonitor.Daemon.Telemetry;
using DataMonitor.Daemon.Tests.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Daemon.Tests.Serving;

public sealed class CatalogReloadTests : IAsyncDisposable
{
    private static readonly TimeSpan ListEvery = MonitorSettings.Default.Limits.ListEvery;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeSource source = new();
    private readonly OpenSources sources;
    private readonly DaemonMetrics metrics = new("catalog-reload-tests");
    private readonly CurrentCatalog catalog;
    private readonly CatalogReload reload;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reload");

    public CatalogReloadTests()
    {
        var each = Datasets.Of("shop/each_of_them");
        var written = Datasets.Catalog(Datasets.Of("shop/orders")) with { Patterns = [new("shop", ["fact_*"], [], each)] };
        sources = new(_ => source);
        catalog = new(written);
        var settings = MonitorSettings.Default with { ChecksFolder = folder.FullName, AlertsFolder = Path.Combine(folder.FullName, "alerts") };
        reload = new(() => new(written, [], []), settings, catalog, new CatalogExpander(sources, time), metrics, time, NullLogger<CatalogReload>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await reload.StopAsync(CancellationToken.None);
        reload.Dispose();
        await sources.DisposeAsync();
        await source.DisposeAsync();
        metrics.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_PatternWithTables_PutsThemInForceBeforeAnythingRuns()
    {
        source.Listing = () => Holding("fact_a", "dim_b");

        await reload.StartAsync(TestContext.Current.CancellationToken);

        catalog.Value.Datasets.Keys.ShouldBe(["shop/fact_a", "shop/orders"]);
        reload.Status.Unlisted.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tick_NewTable_IsInForceAfterTheNextListing()
    {
        source.Listing = () => Holding("fact_a");
        await reload.StartAsync(TestContext.Current.CancellationToken);

        source.Listing = () => Holding("fact_b");
        await AfterAsync(ListEvery, () => catalog.Value.Datasets.ContainsKey("shop/fact_b"));

        catalog.Value.Datasets.Keys.ShouldBe(["shop/fact_b", "shop/orders"]);
    }

    [Fact]
    public async Task Tick_SourceIsDown_KeepsTheLastTablesAndSaysSo()
    {
        source.Listing = () => Holding("fact_a");
        await reload.StartAsync(TestContext.Current.CancellationToken);

        source.Listing = () => throw new SourceException("shop", "is down", "Start it.", isTransient: true);
        await AfterAsync(ListEvery, () => !reload.Status.Unlisted.IsEmpty);

        reload.Status.Unlisted.ShouldBe(["shop"]);
        catalog.Value.Datasets.Keys.ShouldBe(["shop/fact_a", "shop/orders"]);

        source.Listing = () => Holding("fact_c");
        await AfterAsync(ListEvery, () => reload.Status.Unlisted.IsEmpty);
        catalog.Value.Datasets.Keys.ShouldBe(["shop/fact_c", "shop/orders"]);
    }

    private static SourceListing Holding(params string[] tables) => new([.. tables.Select(table => new TableObject([table]))], null);

    /// <summary>Lets time pass second by second, as the loop looks each second, until it has seen what is new.</summary>
    private async Task AfterAsync(TimeSpan passing, Func<bool> isDone)
    {
        time.Advance(passing);
        while (!isDone())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
