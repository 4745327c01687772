using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DataMonitor.Daemon.Commands;

/// <summary>Help that ends with examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<Command, DocumentedCommand> documented) : SynchronousCommandLineAction
{
    private const int Width = 100;

    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = Width;
        var code = help.Invoke(parseResult);
        if (documented.TryGetValue(parseResult.CommandResult.Command, out var found))
        {
            var output = parseResult.InvocationConfiguration.Output;
            Write("Examples", found.Examples, output);
            Write("Good to know", found.Notes, output);
        }

        return code;
    }

    private static void Write(string title, string? text, TextWriter output)
    {
        if (text is not null)
        {
            output.Write($"{title}:\n  {text.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}\n\n");
        }
    }
}

/// <summary>A command with what its own help says beside its description, which stays a sentence.</summary>
internal sealed record DocumentedCommand(Command Command, string Examples, string? Notes = null);
