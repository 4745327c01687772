using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Commands;

/// <summary>The command line: what can be typed, and what a person is told when something goes wrong.</summary>
internal static class CommandLine
{
    /// <summary>Every command; a further one costs a line.</summary>
    private static ImmutableArray<DocumentedCommand> Commands() =>
    [
        RunCommand.Create(),
        ValidateCommand.Create(),
        PlanCommand.Create(),
        ProfileCommand.Create(),
        ServeCommand.Create(),
        SamplesCommand.Create(),
        DoctorCommand.Create(),
        SchemaCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        DemoCommand.Create(),
    ];

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var result = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && result.Action is not HelpWithExamples)
        {
            foreach (var message in result.Errors.Select(mistake => OneLine(mistake.Message)).Distinct(StringComparer.Ordinal))
            {
                await error.WriteLineAsync(message);
            }

            await error.WriteLineAsync($"'{PathOf(result.CommandResult.Command)} --help' shows what can be written.");
            return ExitCode.Usage;
        }

        // The daemon stops by its own rules (it drains); everything else stops at once.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = result.CommandResult.Command.Name == ServeCommand.Name ? null : TimeSpan.FromSeconds(10),
        };
        try
        {
            return await result.InvokeAsync(configuration);
        }
        catch (Exception e) when (Told(e) is { } told)
        {
            await error.WriteLineAsync(told.Message);
            return told.ExitCode;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The last line of defence: a bug of ours must not look like a wall of text.
            await error.WriteLineAsync(result.GetValue(GlobalOptions.Verbose)
                ? e.ToString()
                : $"Monitor met an error of its own ({e.GetType().Name}). Run the command again with --verbose and report what it prints.");
            return ExitCode.Errored;
        }
    }

    private static (string Message, int ExitCode)? Told(Exception exception) => exception switch
    {
        InvalidDefinitionsException invalid => (Problems.Text(invalid.Errors), ExitCode.Usage),
        UsageException => (exception.Message, ExitCode.Usage),
        StateException or SourceException => (exception.Message, ExitCode.Errored),
        OperationCanceledException => ("Stopped.", ExitCode.Errored),
        _ => null,
    };

    private static RootCommand Root()
    {
        var root = new RootCommand("Watches data: freshness, volume, validity, schema and drift, on a schedule, against the places where data lives.")
        {
            GlobalOptions.Config, GlobalOptions.Checks, GlobalOptions.Alerts, GlobalOptions.Verbose,
        };
        var documented = new Dictionary<Command, DocumentedCommand>
        {
            [root] = new(root, "monitor validate\nmonitor run\nmonitor serve"),
        };
        foreach (var command in Commands())
        {
            root.Add(command.Command);
            documented[command.Command] = command;
        }

        root.HelpName = "monitor";
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, documented);
        return root;
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string PathOf(Command command) => command is RootCommand ? "monitor" : $"monitor {command.Name}";
}
