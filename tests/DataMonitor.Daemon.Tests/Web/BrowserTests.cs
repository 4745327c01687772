using Microsoft.Playwright;

namespace DataMonitor.Daemon.Tests.Web;

/// <summary>The pages in a real browser. Screenshots are left in <c>artifacts/screenshots</c> to be looked at.</summary>
public sealed class BrowserTests
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private static readonly string[] Pages = ["/", "/datasets/warehouse/ml.churn_scores", "/incidents", "/health"];

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(2560, ColorScheme.Light)]
    [InlineData(2560, ColorScheme.Dark)]
    public async Task Pages_AnyWidth_FitTheWindow(int width, ColorScheme scheme)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = TestServer.Chromium, Args = Arguments });
        await using var site = await StatusSite.StartAsync(Scenario.Catalog, Scenario.Status());
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 1000 }, ColorScheme = scheme });
        foreach (var path in Pages)
        {
            await page.GotoAsync(new Uri(site.Address, path).ToString());

            await page.ScreenshotAsync(new() { FullPage = true, Path = Screenshot(path, width, scheme) });
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
        }
    }

    private static string Screenshot(string path, int width, ColorScheme scheme) =>
        Path.Combine(AppContext.BaseDirectory, "../../../screenshots", $"{(path == "/" ? "overview" : path.Trim('/').Split('/')[0])}-{width}-{scheme}.png");
}
