using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DataMonitor.Daemon.Commands;
using DataMonitor.Daemon.Tests.Commands;

namespace DataMonitor.Daemon.Tests.Serving;

/// <summary>The daemon as a process of its own, on the embedded default.</summary>
public sealed class ServeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Shop shop = new();
    private readonly int port = MonitorProcess.FreePort();
    private readonly HttpClient client;

    public ServeTests()
    {
        client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}") };
        shop.WithOrders("checks:\n  - volume: {expect: \">= 1\"}");
    }

    [Fact]
    public async Task Serve_Started_ChecksShowsReloadsAndStops()
    {
        using var daemon = Start();
        await UntilAsync(daemon, async () => (await GetAsync("/readyz")).Status == HttpStatusCode.OK);
        await UntilAsync(daemon, async () => (await GetAsync("/metrics")).Body.Contains("dataset=\"shop/orders\"", StringComparison.Ordinal));

        (await GetAsync("/healthz")).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync("/")).Body.ShouldContain("shop/orders");
        (await GetAsync("/hangfire")).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync("/hangfire", ("X-Forwarded-For", "203.0.113.7"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await GetAsync("/", ("Host", "evil.example.org"))).Status.ShouldBe(HttpStatusCode.BadRequest);

        shop.Write("checks/more.yaml", "dataset: shop/customers2\nowner: crm\ncheks: []");
        await UntilAsync(daemon, async () => (await GetAsync("/metrics")).Body.Contains("dq_config_reload_success{} 0", StringComparison.Ordinal));
        (await GetAsync("/")).Body.ShouldContain("shop/orders"); // what was valid stays in force

        shop.Write("checks/more.yaml", "dataset: shop/sales\nowner: crm\nquery: SELECT total FROM orders\nschedule: {every: 1s}\nchecks:\n  - volume: {expect: \">= 1\"}");
        await UntilAsync(daemon, async () => (await GetAsync("/metrics")).Body.Contains("dataset=\"shop/sales\"", StringComparison.Ordinal));

        (await daemon.StopAsync()).ShouldBe(ExitCode.Passed, daemon.Log);
        daemon.Log.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Serve_StoreAway_StaysUpAndSaysSo()
    {
        using var daemon = Start(("MONITOR_STATE__POSTGRES", $"Host=127.0.0.1;Port={MonitorProcess.FreePort().ToString(CultureInfo.InvariantCulture)};Username=nobody;Database=none"));

        await UntilAsync(daemon, async () => (await GetAsync("/healthz")).Status == HttpStatusCode.OK);

        (await GetAsync("/readyz")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await GetAsync("/")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await daemon.StopAsync()).ShouldBe(ExitCode.Passed, daemon.Log);
    }

    [Fact]
    public async Task Serve_InvalidDefinition_DoesNotStart()
    {
        shop.WithOrders("cheks: []");

        var finished = await RunAsync();

        finished.ExitCode.ShouldBe(ExitCode.Usage);
        finished.Error.ShouldContain("orders.yaml:4:1");
        finished.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_ReachableFromOutside_DoesNotStart()
    {
        var finished = await RunAsync(("MONITOR_WEB__URL", "http://0.0.0.0:8080"));

        finished.ExitCode.ShouldBe(ExitCode.Usage);
        finished.Error.ShouldContain("MONITOR_WEB__URL");
        finished.Error.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task Serve_AddressTaken_SaysSoInALine()
    {
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();

        var finished = await RunAsync();

        finished.ExitCode.ShouldBe(ExitCode.Usage);
        finished.Error.Trim().ShouldBe($"Another program listens on 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)} already. Stop it, or choose another port with web: {{url: …}} in monitor.yaml.");
        finished.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_WrongSink_SaysSoInALine()
    {
        var finished = await RunAsync(("MONITOR_SINKS__INFLUX__URLL", "http://127.0.0.1:1"));

        finished.ExitCode.ShouldBe(ExitCode.Usage);
        finished.Error.ShouldContain("'urll'");
        finished.Error.ShouldNotContain("   at ");
    }

    public void Dispose()
    {
        client.Dispose();
        shop.Dispose();
    }

    private MonitorProcess Start(params (string Name, string Value)[] settings) => MonitorProcess.Start(shop.Folder, Settings(settings), "serve", "--config", ConfigFor(settings));

    private Task<MonitorProcess.Finished> RunAsync(params (string Name, string Value)[] settings) => MonitorProcess.RunAsync(shop.Folder, Settings(settings), "serve", "--config", ConfigFor(settings));

    /// <summary>The shop's settings name a SQLite file, which contradicts a PostgreSQL store.</summary>
    private string ConfigFor((string Name, string Value)[] settings)
    {
        if (!settings.Any(setting => setting.Name == "MONITOR_STATE__POSTGRES"))
        {
            return shop.Path("monitor.yaml");
        }

        shop.Write("shared.yaml", $"checks: {shop.Path("checks")}");
        return shop.Path("shared.yaml");
    }

    private Dictionary<string, string> Settings((string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["MONITOR_WEB__URL"] = client.BaseAddress!.ToString() };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return all;
    }

    private async Task<(HttpStatusCode? Status, string Body)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException)
        {
            return (null, ""); // not listening yet
        }
    }

    private static async Task UntilAsync(MonitorProcess daemon, Func<Task<bool>> isSo)
    {
        for (var end = TimeProvider.System.GetUtcNow() + Patience; !await isSo();)
        {
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(end, daemon.Log);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
