using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataMonitor.Daemon.Tests.Telemetry;

public sealed class MetricsEndpointTests : IAsyncDisposable
{
    private readonly ObservedTime time = new(Samples.Noon);
    private readonly FakeStatus status = new();
    private readonly HttpClient http = new();
    private readonly WebApplication app;

    public MetricsEndpointTests()
    {
        var schedule = new Schedule(null, TimeSpan.FromMinutes(15), "UTC", [], CatchUp.Latest, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IStatusReader>(status);
        builder.Services.AddSingleton<IExportLog>(new FakeExportLog());
        builder.Services.AddSingleton(Samples.Catalog(Samples.Dataset("shop/orders", schedule)));
        builder.Services.AddMonitorTelemetry("test", new Dictionary<string, string>(StringComparer.Ordinal));
        app = builder.Build();
        app.MapMonitorMetrics();
        status.States =
        [
            new("shop/orders", Samples.Run("shop/orders", Samples.Noon, RunStatus.Failed), Samples.Noon, [Samples.Result("c1", CheckOutcome.Failed)], [], null, []),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Get_ChecksAndCounters_AreOneCleanText()
    {
        var metrics = app.Services.GetRequiredService<DaemonMetrics>();
        metrics.RunFinished("shop", Samples.Entry("shop/orders", 1, 2).Report);
        metrics.RunsMissed(3);
        metrics.Ticked(Samples.Noon, TimeSpan.FromSeconds(4));
        metrics.ConfigReloaded(true, Samples.Noon);
        metrics.ConfigReloaded(false, Samples.Noon.AddHours(1));
        metrics.RecurringJobsDisabled(0);
        metrics.NotificationAttempted("email", NotificationOutcome.Failed);
        metrics.PointsWritten("influx", 10);
        metrics.PointsDropped("influx", 2);

        var text = await GetAsync("text/plain");

        text.ShouldContain("""dq_check_status{env="test",source="shop",dataset="shop/orders",check="c1",dimension="completeness",owner="crm",tier="critical"} 2""");
        text.ShouldContain("""dq_check_interval_seconds{env="test",source="shop",dataset="shop/orders",check="c1",dimension="completeness",owner="crm",tier="critical"} 900""");
        text.ShouldContain("dq_check_runs_total{status=\"pass\"} 2");
        text.ShouldContain("dq_check_runs_total{status=\"error\"} 0");
        text.ShouldContain("dq_check_duration_seconds_bucket{source=\"shop\",le=\"2.5\"} 2");
        text.ShouldContain("dq_missed_runs_total{} 3");
        text.ShouldContain("dq_scheduler_lag_seconds{} 4");
        text.ShouldContain("dq_last_tick_timestamp_seconds{} 1772366400");
        text.ShouldContain("dq_config_reload_success{} 0");
        text.ShouldContain("dq_config_last_reload_timestamp_seconds{} 1772366400");
        text.ShouldContain("dq_notification_attempts_total{channel=\"email\",outcome=\"failed\"} 1");
        text.ShouldContain("dq_sink_dropped_points_total{reason=\"refused\",sink=\"influx\"} 2");
        text.ShouldNotContain("otel_");
        text.ShouldNotContain("target_info");
        (await Promtool.CheckMetricsAsync(text)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_OpenMetrics_EndsInOneEndMark()
    {
        var text = await GetAsync("application/openmetrics-text; version=1.0.0");

        text.ShouldStartWith("# HELP dq_state_store_up");
        text.ShouldContain("# TYPE dq_check_runs counter");
        text.IndexOf("# EOF\n", StringComparison.Ordinal).ShouldBe(text.Length - "# EOF\n".Length);
    }

    [Fact]
    public async Task Get_ManyScrapers_ReadTheStoreOnceInFiveSeconds()
    {
        for (var scrape = 0; scrape < 3; scrape++)
        {
            await GetAsync("text/plain");
        }

        status.Reads.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(5));
        await GetAsync("text/plain");
        status.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task Get_StoreIsDown_StillShowsTheDaemon()
    {
        status.Trouble = new StateException("does not answer", "Start it.", isTransient: true);

        var text = await GetAsync("text/plain");

        text.ShouldContain("dq_state_store_up 0\n");
        text.ShouldContain("dq_missed_runs_total{} 0\n");
        text.ShouldNotContain("dq_check_status");
    }

    [Fact]
    public void AddMonitorTelemetry_UnknownSink_IsAMistake()
    {
        var sinks = new Dictionary<string, string>(StringComparer.Ordinal) { ["graphite:url"] = "http://graphite" };

        Should.Throw<OptionsValidationException>(() => new ServiceCollection().AddMonitorTelemetry("test", sinks)).Failures
            .ShouldBe(["sinks: 'graphite' is not a sink. Write influx: and below it its keys."]);
    }

    private async Task<string> GetAsync(string accept)
    {
        if (!app.Lifetime.ApplicationStarted.IsCancellationRequested)
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{app.Urls.First()}/metrics");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe(accept.Split(';')[0]);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
