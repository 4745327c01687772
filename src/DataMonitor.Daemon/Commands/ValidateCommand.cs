using System.Collections.Immutable;
using System.CommandLine;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Commands.Reports;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor validate</c>: reads everything, asks no source, tells every mistake.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Tell only mistakes in these files or folders; everything is read all the same. Default: all.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Ids = new("--ids") { Description = "Also print the id of every check." };

    public static DocumentedCommand Create()
    {
        var command = new Command("validate", "Read all definitions and print every mistake, with its place and what to write instead.")
        {
            Paths, Ids,
        };
        command.SetAction(Run);
        return new(command, """
            monitor validate
            monitor validate checks/orders.yaml
            monitor validate --checks ../warehouse/checks --ids
            """,
            "Exit code: 0 all is well, 64 something is wrong. No source is asked.");
    }

    private static int Run(ParseResult arguments)
    {
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var paths = arguments.GetValue(Paths) ?? [];
        foreach (var missing in paths.Where(path => !Path.Exists(path)))
        {
            throw new UsageException($"'{missing}' does not exist.", "Name a file or a folder, or nothing for all definitions.");
        }

        var reading = Workspace.Open(arguments).ReadCatalog();
        foreach (var warning in Under(paths, reading.Warnings))
        {
            error.Write($"warning: {Problems.One(warning)}\n");
        }

        var errors = Under(paths, reading.Errors);
        if (errors.Length > 0)
        {
            error.Write($"{Problems.Text(errors)}\n");
            return ExitCode.Usage;
        }

        if (reading.Catalog is not { } catalog)
        {
            output.Write($"No mistakes here; {RunSummary.Counted(reading.Errors.Length, "mistake")} elsewhere.\n");
            return ExitCode.Passed;
        }

        if (arguments.GetValue(Ids))
        {
            foreach (var dataset in catalog.Datasets.Values.Concat(catalog.Patterns.Select(pattern => pattern.Model)))
            {
                output.Write($"{dataset.Name}\n");
                foreach (var check in dataset.Checks)
                {
                    output.Write($"  {check.Header.Id}  {check.Header.Name}\n");
                }
            }
        }

        var checks = catalog.Datasets.Values.Sum(dataset => dataset.Checks.Count);
        output.Write($"No mistakes: {RunSummary.Counted(catalog.Datasets.Count, "dataset")}, {Patterns(catalog)}{RunSummary.Counted(checks, "check")}, "
            + $"{RunSummary.Counted(catalog.Sources.Count, "source")}, {RunSummary.Counted(catalog.Alerts.Receivers.Count, "receiver")}.\n");
        return ExitCode.Passed;
    }

    private static string Patterns(Catalog catalog) => catalog.Patterns.IsEmpty ? "" : $"{RunSummary.Counted(catalog.Patterns.Length, "pattern")} for more, ";

    private static ImmutableArray<DefinitionError> Under(string[] paths, ImmutableArray<DefinitionError> errors)
    {
        var roots = Array.ConvertAll(paths, Path.GetFullPath);
        return paths.Length == 0 ? errors : [.. errors.Where(error => roots.Any(root => IsUnder(root, Path.GetFullPath(error.Place.File))))];
    }

    private static bool IsUnder(string root, string file) =>
        file == root || file.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
