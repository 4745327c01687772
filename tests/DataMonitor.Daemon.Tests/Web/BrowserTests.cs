using Microsoft.Playwright;

namespace DataMonitor.Daemon.Tests.Web;

/// <summary>The pages in a real browser. Screenshots are left in <c>artifacts/screenshots</c> to be looked at.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private static readonly string[] Pages =
    [
        "/", "/datasets/warehouse/ml.churn_scores", "/incidents", "/health", "/missing",
        "/datasets/warehouse/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E", "/datasets/billing/invoices", "/datasets/warehouse/hr.headcount",
    ];

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private StatusSite site = null!;

    public async ValueTask InitializeAsync()
    {
        var executable = TestServer.Chromium;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
        site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());
    }

    public async ValueTask DisposeAsync()
    {
        if (site is not null)
        {
            await site.DisposeAsync();
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(2560, ColorScheme.Light)]
    [InlineData(2560, ColorScheme.Dark)]
    public async Task Pages_AnyWidth_FitTheWindow(int width, ColorScheme scheme)
    {
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 1000 }, ColorScheme = scheme });
        foreach (var (index, path) in Pages.Index())
        {
            await page.GotoAsync(Address(path));

            await page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(AppContext.BaseDirectory, $"../../../screenshots/{index}-{width}-{scheme}.png") });
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
        }
    }

    [Fact]
    public async Task Pages_HostileNames_StayText()
    {
        var page = await browser.NewPageAsync();
        List<string> trouble = [];
        page.Dialog += (_, dialog) => trouble.Add($"dialog: {dialog.Message}");
        page.PageError += (_, error) => trouble.Add($"error: {error}");
        page.Console += (_, message) => trouble.Add($"{page.Url}: {message.Text}");
        foreach (var path in Pages.Where(path => path != "/missing")) // whose 404 the browser reports to its console
        {
            await page.GotoAsync(Address(path));

            var elements = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('*')].filter(e => ['SCRIPT', 'IMG', 'IFRAME', 'OBJECT', 'STYLE'].includes(e.tagName) || [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style' || /^\\s*(javascript|data):/i.test(a.value))).map(e => e.outerHTML)");
            elements.ShouldBeEmpty(path);
        }

        trouble.ShouldBeEmpty();
    }

    [Fact]
    public async Task HostileDataset_OfItsOwnPage_IsShownAsWritten()
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(Address("/"));

        await page.Locator("table.list a", new() { HasText = "onerror" }).ClickAsync();

        (await page.Locator("h1").TextContentAsync())!.Trim().ShouldBe(Scenario.Hostile);
        (await page.Locator(".lead").TextContentAsync()).ShouldBe(Scenario.HostileText);
        (await page.Locator("dd code", new() { HasText = "javascript:" }).CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task SkipLink_FirstTabAndEnter_MovesFocusToTheContent()
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(Address("/incidents"));

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to content");
        await page.Keyboard.PressAsync("Enter");

        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("main");
    }

    [Fact]
    public async Task Overview_WithoutJavaScript_FiltersByForm()
    {
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address("/"));

        await page.Locator("select[name=owner]").SelectOptionAsync("finance");
        await page.Locator("button[type=submit]").ClickAsync();

        (await page.Locator("table.list tbody th a").AllTextContentsAsync()).Select(text => text.Trim()).ShouldBe(["billing/invoices", "billing/ledger"]);
    }

    [Fact]
    public async Task Pages_ForEveryReader_HaveOutlineLandmarksAndNames()
    {
        var page = await browser.NewPageAsync();
        foreach (var path in Pages)
        {
            await page.GotoAsync(Address(path));

            (await page.EvaluateAsync<string>("document.documentElement.lang")).ShouldBe("en", path);
            (await page.Locator("h1").CountAsync()).ShouldBe(1, path);
            (await page.Locator("main").CountAsync()).ShouldBe(1, path);
            (await page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")).ShouldSatisfyAllConditions(
                levels => levels[0].ShouldBe(1, path),
                levels => levels.Zip(levels.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First + 1, path));
            (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[id]')].map(e => e.id)")).ShouldBeUnique(StringComparer.Ordinal, path);
            (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('th:not([scope]), svg:not([aria-hidden]):not([aria-label]), input:not([type=hidden]):not(label *), select:not(label *), nav:not([aria-label])')].map(e => e.outerHTML)")).ShouldBeEmpty(path);
            (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[aria-labelledby]')].filter(e => !document.getElementById(e.getAttribute('aria-labelledby'))).map(e => e.outerHTML.slice(0, 100))")).ShouldBeEmpty(path);
        }
    }

    private string Address(string path) => new Uri(site.Address, path).AbsoluteUri;
}
