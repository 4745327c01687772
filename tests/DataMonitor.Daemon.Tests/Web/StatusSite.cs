using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Daemon.Tests.Web;

/// <summary>The pages on a real web server, over a store held in memory.</summary>
internal sealed class StatusSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private StatusSite(WebApplication app, MemoryStatus status)
    {
        this.app = app;
        Status = status;
        Address = new(app.Urls.Single());
        Client = new() { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public MemoryStatus Status { get; }

    public static async Task<StatusSite> StartAsync(Catalog catalog, MemoryStatus status, ReloadStatus? reload = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = builder.Build();
        site.MapStatusPages(new(new CurrentCatalog(catalog), status, status, status, new FakeTimeProvider(Scenario.Now), Scenario.NextRun, Scenario.Statements,
            () => reload ?? new(Scenario.Now.AddHours(-5), null, [])));
        await site.StartAsync(TestContext.Current.CancellationToken);
        return new(site, status);
    }

    public Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
