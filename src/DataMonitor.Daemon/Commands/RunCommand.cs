using System.Collections.Concurrent;
using System.CommandLine;
using DataMonitor.Adapters.Sql;
using DataMonitor.Daemon.Commands.Reports;
using DataMonitor.Daemon.Scheduling;
using Spectre.Console;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor run</c>: checks now, prints, and ends with a code that scripts understand.</summary>
internal static class RunCommand
{
    private const string Table = "table";

    private static readonly Argument<string[]> Selectors = GlobalOptions.Selectors();

    private static readonly Option<string> Format = new Option<string>("--format")
    {
        Description = "table, json, junit or markdown.",
        HelpName = "format",
        DefaultValueFactory = _ => Table,
    }.AcceptOnlyFromAmong(Table, "json", "junit", "markdown");

    private static readonly Option<string> FailOn = new Option<string>("--fail-on")
    {
        Description = "What counts for the exit code: warn, fail or error; what is less bad gives 0.",
        HelpName = "level",
        DefaultValueFactory = _ => "warn",
    }.AcceptOnlyFromAmong("warn", "fail", "error");

    public static DocumentedCommand Create()
    {
        var command = new Command("run", "Check datasets now and print what was found.")
        {
            Selectors, Format, FailOn,
        };
        command.SetAction(RunAsync);
        return new(command, """
            monitor run
            monitor run shop/orders shop/customers
            monitor run 'shop/*' --format markdown --fail-on fail
            monitor run tag:gold owner:crm --format junit > report.xml
            monitor run shop/orders/volume
            """,
            """
            Exit code: 0 passed, 1 warned, 2 failed, 3 errored, 64 wrong use or definitions.
            Whole datasets are recorded, so that later runs can compare; single checks are not.
            """);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var workspace = Workspace.Open(arguments);
        await using var sources = new OpenSources(definition => SourceKinds.Open(definition, Workspace.Root, TimeProvider.System));
        var (catalog, isWhole) = await workspace.LoadExpandedAsync(sources, error, cancellationToken);
        var selected = Selected.From(catalog, arguments.GetValue(Selectors) ?? []);
        await using var store = await workspace.OpenStateAsync(TimeProvider.System, cancellationToken);
        var runner = new HandRunner(store, sources, catalog, workspace.Settings, TimeProvider.System, new ErrorLog(error, arguments.GetValue(GlobalOptions.Verbose)));

        var outcomes = new ConcurrentBag<DatasetOutcome>();
        var work = new FairWork<Selected>(selected, each => each.Dataset.Source, source => catalog.Sources[source].Header.MaxConcurrency);
        await WithProgressAsync(selected.Length, step => work.RunAsync(workspace.Settings.Limits.Workers, async (each, token) =>
        {
            outcomes.Add(await runner.RunAsync(each, token));
            step();
        }, cancellationToken));

        var summary = new RunSummary([.. outcomes.OrderBy(outcome => outcome.Dataset.Name, StringComparer.Ordinal)]);
        Write(summary, arguments.GetValue(Format)!, output);
        var code = isWhole ? ExitCode.Of(summary.Status) : ExitCode.Errored;
        return code >= LeastOf(arguments.GetValue(FailOn)!) ? code : ExitCode.Passed;
    }

    private static int LeastOf(string level) => level switch
    {
        "error" => ExitCode.Errored,
        "fail" => ExitCode.Failed,
        _ => ExitCode.Warned,
    };

    private static void Write(RunSummary summary, string format, TextWriter output)
    {
        switch (format)
        {
            case "json":
                JsonReport.Write(summary, output);
                break;
            case "junit":
                JUnitReport.Write(summary, output);
                break;
            case "markdown":
                MarkdownReport.Write(summary, output);
                break;
            case Table when ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected:
                ConsoleReport.Write(summary, AnsiConsole.Console);
                break;
            default:
                TextReport.Write(summary, output);
                break;
        }
    }

    /// <summary>A bar on the error stream, when a person looks at it: what is piped stays clean.</summary>
    private static async Task WithProgressAsync(int count, Func<Action, Task> work)
    {
        if (count < 2 || Console.IsErrorRedirected)
        {
            await work(() => { });
            return;
        }

        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var task = progress.AddTask("checking", maxValue: count);
            await work(() => task.Increment(1));
        });
    }
}
