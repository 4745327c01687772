using System.CommandLine;
using DataMonitor.Adapters.Interchange;
using DataMonitor.Adapters.Interchange.Odcs;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Commands;

/// <summary><c>monitor export</c>: definitions as data contracts that others can read.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Format = new Argument<string>("format") { HelpName = "format", Description = "odcs: a data contract of the Open Data Contract Standard 3.1 for each dataset." }
        .AcceptOnlyFromAmong("odcs");

    private static readonly Argument<string[]> Selectors = GlobalOptions.Selectors();

    private static readonly Option<string?> Output = new("--output") { Description = "Folder for the contracts, one file for each dataset. Default: print them.", HelpName = "folder" };

    private static readonly Option<bool> Force = new("--force") { Description = "Write over files that are there." };

    public static DocumentedCommand Create()
    {
        var command = new Command("export", "Write datasets and their checks in another format.") { Format, Selectors, Output, Force };
        command.SetAction(Run);
        return new(
            command,
            """
            monitor export odcs shop/orders
            monitor export odcs tag:gold --output contracts
            """,
            """
            Checks that the standard can say stand in its words, the others as custom rules of the engine 'monitor'; 'monitor import odcs' gives the same checks back.
            No source is asked. Exit code: 0 written, 64 something is wrong.
            """);
    }

    private static int Run(ParseResult arguments)
    {
        var workspace = Workspace.Open(arguments);
        var picked = Selected.From(workspace.LoadCatalog(), arguments.GetValue(Selectors) ?? []);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        ImportedFile[] contracts = [.. picked.Select(selected =>
            new ImportedFile(ImportedFile.NameFor(selected.Dataset.Name, names), selected.Dataset.Name, new OdcsExport(DefinitionOf(selected.Dataset), selected.Dataset, workspace.Syntax).ToYaml()))];
        var output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Output) is { } folder)
        {
            (string Path, string Content)[] files = [.. contracts.Select(contract => (Path.Combine(folder, Path.ChangeExtension(contract.FileName, ".odcs.yaml")), contract.Content))];
            NewFiles.Write(files, arguments.GetValue(Force));
            output.Write(string.Concat(files.Select(file => $"{file.Path}\n")));
        }
        else
        {
            output.Write(string.Join("---\n", contracts.Select(contract => contract.Content)));
        }

        return ExitCode.Passed;
    }

    /// <exception cref="InvalidDefinitionsException">The file changed since it was read.</exception>
    /// <exception cref="UsageException">The dataset does not stand in a file of its own.</exception>
    private static MappingNode DefinitionOf(Dataset dataset)
    {
        if (dataset.Templates.Count > 0)
        {
            throw new UsageException($"{dataset.Name} uses a template, whose checks stand in another file.", "Write them out in the dataset, or leave it out of the selection.");
        }

        var errors = new List<DefinitionError>();
        var file = dataset.Definition.File;
        var node = CatalogLoader.Parse(new(file, file, Path.GetFileName(file)), errors);
        return node is MappingNode mapping && mapping.Find("dataset") is ScalarNode { Text: var name } && name == dataset.Name ? mapping
            : errors.Count > 0 ? throw new InvalidDefinitionsException([.. errors])
            : throw new UsageException($"{dataset.Name} is made by a rule for many datasets.", "Export datasets that stand in a file of their own.");
    }
}
