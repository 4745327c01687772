using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DataMonitor.Daemon.Commands;

/// <summary>Help that ends with examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<Command, string> examples) : SynchronousCommandLineAction
{
    private const int Width = 100;

    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = Width;
        var code = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var text))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.Write("Examples:\n");
            foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            {
                output.Write($"  {line}\n");
            }

            output.Write('\n');
        }

        return code;
    }
}

/// <summary>A command with the examples that its help ends with.</summary>
internal sealed record DocumentedCommand(Command Command, string Examples);
