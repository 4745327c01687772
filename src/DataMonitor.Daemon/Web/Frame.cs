namespace DataMonitor.Daemon.Web;

/// <summary>What every page carries around its content.</summary>
/// <param name="CatalogHash">The first characters, enough to compare by eye.</param>
public sealed record Frame(DateTimeOffset Now, string Version, string CatalogHash, ReloadStatus Reload)
{
    public string StylesheetLink => Assets.Stylesheet.Link;

    public string IconLink => Assets.Icon.Link;
}
