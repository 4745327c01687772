using System.CommandLine;
using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Samples;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor samples</c>: the one place that shows rows which failed a check.</summary>
internal static class SamplesCommand
{
    private static readonly Argument<string> Selector = new("dataset") { Description = "A dataset, or one of its checks: shop/orders, shop/orders/missing.email." };

    public static DocumentedCommand Create()
    {
        var command = new Command("samples", "Print the rows kept of failed checks, for datasets that ask for 'samples:'.") { Selector };
        command.SetAction(RunAsync);
        return new(command, """
            monitor samples shop/orders
            monitor samples shop/orders/missing.email
            """,
            "Keys and allowed columns are shown as they are; every other value is a hash that only this installation can make.");
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        var workspace = Workspace.Open(arguments);
        var (dataset, check) = Find(workspace.LoadCatalog(), arguments.GetValue(Selector)!);
        if (dataset.Samples is null)
        {
            await output.WriteAsync($"{dataset.Name} keeps no rows: its definition has no 'samples:'.\n");
        }

        await using var store = await workspace.OpenStateAsync(TimeProvider.System, cancellationToken);
        var samples = (await store.SamplesAsync(dataset.Name, TimeProvider.System.GetUtcNow(), cancellationToken)).Where(sample => check is null || sample.CheckId == check).ToArray();
        foreach (var sample in samples)
        {
            await WriteAsync(sample, output);
        }

        if (samples.Length == 0 && dataset.Samples is not null)
        {
            await output.WriteAsync("No failed rows are kept.\n");
        }

        return ExitCode.Passed;
    }

    /// <exception cref="UsageException">No such dataset or check.</exception>
    private static (Dataset Dataset, string? Check) Find(Catalog catalog, string selector)
    {
        if (catalog.Datasets.TryGetValue(selector, out var whole))
        {
            return (whole, null);
        }

        var cut = selector.LastIndexOf('/');
        return cut > 0 && catalog.Datasets.TryGetValue(selector[..cut], out var dataset) && dataset.Checks.Any(check => check.Header.Id == selector[(cut + 1)..])
            ? (dataset, selector[(cut + 1)..])
            : throw new UsageException($"There is no dataset or check {Sentences.Quoted(selector)}.", "'monitor validate --ids' lists them.");
    }

    private static async Task WriteAsync(FailedSample sample, TextWriter output)
    {
        await output.WriteAsync($"{sample.Dataset}/{sample.CheckId}  run of {Instant(sample.ScheduledAt)}, kept until {Instant(sample.ExpiresAt)}\n");
        string[][] lines = [[.. sample.Rows[0].Cells.Select(cell => Printable(cell.Column))], .. sample.Rows.Select(row => row.Cells.Select(cell => cell.Text is { } text ? Printable(text) : "NULL").ToArray())];
        var widths = lines[0].Select((_, index) => lines.Max(line => line[index].Length)).ToArray();
        foreach (var line in lines)
        {
            await output.WriteAsync("  " + string.Join("  ", line.Select((cell, index) => cell.PadRight(widths[index]))).TrimEnd() + "\n");
        }

        await output.WriteAsync("\n");
    }

    /// <summary>A value of a row must not steer the terminal.</summary>
    private static string Printable(string text) => new([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
