using System.Diagnostics;

namespace DataMonitor.TestSupport;

/// <summary>The tool that comes with Prometheus.</summary>
internal static class Promtool
{
    /// <returns>What <c>promtool check metrics</c> says; empty when all is well.</returns>
    public static async Task<string> CheckMetricsAsync(string text)
    {
        var start = new ProcessStartInfo(TestServer.Promtool, ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return string.Concat(await said);
    }
}
