using System.CommandLine;
using System.Text;
using DataMonitor.Adapters.Interchange;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor import</c>: definitions out of the files of another format, with a report of what could not be carried over.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Format = new Argument<string>("format") { HelpName = "format", Description = FormatDescription() }
        .AcceptOnlyFromAmong([.. ImportFormats.All.Select(format => format.Key)]);

    private static readonly Argument<string> Path = new("path") { HelpName = "path", Description = "The file, or a folder whose YAML files are all read." };

    private static readonly Option<string> Source = new("--source")
    {
        Description = "Name of the source in sources.yaml that holds the tables.",
        HelpName = "name",
        Required = true,
    };

    private static readonly Option<string?> Owner = new("--owner") { Description = "The team that owns the datasets, in place of what the files say.", HelpName = "name" };

    private static readonly Option<string?> Schema = new("--schema") { Description = "Schema of the tables that name none.", HelpName = "name" };

    private static readonly Option<string?> Output = new("--output") { Description = "Folder for the definitions, one file for each dataset. Default: print them.", HelpName = "folder" };

    private static readonly Option<bool> Force = new("--force") { Description = "Write over files that are there." };

    private static readonly Option<string?> Report = new("--report") { Description = "File for the report. Default: the error stream.", HelpName = "file" };

    public static DocumentedCommand Create()
    {
        var command = new Command("import", "Make definitions of the checks in files of another format, and tell what could not be carried over.")
        {
            Format, Path, Source, Owner, Schema, Output, Force, Report,
        };
        command.SetAction(Run);
        return new(
            command,
            """
            monitor import odcs contracts/orders.odcs.yaml --source warehouse
            monitor import dbt models/ --source warehouse --schema analytics --owner bi --output checks/warehouse
            monitor import sodacl soda/checks.yml --source warehouse --owner bi --report import.txt
            """,
            """
            The report lists every item with its place: carried, changed (something close stands in its place) or left out, with the reason and what to do instead.
            The definitions are valid; add the source to sources.yaml where it is not there yet. No source is asked.
            Exit code: 0 everything was carried over, 1 something was changed or left out, 64 the input cannot be read (then nothing is written).
            """);
    }

    private static int Run(ParseResult arguments)
    {
        var path = arguments.GetValue(Path)!;
        if (!System.IO.Path.Exists(path))
        {
            throw new UsageException($"'{path}' does not exist.", "Name a file or a folder.");
        }

        var format = ImportFormats.All.First(known => known.Key == arguments.GetValue(Format));
        var options = new ImportOptions(arguments.GetValue(Source)!, arguments.GetValue(Owner), arguments.GetValue(Schema));
        var result = Import.Run(format, path, options, Workspace.Open(arguments).Syntax);
        if (result.Errors.Length > 0)
        {
            throw new InvalidDefinitionsException(result.Errors);
        }

        var report = result.Report.ToText();
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var (folder, reportFile) = (arguments.GetValue(Output), arguments.GetValue(Report));
        (string Path, string Content)[] files = folder is null ? [] : [.. result.Files.Select(file => (System.IO.Path.Combine(folder, file.FileName), file.Content))];
        NewFiles.Write(reportFile is null ? files : [.. files, (reportFile, report)], arguments.GetValue(Force));
        output.Write(folder is null
            ? string.Join("---\n", result.Files.Select(file => file.Content))
            : string.Concat(files.Select(file => $"{file.Path}\n")));
        if (reportFile is null)
        {
            error.Write(report);
        }

        return result.Report.IsWhole ? ExitCode.Passed : ExitCode.Warned;
    }

    private static string FormatDescription()
    {
        var text = new StringBuilder();
        foreach (var format in ImportFormats.All)
        {
            text.Append(text.Length == 0 ? "" : "; ").Append(format.Key).Append(": ").Append(format.Summary);
        }

        return text.Append('.').ToString();
    }
}
