namespace DataMonitor.Daemon.Web;

/// <summary>Addresses of the pages. A dataset's name is part of the path, each of its segments encoded.</summary>
internal static class Links
{
    public const string Overview = "/";
    public const string Incidents = "/incidents";
    public const string Health = "/health";

    public static string Dataset(string name) => $"/datasets/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}";

    public static string Incident(Guid id) => $"{Incidents}#{Anchor(id)}";

    public static string Anchor(Guid id) => $"incident-{id:N}";

    /// <returns>The address when a browser may follow it; owners write runbooks, and <c>javascript:</c> is an address too.</returns>
    public static string? Outside(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address.AbsoluteUri : null;
}
