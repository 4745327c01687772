using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class TickerTests : IAsyncLifetime
{
    private static readonly Schedule Hourly = Datasets.Schedule with { Every = TimeSpan.FromHours(1) };

    private readonly Queue queue = new();
    private readonly DaemonMetrics metrics = new($"test-{Guid.NewGuid()}");
    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.NewAsync();

    public async ValueTask DisposeAsync()
    {
        metrics.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Tick_NewDataset_HandsItsLastOccurrenceOver()
    {
        using var ticker = Ticker(Orders(Hourly));

        await TickAsync(ticker);

        var run = (await RunsAsync("shop/orders")).ShouldHaveSingleItem();
        run.ScheduledAt.ShouldBe(store.Now);
        queue.Taken.ShouldBe([run.Id]);
    }

    [Fact]
    public async Task Tick_AfterARestart_MissesWhatNobodyRanAndRunsTheNewest()
    {
        using (var before = Ticker(Orders(Hourly)))
        {
            await TickAsync(before);
            await store.FinishAsync((await RunsAsync("shop/orders"))[0]);
        }

        store.Time.Advance(TimeSpan.FromHours(3.5));
        using var after = Ticker(Orders(Hourly));
        await TickAsync(after);

        (await RunsAsync("shop/orders")).Select(run => (run.Status, run.Trigger)).ShouldBe(
        [
            (RunStatus.Queued, RunTrigger.CatchUp),
            (RunStatus.Missed, RunTrigger.Schedule),
            (RunStatus.Missed, RunTrigger.Schedule),
            (RunStatus.Passed, RunTrigger.Schedule),
        ]);
    }

    [Fact]
    public async Task Tick_TwoDaemons_AddEachOccurrenceOnce()
    {
        using var one = Ticker(Orders(Hourly));
        using var other = Ticker(Orders(Hourly));

        for (var hour = 0; hour < 3; hour++)
        {
            await Task.WhenAll(TickAsync(one), TickAsync(other));
            store.Time.Advance(TimeSpan.FromHours(1));
        }

        (await RunsAsync("shop/orders")).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Tick_RunNobodyTook_IsHandedOverAgainAfterAPauseThatGrows()
    {
        using var ticker = Ticker(Orders(Hourly));
        var handedOver = new List<int>();

        for (var second = 0; second < 30; second++)
        {
            await TickAsync(ticker);
            handedOver.Add(queue.Taken.Count);
            store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        handedOver[0].ShouldBe(1);
        handedOver[1].ShouldBe(1);
        handedOver[2].ShouldBe(2);
        handedOver[^1].ShouldBe(4); // after 0, 2, 6 and 14 seconds
    }

    [Fact]
    public async Task Tick_LongQueue_HandsNothingOverTwice()
    {
        using var ticker = Ticker(Orders(Hourly));
        queue.Length = 1_000;

        for (var second = 0; second < 60; second++)
        {
            await TickAsync(ticker);
            store.Time.Advance(TimeSpan.FromSeconds(1));
        }

        queue.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tick_TwoRunsOfADatasetWait_HandsTheOlderOver()
    {
        using var ticker = Ticker(Orders(Hourly with { CatchUp = CatchUp.All }));
        await TickAsync(ticker);
        store.Time.Advance(TimeSpan.FromHours(1));

        await TickAsync(ticker);

        var runs = await RunsAsync("shop/orders");
        runs.Length.ShouldBe(2);
        queue.Taken.Distinct().ShouldBe([runs[1].Id]);
    }

    [Fact]
    public async Task Tick_LateRunAndANewerOne_MissesTheLateOne()
    {
        using var ticker = Ticker(Orders(Hourly));
        await TickAsync(ticker);
        store.Time.Advance(TimeSpan.FromHours(1));

        await TickAsync(ticker);

        (await RunsAsync("shop/orders")).Select(run => run.Status).ShouldBe([RunStatus.Queued, RunStatus.Missed]);
    }

    [Fact]
    public async Task Tick_DatasetTakenOut_EndsItsQueuedRun()
    {
        var catalog = new CurrentCatalog(Datasets.Catalog(Orders(Hourly)));
        using var ticker = Ticker(catalog);
        await TickAsync(ticker);

        catalog.Replace(Datasets.Catalog(Datasets.Of("shop/other")));
        await TickAsync(ticker);

        (await RunsAsync("shop/orders")).ShouldHaveSingleItem().Problem.ShouldBe("The dataset was taken out of the definitions before it could run.");
    }

    [Fact]
    public async Task Tick_ScheduleChanged_OwesNothingFromBefore()
    {
        var catalog = new CurrentCatalog(Datasets.Catalog(Orders(Hourly)));
        using var ticker = Ticker(catalog);
        await TickAsync(ticker);
        store.Time.Advance(TimeSpan.FromMinutes(30));

        catalog.Replace(Datasets.Catalog(Orders(Hourly with { Every = TimeSpan.FromSeconds(10) })));
        await TickAsync(ticker);
        store.Time.Advance(TimeSpan.FromSeconds(10));
        await TickAsync(ticker);

        (await RunsAsync("shop/orders")).Select(run => run.ScheduledAt).ShouldBe([store.Now, store.Now.AddMinutes(-30).AddSeconds(-10)]);
    }

    [Fact]
    public async Task Tick_UpstreamNotDone_WaitsForIt()
    {
        var scores = Datasets.Of("shop/scores") with { Schedule = Hourly with { Every = null, After = ["shop/orders"] } };
        using var ticker = Ticker(Orders(Hourly), scores);
        await TickAsync(ticker);
        var (upstream, downstream) = ((await RunsAsync("shop/orders"))[0], (await RunsAsync("shop/scores"))[0]);
        queue.Taken.ShouldBe([upstream.Id]);

        await store.FinishAsync(upstream);
        await TickAsync(ticker);

        downstream.ScheduledAt.ShouldBe(upstream.ScheduledAt);
        queue.Taken.ShouldBe([upstream.Id, downstream.Id]);
    }

    [Fact]
    public async Task Tick_UpstreamNeverDone_WaitsForItsPatienceOnly()
    {
        var scores = Datasets.Of("shop/scores") with { Schedule = Hourly with { Every = null, After = ["shop/orders"], Patience = TimeSpan.FromMinutes(10) } };
        using var ticker = Ticker(Orders(Hourly), scores);
        await TickAsync(ticker);

        store.Time.Advance(TimeSpan.FromMinutes(10));
        await TickAsync(ticker);

        queue.Taken.ShouldContain((await RunsAsync("shop/scores"))[0].Id);
    }

    [Fact]
    public async Task Tick_RunOfADeadDaemon_IsHandedOverWhenItsLeaseHasEnded()
    {
        using var ticker = Ticker(Orders(Hourly));
        await TickAsync(ticker);
        var run = (await RunsAsync("shop/orders"))[0];
        await store.Store.ClaimAsync(run.Id, "dead", TimeSpan.FromMinutes(1), store.Now, CancellationToken.None);
        queue.Taken.Clear();

        store.Time.Advance(TimeSpan.FromSeconds(59));
        await TickAsync(ticker);
        queue.Taken.ShouldBeEmpty();
        store.Time.Advance(TimeSpan.FromSeconds(2));
        await TickAsync(ticker);

        queue.Taken.ShouldBe([run.Id]);
    }

    private static Dataset Orders(Schedule schedule) => Datasets.Of("shop/orders") with { Schedule = schedule };

    private static Task TickAsync(Ticker ticker) => ticker.TickAsync(CancellationToken.None);

    private async Task<Run[]> RunsAsync(string dataset) => [.. await store.Store.RunsAsync(dataset, 100, CancellationToken.None)];

    private Ticker Ticker(params Dataset[] datasets) => Ticker(new CurrentCatalog(Datasets.Catalog(datasets)));

    private Ticker Ticker(CurrentCatalog catalog) => new(store.Store, store.Store, catalog, queue, new(workers: 8), metrics, store.Time, NullLogger<Ticker>.Instance);

    private sealed class Queue : IRunQueue
    {
        public List<Guid> Taken { get; } = [];

        public long Length { get; set; }

        public void Enqueue(Guid runId) => Taken.Add(runId);

        public long Waiting() => Length;
    }
}
