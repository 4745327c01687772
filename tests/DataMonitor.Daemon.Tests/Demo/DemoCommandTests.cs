using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DataMonitor.Daemon.Tests.Demo;

public sealed partial class DemoCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("demo").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Demo_Once_TellsEachFaultAndNothingElse()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "monitor.dll"), "demo", "--once"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        output.ShouldContain("  32 quiet days");
        foreach (var trouble in new[] { "! shop/orders", "! shop/payments", "! shop/customers", "! lake/scores/dt=*/*.parquet" })
        {
            output.ShouldContain(trouble);
        }

        Summary().IsMatch(output).ShouldBeTrue(output);
        var mails = Directory.GetFiles(Path.Combine(folder, ".monitor", "demo", "mail"), "*.eml", SearchOption.AllDirectories);
        mails.Length.ShouldBeInRange(8, 20);
    }

    [GeneratedRegex("[0-9]+ incidents opened, [0-9]+ resolved, [0-9]+ still open", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Summary();
}
