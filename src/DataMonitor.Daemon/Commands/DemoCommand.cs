using System.CommandLine;
using System.Globalization;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.State;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Delivery;
using DataMonitor.Daemon.Demo;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;
using DataMonitor.Daemon.Telemetry;
using DataMonitor.Daemon.Web;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor demo</c>: a shop that lives six weeks in a minute, with faults; everything but the data and the clock is the product.</summary>
internal static class DemoCommand
{
    private const int TellingDays = 11;
    private static readonly string Folder = Path.Combine(".monitor", "demo");
    private static readonly TimeSpan DayOnShow = TimeSpan.FromSeconds(4);

    private static readonly Option<bool> Once = new("--once") { Description = "Play at full speed without the status page, print a summary and end." };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port of the status page on 127.0.0.1. Default: 8080.",
        DefaultValueFactory = _ => 8080,
    };

    public static DocumentedCommand Create()
    {
        Port.Validators.Add(port =>
        {
            if (port.GetValueOrDefault<int>() is < 1 or > 65535)
            {
                port.AddError("A port is a whole number from 1 to 65535.");
            }
        });
        var command = new Command("demo", "Make a small living warehouse below .monitor/demo, inject faults on a timeline, check it with the shipped definitions, "
            + "write the mails that would be sent as .eml files and show the status page. Needs no server. Ctrl+C ends it.") { Once, Port };
        command.SetAction(RunAsync);
        return new(command, """
            monitor demo
            monitor demo --once
            """);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        var last = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        var first = last.AddDays(1 - DemoTimeline.Days);
        var clock = new DemoClock(TimeProvider.System, DemoPlayer.MorningOf(first));
        var shipped = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(AppContext.BaseDirectory, "shipped"));
        var reading = CatalogLoader.Load(Path.Combine(shipped, "checks"), Path.Combine(shipped, "alerts"), new DefinitionSyntax(), SourceKinds.All, ChannelKinds.All);
        var catalog = reading.Catalog ?? throw new InvalidDefinitionsException(reading.Errors);
        var isOnce = arguments.GetValue(Once);
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{arguments.GetValue(Port)}"));

        var start = TimeProvider.System.GetTimestamp();
        MakeRoom();
        using var warehouse = new DemoWarehouse(Folder);
        await using var app = Build(catalog, clock, url);
        var store = app.Services.GetRequiredService<IStateStore>();
        await store.MigrateAsync(cancellationToken);
        Map(app, clock);
        var player = ActivatorUtilities.CreateInstance<DemoPlayer>(app.Services, warehouse, output);
        using var worker = ActivatorUtilities.CreateInstance<DeliveryWorker>(app.Services, NodeName.Own);
        await worker.StartAsync(cancellationToken);
        try
        {
            if (!isOnce)
            {
                await StartAsync(app, url, cancellationToken);
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"A small web shop, its last {DemoTimeline.Days} days, checked every morning at 06:15 UTC; everything lies in {Folder}."));
            if (!isOnce)
            {
                await output.WriteLineAsync($"Status page: {url}  (Ctrl+C ends the demo)");
            }

            await PlayAsync(player, first, last, isOnce ? TimeSpan.Zero : DayOnShow, cancellationToken);
            Summarize(player, TimeProvider.System.GetElapsedTime(start), output);
            if (!isOnce)
            {
                await output.WriteLineAsync($"The status page stays open at {url} until Ctrl+C.");
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopped.");
        }
        finally
        {
            await worker.StopAsync(CancellationToken.None);
            await app.StopAsync(CancellationToken.None);
        }

        return ExitCode.Passed;
    }

    private static async Task PlayAsync(DemoPlayer player, DateOnly first, DateOnly last, TimeSpan pause, CancellationToken cancellationToken)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            await player.PlayAsync(day, last, cancellationToken);
            if (last.DayNumber - day.DayNumber is < TellingDays and > 0)
            {
                await Task.Delay(pause, cancellationToken);
            }
        }

        player.EndQuietDays();
    }

    private static WebApplication Build(Catalog catalog, DemoClock clock, Uri url)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url.ToString());
        builder.Services
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(clock)
            .AddSingleton(new CurrentCatalog(catalog))
            .AddSingleton(StateStores.Open(new() { Path = Path.Combine(Folder, "state.db") }, clock))
            .AddSingleton<IStatusReader>(provider => provider.GetRequiredService<IStateStore>())
            .AddSingleton<IExportLog>(provider => provider.GetRequiredService<IStateStore>())
            .AddSingleton<Core.Alerting.IOutbox>(provider => provider.GetRequiredService<IStateStore>())
            .AddSingleton(new OpenSources(definition => SourceKinds.Open(definition, Environment.CurrentDirectory, clock)))
            .AddSingleton(provider => new ChannelCache(
                provider.GetRequiredService<CurrentCatalog>(), definition => ChannelKinds.Open(definition, Environment.CurrentDirectory, clock)))
            .AddSingleton(provider => Executor(provider, clock, url))
            .AddMonitorTelemetry("demo", new Dictionary<string, string>(StringComparer.Ordinal));
        return builder.Build();
    }

    private static RunExecutor Executor(IServiceProvider provider, DemoClock clock, Uri url)
    {
        var store = provider.GetRequiredService<IStateStore>();
        var log = provider.GetRequiredService<ILogger<RunExecutor>>();
        var measurer = new Measurer(store, store, provider.GetRequiredService<OpenSources>(), clock, log);
        return new(store, measurer, provider.GetRequiredService<CurrentCatalog>(), NodeName.Own, LimitSettings.Default.Lease, url, clock, log);
    }

    private static void Map(WebApplication app, DemoClock clock)
    {
        var loadedAt = clock.GetUtcNow();
        app.MapStatusPages(StatusSources.Of(
            app.Services.GetRequiredService<CurrentCatalog>(),
            app.Services.GetRequiredService<IStateStore>(),
            app.Services.GetRequiredService<OpenSources>(),
            clock,
            () => new(loadedAt, null, [])));
        app.MapMonitorMetrics();
    }

    /// <exception cref="UsageException">The port is taken.</exception>
    private static async Task StartAsync(WebApplication app, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw new UsageException($"Port {url.Port} on 127.0.0.1 is taken.", "Choose another with --port, or end what listens there.");
        }
    }

    /// <summary>Removes what an earlier demo left.</summary>
    /// <exception cref="UsageException">It cannot be removed.</exception>
    private static void MakeRoom()
    {
        try
        {
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }

            Directory.CreateDirectory(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder {Folder} cannot be made anew.", "End another demo that runs here, or change to a folder that you may write to.");
        }
    }

    private static void Summarize(DemoPlayer player, TimeSpan duration, TextWriter output)
    {
        var mails = Directory.Exists(Path.Combine(Folder, "mail")) ? Directory.GetFiles(Path.Combine(Folder, "mail"), "*.eml", SearchOption.AllDirectories).Length : 0;
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{player.Runs:N0} runs, {player.Checks:N0} checks in {duration.TotalSeconds:0.0} s: {player.Opened} incidents opened, {player.Resolved} resolved, {player.Opened - player.Resolved} still open."));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mails} mails would have been sent: {Path.Combine(Folder, "mail")}"));
        output.WriteLine("Look around with: monitor run, monitor plan --sql, monitor validate --ids");
    }
}
