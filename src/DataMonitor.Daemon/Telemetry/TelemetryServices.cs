using DataMonitor.Adapters.Influx;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Metrics;
using DataMonitor.Core.Runs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace DataMonitor.Daemon.Telemetry;

internal static class TelemetryServices
{
    private static int lastMeter;

    /// <summary>Counts what the daemon does, serves <c>/metrics</c> and carries results to every sink. Needs the catalog and the state store among the services.</summary>
    /// <param name="environment">Name of the installation.</param>
    /// <param name="sinks">Flat keys below <c>sinks:</c>, parted by colons: <c>influx:url</c>.</param>
    /// <exception cref="OptionsValidationException">What its failures say about the sinks.</exception>
    public static IServiceCollection AddMonitorTelemetry(this IServiceCollection services, string environment, IReadOnlyDictionary<string, string> sinks)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(sinks.Select(sink => KeyValuePair.Create($"sinks:{sink.Key}", (string?)sink.Value)))
            .Build()
            .GetSection("sinks");
        if (configuration.GetChildren().FirstOrDefault(child => !child.Key.Equals("influx", StringComparison.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new OptionsValidationException("sinks", typeof(InfluxOptions), [$"sinks: '{unknown.Key}' is not a sink. Write influx: and below it its keys."]);
        }

        services.AddInflux(configuration.GetSection("influx"));
        var meter = $"DataMonitor.{Interlocked.Increment(ref lastMeter)}"; // a process with two daemons, as in tests, must not count together
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new TelemetryIdentity(environment, Environment.MachineName));
        services.AddSingleton(_ => new DaemonMetrics(meter));
        services.AddSingleton<CommitSignal>();
        services.AddSingleton<RunIntervals>();
        services.AddSingleton<StatusExposition>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(meter).AddPrometheusExporter(exporter =>
        {
            exporter.ScopeInfoEnabled = false;
            exporter.TargetInfoEnabled = false;
            exporter.ScrapeResponseCacheDurationMilliseconds = 0; // counters are cheap; the store's part has a cache of its own
        }));
        services.AddHostedService(provider => new SinkExporters([.. provider.GetServices<IMetricSink>().Select(sink => Exporter(provider, sink))]));
        return services;
    }

    /// <summary>Serves <c>/metrics</c>: what the newest results say, then what this process has counted. Text format 0.0.4 or OpenMetrics, as the scraper asks.</summary>
    public static IEndpointConventionBuilder MapMonitorMetrics(this IEndpointRouteBuilder endpoints)
    {
        var provider = endpoints.ServiceProvider;
        var meters = provider.GetRequiredService<MeterProvider>(); // listens from here on
        provider.GetRequiredService<DaemonMetrics>().Announce();
        var exposition = provider.GetRequiredService<StatusExposition>();
        return endpoints.MapPrometheusScrapingEndpoint("/metrics", meters, branch => branch.Use((context, next) => PrependAsync(exposition, context, next)), null);
    }

    /// <summary>The store's part holds gauges only, so that it reads the same in both formats; it goes first, because OpenMetrics ends in an end mark.</summary>
    private static async Task PrependAsync(StatusExposition exposition, HttpContext context, RequestDelegate next)
    {
        var first = await exposition.ReadAsync(context.RequestAborted);
        var output = context.Response.Body;
        using var second = new MemoryStream();
        context.Response.Body = second;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = output;
        }

        context.Response.ContentLength = null;
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            await output.WriteAsync(first, context.RequestAborted);
        }

        await output.WriteAsync(second.GetBuffer().AsMemory(0, (int)second.Length), context.RequestAborted);
    }

    private static SinkExporter Exporter(IServiceProvider provider, IMetricSink sink)
    {
        var catalog = provider.GetRequiredService<CurrentCatalog>();
        var identity = provider.GetRequiredService<TelemetryIdentity>();
        var time = provider.GetRequiredService<TimeProvider>();
        return new(
            sink,
            provider.GetRequiredService<IExportLog>(),
            new EngineSeries(provider.GetRequiredService<IStatusReader>(), catalog, identity, time),
            catalog,
            provider.GetRequiredService<DaemonMetrics>(),
            provider.GetRequiredService<CommitSignal>(),
            identity,
            time,
            provider.GetRequiredService<ILogger<SinkExporter>>());
    }
}
