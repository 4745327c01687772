using System.Globalization;
using DataMonitor.Core.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DataMonitor.Adapters.Influx;

internal static class InfluxServices
{
    /// <summary>Registers a sink for each entry of <c>sinks: influx:</c>, which is one mapping or a list of them.</summary>
    public static IServiceCollection AddInflux(this IServiceCollection services, IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return services; // not asked for
        }

        var children = section.GetChildren().ToArray();
        var isList = children.Length > 0 && children.All(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        var entries = isList ? children : [section];
        var names = entries.Select(NameOf).ToArray();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InfluxOptions>, InfluxOptionsValidator>());
        foreach (var (entry, name) in entries.Zip(names))
        {
            AddOne(services, entry, names.Count(other => other == name) == 1);
        }

        return services;
    }

    private static string NameOf(IConfigurationSection entry) => entry[nameof(InfluxOptions.Name)] ?? InfluxOptions.DefaultName;

    private static void AddOne(IServiceCollection services, IConfigurationSection entry, bool isUnique)
    {
        var key = entry.Path;
        services.AddOptions<InfluxOptions>(key)
            .Bind(entry, binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(_ => isUnique, "Name is the same as that of another sink; give each entry a 'name' of its own, which keeps its place when the list changes.")
            .ValidateOnStart();
        services.AddHttpClient(key, client => client.Timeout = Timeout.InfiniteTimeSpan) // each request has its own limit
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5), // notices a changed DNS entry
            });
        services.AddSingleton<IMetricSink>(provider => new InfluxSink(
            provider.GetRequiredService<IOptionsMonitor<InfluxOptions>>().Get(key),
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(key),
            provider.GetRequiredService<TimeProvider>()));
    }
}
