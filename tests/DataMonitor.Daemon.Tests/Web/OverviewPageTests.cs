using System.Net;

namespace DataMonitor.Daemon.Tests.Web;

public sealed class OverviewPageTests
{
    [Fact]
    public async Task Overview_Scenario_SaysWhatNeedsAttention()
    {
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());

        var page = await site.GetAsync("/");

        page.ShouldContain("<h1>5 of 14 datasets need attention</h1>");
    }

    [Fact]
    public async Task Overview_UnknownAddress_Is404()
    {
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());

        var answer = await site.Client.GetAsync(new Uri("/nothing/here", UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
