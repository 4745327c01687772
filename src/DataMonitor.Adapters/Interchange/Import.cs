using System.Collections.Immutable;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>Reads files of another format and makes definitions of them.</summary>
internal static class Import
{
    public const int MostFiles = 1_000;

    /// <param name="path">A file, or a folder whose YAML files are all read.</param>
    public static ImportResult Run(ImportFormat format, string path, ImportOptions options, IDefinitionSyntax syntax)
    {
        var session = new ImportSession(options, syntax);
        CheckName("--source", options.Source, session, syntax);
        CheckName("--owner", options.Owner, session, syntax);
        var files = session.Errors.Count == 0 ? Read(path, session) : [];
        if (session.Errors.Count == 0)
        {
            format.Read(session, files);
        }

        var results = session.Errors.Count == 0 ? Finished(session) : [];
        return new(session.Errors.Count == 0 ? results : [], session.Report, [.. session.Errors]);
    }

    private static void CheckName(string option, string? name, ImportSession session, IDefinitionSyntax syntax)
    {
        var context = new ReadContext(syntax);
        if (name is not null && !Shapes.Identifier.TryRead(Nodes.Text(name), context, out _))
        {
            session.Fail(new(option, 0, 0), $"{Sentences.Quoted(name)} is not a plain name.", context.Errors[0].Remedy);
        }
    }

    private static ImmutableArray<ImportedFile> Finished(ImportSession session)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var files = ImmutableArray.CreateBuilder<ImportedFile>();
        foreach (var draft in session.Drafts.Where(draft => !draft.HasChecks))
        {
            session.Report.LeaveOut(draft.Origin, draft.Name, "Nothing in it can be checked, so there is no file for it.", "Write a check for it, such as volume.");
        }

        foreach (var draft in session.Drafts.Where(draft => draft.HasChecks))
        {
            if ((session.Options.Owner ?? draft.Owner) is { } owner)
            {
                files.Add(new(ImportedFile.NameFor(draft.Name, names), draft.Name, draft.ToYaml(owner)));
            }
            else
            {
                session.Fail(draft.Origin, $"Nothing says who owns {draft.Name}.", "Name the team with --owner, such as --owner crm-analytics.");
            }
        }

        return files.ToImmutable();
    }

    private static List<MappingNode> Read(string path, ImportSession session)
    {
        var errors = new List<DefinitionError>();
        var found = Directory.Exists(path)
            ? DefinitionFolder.Find(path, isDeep: true, except: null, errors)
            : [new FoundFile(path, path.Replace('\\', '/'), Path.GetFileName(path))];
        if (errors.Count == 0 && found.Count is 0 or > MostFiles)
        {
            errors.Add(new(new(path, 0, 0), found.Count == 0 ? "The folder holds no YAML file." : $"The folder holds more than {MostFiles} YAML files.", "Name the file or the folder that holds those to import."));
        }

        var nodes = new List<MappingNode>();
        foreach (var file in errors.Count == 0 ? found : [])
        {
            switch (CatalogLoader.Parse(file, errors))
            {
                case MappingNode mapping:
                    nodes.Add(mapping);
                    break;
                case { } other:
                    errors.Add(new(other.Place, "The file holds no keys and values.", "Look whether it is the right file."));
                    break;
            }
        }

        foreach (var error in errors)
        {
            session.Fail(error.Place, error.Problem, error.Remedy);
        }

        return nodes;
    }

}

/// <param name="Files">One for each dataset; empty when there are errors.</param>
/// <param name="Errors">What could not be read at all.</param>
internal sealed record ImportResult(ImmutableArray<ImportedFile> Files, TransferReport Report, ImmutableArray<DefinitionError> Errors);
