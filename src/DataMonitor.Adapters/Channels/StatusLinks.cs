using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.Channels;

/// <summary>Where the status page shows what a message talks about.</summary>
internal static class StatusLinks
{
    /// <returns><see langword="null"/> when the daemon has no public address.</returns>
    public static Uri? Of(Uri? statusPage, Alert alert) => statusPage is null || alert.Dataset.Length == 0
        ? statusPage
        : new($"{statusPage.AbsoluteUri.TrimEnd('/')}/datasets/{string.Join('/', alert.Dataset.Split('/').Select(Uri.EscapeDataString))}");
}
