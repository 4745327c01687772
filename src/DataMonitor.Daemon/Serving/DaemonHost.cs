using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.State;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Commands;
using DataMonitor.Daemon.Delivery;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;
using DataMonitor.Daemon.Telemetry;
using DataMonitor.Daemon.Web;
using Hangfire;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Console;

namespace DataMonitor.Daemon.Serving;

/// <summary>The whole daemon as one web application; composition only.</summary>
internal static class DaemonHost
{
    private static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(2);

    /// <exception cref="StateException">The state store's settings cannot be used.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The settings of a sink are wrong.</exception>
    public static WebApplication Build(Workspace workspace, Catalog catalog)
    {
        var settings = workspace.Settings;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear(); // monitor.yaml and MONITOR_* are the only settings
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("AllowedHosts", (string?)AllowedHosts(settings.Web))]);
        builder.WebHost.UseUrls(settings.Web.Url.GetLeftPart(UriPartial.Authority));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        AddLogging(builder.Logging);
        AddServices(builder.Services, workspace, catalog);
        var app = builder.Build();
        MapEndpoints(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, Workspace workspace, Catalog catalog)
    {
        var settings = workspace.Settings;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToDrain);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(new CurrentCatalog(catalog));
        services.AddSingleton(provider => StateStores.Open(workspace.StateOptions, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRunStore>(provider => provider.GetRequiredService<IStateStore>());
        services.AddSingleton<IHistory>(provider => provider.GetRequiredService<IStateStore>());
        services.AddSingleton<IStatusReader>(provider => provider.GetRequiredService<IStateStore>());
        services.AddSingleton<IExportLog>(provider => provider.GetRequiredService<IStateStore>());
        Hosted<StoreGate>(services, provider => ActivatorUtilities.CreateInstance<StoreGate>(provider));
        services.AddMonitorTelemetry(settings.Environment, settings.Sinks);
        services.AddDelivery(NodeName.Own, Workspace.Root);
        services.AddJobs(settings);
        services.AddAntiforgery();
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // the job dashboard is read-only: nothing outlives the process

        services.AddSingleton(provider => new OpenSources(definition => SourceKinds.Open(definition, Workspace.Root, provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton(provider => new Measurer(
            provider.GetRequiredService<IHistory>(),
            provider.GetRequiredService<IStatusReader>(),
            provider.GetRequiredService<OpenSources>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Measurer>>()));
        services.AddSingleton(provider => new RunExecutor(
            provider.GetRequiredService<IRunStore>(),
            provider.GetRequiredService<Measurer>(),
            provider.GetRequiredService<CurrentCatalog>(),
            NodeName.Own,
            settings.Limits.Lease,
            settings.Web.PublicUrl ?? settings.Web.Url,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RunExecutor>>()));
        services.AddSingleton<CatalogExpander>();
        services.AddSingleton<IRunQueue, HangfireRunQueue>();
        services.AddSingleton(new SourceTurns(settings.Limits.Workers));
        services.AddSingleton<Ticker>();
        services.AddScoped<TickJob>();
        services.AddScoped<RunJob>();
        Hosted<CatalogReload>(services, provider => ActivatorUtilities.CreateInstance<CatalogReload>(provider, (Func<CatalogReading>)workspace.ReadCatalog));
        Hosted<JobServers>(services, provider => ActivatorUtilities.CreateInstance<JobServers>(provider));
        Hosted<Watchdog>(services, provider => ActivatorUtilities.CreateInstance<Watchdog>(provider, provider.GetRequiredService<StoreGate>().Opened));
        Hosted<Retention>(services, provider => ActivatorUtilities.CreateInstance<Retention>(provider, (object)settings.Limits.Retention));
    }

    private static void Hosted<T>(IServiceCollection services, Func<IServiceProvider, T> create)
        where T : class, IHostedService
    {
        services.AddSingleton(create);
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }

    private static void MapEndpoints(WebApplication app)
    {
        var provider = app.Services;
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapGet("/readyz", IsReadyAsync);
        app.MapMonitorMetrics();
        app.MapHangfireDashboard(JobDashboard.Path, JobDashboard.Options());
        app.MapStatusPages(StatusSources.Of(
            provider.GetRequiredService<CurrentCatalog>(),
            provider.GetRequiredService<IStateStore>(),
            provider.GetRequiredService<OpenSources>(),
            provider.GetRequiredService<TimeProvider>(),
            () => provider.GetRequiredService<CatalogReload>().Status));
    }

    /// <summary>Ready to work: the state store answers. The definitions were valid, or the daemon would not run.</summary>
    private static async Task<IResult> IsReadyAsync(StoreGate gate, IRunStore store, CancellationToken cancellationToken)
    {
        if (!gate.Opened.IsCompletedSuccessfully)
        {
            return Results.Text("the state store does not answer yet\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadyLimit);
        try
        {
            await store.FindAsync(Guid.Empty, limit.Token);
            return Results.Text("ready\n");
        }
        catch (Exception e) when (e is StateException or OperationCanceledException)
        {
            return Results.Text("the state store does not answer\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = CultureInfo.InvariantCulture.DateTimeFormat.UniversalSortableDateTimePattern + " ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("DataMonitor", LogLevel.Information);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    /// <summary>A page of a stranger must not reach us under a name of its own that it has pointed to 127.0.0.1.</summary>
    private static string AllowedHosts(WebSettings web) => string.Join(';', new[] { "localhost", "127.0.0.1", "[::1]", web.PublicUrl?.Host }.OfType<string>());
}
