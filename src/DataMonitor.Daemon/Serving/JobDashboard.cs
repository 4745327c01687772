using System.Net;
using Hangfire;
using Hangfire.Dashboard;

namespace DataMonitor.Daemon.Serving;

/// <summary>Hangfire's dashboard: to look at, from this machine alone.</summary>
internal static class JobDashboard
{
    public const string Path = "/hangfire";

    public static DashboardOptions Options() => new()
    {
        Authorization = [new FromThisMachine()],
        IsReadOnlyFunc = _ => true,
        DisplayStorageConnectionString = false,
        DashboardTitle = "Monitor jobs",
        AppPath = "/",
    };

    /// <summary>A proxy on this machine connects from loopback too; it gives itself away by what it adds.</summary>
    internal static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        && !context.Request.Headers.Keys.Any(IsForwarded);

    private static bool IsForwarded(string header) =>
        header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Via", StringComparison.OrdinalIgnoreCase)
        || header.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase);

    private sealed class FromThisMachine : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) => IsLocal(context.GetHttpContext());
    }
}
