using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Settings;

/// <summary>The daemon's own settings; every one has a default that serves on one machine.</summary>
/// <param name="Environment">Names the installation in series and messages.</param>
/// <param name="ChecksFolder">Holds <c>sources.yaml</c> and the datasets.</param>
/// <param name="AlertsFolder">Holds routes and receivers; may be absent.</param>
/// <param name="Sinks">Flat keys of <c>sinks:</c> without that first word, parted by colons: <c>influx:url</c>.</param>
internal sealed record MonitorSettings(
    string Environment,
    string ChecksFolder,
    string AlertsFolder,
    StateSettings State,
    WebSettings Web,
    LimitSettings Limits,
    ImmutableSortedDictionary<string, string> Sinks)
{
    public static MonitorSettings Default { get; } = new(
        "default", "checks", "alerts", StateSettings.Default, WebSettings.Default, LimitSettings.Default, ImmutableSortedDictionary<string, string>.Empty);
}

/// <param name="Path">SQLite file, where PostgreSQL is not set.</param>
/// <param name="Postgres">Connection string; with it any number of daemons share the work.</param>
internal sealed record StateSettings(string Path, Secret? Postgres)
{
    public static StateSettings Default { get; } = new(System.IO.Path.Combine(".monitor", "state.db"), null);
}

/// <param name="Url">Where the daemon listens: loopback only, as nobody is asked for a password yet.</param>
/// <param name="PublicUrl">What messages link to; <paramref name="Url"/> when not set.</param>
internal sealed record WebSettings(Uri Url, Uri? PublicUrl)
{
    public static WebSettings Default { get; } = new(new Uri("http://127.0.0.1:8080"), null);
}

/// <param name="Workers">Runs at once in this process.</param>
/// <param name="Lease">A run of a process that died is taken over after this time.</param>
/// <param name="Retention">Finished runs and their results are kept this long.</param>
internal sealed record LimitSettings(int Workers, TimeSpan Lease, TimeSpan Retention)
{
    /// <summary>How often sources are asked anew which tables they hold, for definitions with <c>for_each</c>.</summary>
    public TimeSpan ListEvery { get; init; } = TimeSpan.FromMinutes(5);

    public static LimitSettings Default { get; } = new(8, TimeSpan.FromMinutes(1), TimeSpan.FromDays(400));
}
