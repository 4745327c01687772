using System.Diagnostics.CodeAnalysis;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Metrics;
using DataMonitor.Daemon.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMonitor.Daemon.Tests.Telemetry;

[SuppressMessage("Reliability", "CA2025", Justification = "Each test awaits the exporters before it ends.")]
public sealed class SinkExporterTests : IAsyncLifetime
{
    private readonly ObservedTime time = new(Samples.Noon);
    private readonly FakeExportLog log = new();
    private readonly FakeStatus status = new();
    private readonly CommitSignal committed = new();
    private readonly DaemonMetrics metrics = new($"test-{Guid.NewGuid()}");
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> running = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        var ended = Task.WhenAll(running);
        await ended.ContinueWith(_ => { }, TaskScheduler.Default);
        ended.IsFaulted.ShouldBeFalse();
        stop.Dispose();
        metrics.Dispose();
    }

    [Fact]
    public async Task Run_CommittedRuns_AreWrittenOnceInOrder()
    {
        log.Commit("shop/orders");
        log.Commit("shop/customers");
        var sink = Start(new FakeSink("influx"));

        await IdleAsync();

        sink.Checks().ShouldBe(["shop/orders", "shop/customers"]);
        log.Cursor("influx").ShouldBe(2);
        log.Reports.ShouldBe([null]);
    }

    [Fact]
    public async Task Run_Commit_WakesIt()
    {
        var sink = Start(new FakeSink("influx"));
        await IdleAsync();

        log.Commit("shop/orders");
        committed.Set();
        await IdleAsync();

        sink.Checks().ShouldBe(["shop/orders"]);
    }

    [Fact]
    public async Task Run_ManyPoints_AdvancesAfterEachWrite()
    {
        for (var run = 0; run < 5; run++)
        {
            log.Commit($"shop/t{run}", checks: 3_000);
        }

        var sink = new FakeSink("influx");
        var sizes = new List<(int Points, int Cursor)>();
        sink.Answer = points =>
        {
            sizes.Add((points.Count, log.Cursor("influx")));
            return Task.FromResult(new SinkAnswer(0, []));
        };
        Start(sink);

        await IdleAsync();

        sizes[..3].ShouldBe([(6_002, 0), (6_002, 2), (3_001, 4)]);
    }

    [Fact]
    public async Task Run_SinkRefuses_WaitsLongerEachTimeAndLosesNothing()
    {
        var attempts = 0;
        log.Commit("shop/orders");
        var sink = new FakeSink("influx");
        sink.Answer = _ => ++attempts <= 8 ? throw new SinkException("is away.") : Task.FromResult(new SinkAnswer(0, []));
        Start(sink);

        var delays = new List<TimeSpan>();
        for (var failure = 0; failure < 8; failure++)
        {
            var delay = await time.NextWaitAsync();
            log.Cursor("influx").ShouldBe(0);
            delays.Add(delay);
            time.Advance(delay);
        }

        await IdleAsync();
        foreach (var (delay, most) in delays.Zip([1, 2, 4, 8, 16, 32, 60, 60]))
        {
            delay.TotalSeconds.ShouldBeInRange(most / 2d, most);
        }

        sink.Checks().ShouldBe(["shop/orders"]);
        log.Reports.ShouldBe([.. Enumerable.Repeat("is away.", 8), null]);
    }

    [Fact]
    public async Task Run_SinkAsksForTime_GetsIt()
    {
        var isAway = true;
        log.Commit("shop/orders");
        var sink = new FakeSink("influx");
        sink.Answer = _ => isAway ? throw new SinkException("is busy.", TimeSpan.FromMinutes(3)) : Task.FromResult(new SinkAnswer(0, []));
        Start(sink);

        (await time.NextWaitAsync()).ShouldBe(TimeSpan.FromMinutes(3));

        isAway = false;
        time.Advance(TimeSpan.FromMinutes(3));
        await IdleAsync();
        log.Cursor("influx").ShouldBe(1);
    }

    [Fact]
    public async Task Run_PointsRefusedForGood_AreCountedAndPassed()
    {
        log.Commit("shop/orders");
        var sink = new FakeSink("influx");
        sink.Answer = points => Task.FromResult(new SinkAnswer(points.Count > 1 ? 1 : 0, ["the server could not read the line"]));
        Start(sink);

        await IdleAsync();

        log.Cursor("influx").ShouldBe(1);
        log.Dropped["influx"].ShouldBe(1);
    }

    [Fact]
    public async Task Run_OneSinkHangs_TheOtherGoesOn()
    {
        log.Commit("shop/orders");
        var hanging = new FakeSink("hanging");
        hanging.Answer = async _ =>
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
            return new SinkAnswer(0, []);
        };
        Start(hanging);
        var healthy = Start(new FakeSink("healthy"));

        await IdleAsync();

        healthy.Checks().ShouldBe(["shop/orders"]);
        log.Cursor("hanging").ShouldBe(0);
    }

    [Fact]
    public async Task Run_EachMinute_WritesTheEngineAndChangedIncidents()
    {
        var incident = new Incident(
            Guid.NewGuid(), IncidentKind.Data, "shop/orders", "shop", "c1", "c1", Severity.Major, CheckOutcome.Failed, "…", 1, false, Samples.Noon, Samples.Noon, null,
            Samples.Noon, []);
        status.Incidents = [incident];
        var sink = Start(new FakeSink("influx"));
        await IdleAsync();

        foreach (var end in new DateTimeOffset?[] { null, Samples.Noon.AddMinutes(2) })
        {
            status.Incidents = [incident with { ResolvedAt = end }];
            time.Advance(TimeSpan.FromMinutes(1));
            await IdleAsync();
        }

        sink.Points.Count(point => point.Measurement == "dq_engine").ShouldBe(3);
        sink.Points.Where(point => point.Measurement == "dq_incident").Select(point => point.Fields.Any(field => field.Name == "ttr_s")).ShouldBe([false, true]);
    }

    private async Task IdleAsync() => (await time.NextWaitAsync()).ShouldBe(TimeSpan.FromSeconds(15));

    private FakeSink Start(FakeSink sink)
    {
        var identity = new TelemetryIdentity("test", "node-1");
        var catalog = Samples.Catalog(Samples.Dataset("shop/orders"));
        var exporter = new SinkExporter(
            sink, log, new EngineSeries(status, catalog, identity, time), catalog, metrics, committed, identity, time, NullLogger<SinkExporter>.Instance);
        running.Add(Task.Run(() => exporter.RunAsync(stop.Token)));
        return sink;
    }
}
