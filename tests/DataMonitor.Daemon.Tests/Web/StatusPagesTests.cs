using System.Net;
using System.Text.RegularExpressions;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Tests.Web;

public sealed partial class StatusPagesTests
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK, "no-store")]
    [InlineData("/?owner=finance&state=errored&page=99", HttpStatusCode.OK, "no-store")]
    [InlineData("/datasets/warehouse/ml.churn_scores", HttpStatusCode.OK, "no-store")]
    [InlineData("/datasets/warehouse/nothing", HttpStatusCode.NotFound, "no-store")]
    [InlineData("/incidents", HttpStatusCode.OK, "no-store")]
    [InlineData("/health", HttpStatusCode.OK, "no-store")]
    [InlineData("/no/such/page", HttpStatusCode.NotFound, "no-store")]
    [InlineData("/assets/monitor.css", HttpStatusCode.OK, "no-cache")]
    [InlineData("/assets/icon.svg?v=another", HttpStatusCode.OK, "no-cache")]
    public async Task Route_Any_CarriesEverySecurityHeader(string path, HttpStatusCode status, string caching)
    {
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());

        using var answer = await site.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(status);
        answer.Headers.CacheControl!.ToString().ShouldBe(caching);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(
            ["default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        answer.Headers.Contains("Permissions-Policy").ShouldBeTrue();
    }

    [Fact]
    public async Task Stylesheet_ByItsLink_IsKeptForEverAndRevalidates()
    {
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());
        var link = StylesheetLink().Match(await site.GetAsync("/")).Groups["link"].Value;

        using var first = await site.Client.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(link, UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);

        first.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Route_StoreDoesNotAnswer_SaysSoWithoutDetails()
    {
        var status = Scenario.Status();
        status.Trouble = new StateException("does not answer", "Is PostgreSQL up?", isTransient: true, new InvalidOperationException("Password=canary"));
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, status);

        using var answer = await site.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.ShouldContain("Is PostgreSQL up?");
        page.ShouldNotContain("canary");
    }

    [Fact]
    public async Task Dataset_SegmentedCheck_ListsItsSegments()
    {
        const string name = "warehouse/shop.payments";
        var status = Scenario.Status();
        var state = status.States[name];
        var segmented = state.Results[0] with
        {
            Segments =
            [
                new(Segment.Of("country", "<img src=x>"), CheckOutcome.Failed, 0.071, MetricUnit.Share, null, 0.02, 71, 1000),
                new(Segment.Other("country"), CheckOutcome.Passed, 0.001, MetricUnit.Share, null, 0.02, 3, 3000),
            ],
        };
        status.States[name] = state with { Results = state.Results.SetItem(0, segmented) };
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, status);

        var page = await site.GetAsync($"/datasets/{name}");

        page.ShouldContain("<summary>2 segments, 1 in trouble</summary>");
        page.ShouldContain("<th scope=\"row\">&lt;img src=x&gt;</th>");
        page.ShouldContain("<td class=\"figure\">3,000</td>");
    }

    [Fact]
    public async Task Dataset_MeasuredAgain_ShowsBothTimes()
    {
        const string name = "warehouse/ml.churn_scores";
        var status = Scenario.Status();
        var state = status.States[name];
        var result = state.Results[0] with { Explanation = "on 2026-11-20, measured again: 41,210 rows (first 38,000 rows)." };
        status.States[name] = state with
        {
            Rechecks = [new(Scenario.Now.AddDays(-3), Scenario.Now.AddDays(-2), Scenario.Now.AddDays(-2), Scenario.Now.AddDays(-2), 38_000, Scenario.Now.AddHours(-1), result)],
        };
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, status);

        var page = await site.GetAsync("/datasets/" + name);

        page.ShouldContain("Measured again");
        page.ShouldContain("measured again: 41,210 rows (first 38,000 rows).");
    }

    [Fact]
    public async Task Overview_NothingDefined_SaysHowToStart()
    {
        await using var site = await StatusSite.StartAsync(Scenario.Empty, new());

        var page = await site.GetAsync("/");

        page.ShouldContain("<h1>Nothing is watched yet</h1>");
        page.ShouldContain("monitor validate");
    }

    [Fact]
    public async Task Overview_Paused_DoesNotRefreshAndKeepsTheFilter()
    {
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());

        var running = await site.GetAsync("/?owner=finance");
        var paused = await site.GetAsync("/?owner=finance&refresh=off");

        running.ShouldContain("content=\"30; url=/?owner=finance\"");
        paused.ShouldNotContain("http-equiv=\"refresh\"");
        paused.ShouldContain("href=\"/?owner=finance\"");
    }

    [Fact]
    public async Task Health_ReloadRefused_ListsTheMistakes()
    {
        DefinitionError mistake = new(new("checks/orders.yaml", 12, 7), "'max' is no key here.", "Did you mean 'expect'?");
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status(), new(Scenario.Now.AddHours(-5), Scenario.Now.AddMinutes(-3), [mistake]));

        var health = await site.GetAsync("/health");
        var overview = await site.GetAsync("/");

        health.ShouldContain("checks/orders.yaml:12:7");
        health.ShouldContain("holds 1 mistake.");
        overview.ShouldContain("Newer definitions were refused");
    }

    [Theory]
    [InlineData("overview", "/")]
    [InlineData("dataset", "/datasets/warehouse/shop.returns")]
    [InlineData("incidents", "/incidents")]
    public async Task Page_Scenario_IsAsApproved(string name, string path)
    {
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());

        var page = Release().Replace(Hash().Replace(await site.GetAsync(path), "?v=HASH"), "Monitor VERSION");

        page.Replace("><", ">\n<", StringComparison.Ordinal).ShouldMatchApproved(options => options.SubFolder("Golden").WithDiscriminator(name).WithFileExtension(".html"));
    }

    [GeneratedRegex("rel=\"stylesheet\" href=\"(?<link>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StylesheetLink();

    [GeneratedRegex(@"Monitor \d+\.\d+\.\d+\S*", RegexOptions.None, 1000)]
    private static partial Regex Release();

    [GeneratedRegex(@"\?v=[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex Hash();
}
