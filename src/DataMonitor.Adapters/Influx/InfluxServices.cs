using System.Globalization;
using DataMonitor.Core.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DataMonitor.Adapters.Influx;

internal static class InfluxServices
{
    private static readonly string[] Keys = [.. typeof(InfluxOptions).GetProperties().Select(property => property.Name)];

    /// <summary>Registers a sink for each entry of <c>sinks: influx:</c>, which is one mapping or a list of them.</summary>
    /// <exception cref="OptionsValidationException">What its failures say, each led by the entry it is about; nothing was registered.</exception>
    public static IServiceCollection AddInflux(this IServiceCollection services, IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return services; // not asked for
        }

        var children = section.GetChildren().ToArray();
        var isList = children.Length > 0 && children.All(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        var failures = new List<string>();
        var targets = new List<InfluxOptions>();
        foreach (var entry in isList ? children : [section])
        {
            targets.AddRange(Read(entry, failures));
        }

        foreach (var name in targets.GroupBy(target => target.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            failures.Add($"{section.Path}: two entries are called '{name}'. Give each a 'name' of its own; its progress is kept under it.");
        }

        if (failures.Count > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(InfluxOptions), failures);
        }

        services.TryAddSingleton(TimeProvider.System);
        foreach (var target in targets)
        {
            AddOne(services, target);
        }

        return services;
    }

    private static IEnumerable<InfluxOptions> Read(IConfigurationSection entry, List<string> failures)
    {
        var unknown = entry.GetChildren().Select(child => child.Key).Except(Keys, StringComparer.OrdinalIgnoreCase).ToArray();
        if (unknown.Length > 0)
        {
            failures.Add($"{entry.Path}: '{unknown[0]}' is not known here. Known are name, url, version, token, token_file, org, bucket, database, "
                + "retention_policy, username, password, password_file, batch_size, timeout_seconds and gzip.");
            return [];
        }

        InfluxOptions options;
        try
        {
            options = entry.Get<InfluxOptions>() ?? new();
        }
        catch (InvalidOperationException)
        {
            failures.Add($"{entry.Path}: a value has the wrong form. version, batch_size and timeout_seconds are whole numbers, gzip is true or false, url is an address.");
            return [];
        }

        var verdict = new InfluxOptionsValidator().Validate(null, options);
        failures.AddRange((verdict.Failures ?? []).Select(failure => $"{entry.Path}: {InOurWords(failure)}"));
        return [options];
    }

    /// <summary>The generated validator puts the names of members in front: <c>Url: 'url' is missing</c>.</summary>
    private static string InOurWords(string failure) => failure.IndexOf('\'', StringComparison.Ordinal) is > 0 and var start ? failure[start..] : failure;

    private static void AddOne(IServiceCollection services, InfluxOptions options)
    {
        var client = $"influx:{options.Name}";
        services.AddHttpClient(client, http => http.Timeout = Timeout.InfiniteTimeSpan) // each request has its own limit
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5), // notices a changed DNS entry
            });
        services.AddSingleton<IMetricSink>(provider => new InfluxSink(
            options, provider.GetRequiredService<IHttpClientFactory>().CreateClient(client), provider.GetRequiredService<TimeProvider>()));
    }
}
