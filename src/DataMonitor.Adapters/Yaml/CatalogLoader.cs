using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Yaml;

/// <summary>Reads the folders of definitions: <c>checks/**/*.yaml</c> with <c>checks/sources.yaml</c>, and <c>alerts/*.yaml</c>.</summary>
internal static class CatalogLoader
{
    /// <param name="alertsFolder"><see langword="null"/> when nobody is to be told; a folder that does not exist is a mistake.</param>
    /// <returns>The catalog, or every mistake of every file.</returns>
    public static CatalogReading Load(
        string checksFolder,
        string? alertsFolder,
        IDefinitionSyntax syntax,
        IReadOnlyList<SourceKind> sources,
        IReadOnlyList<ChannelKind> channels)
    {
        var errors = new List<DefinitionError>();
        var files = new List<DefinitionFile>();
        foreach (var found in DefinitionFolder.Find(checksFolder, isDeep: true, alertsFolder, errors))
        {
            files.Add(new(found.Shown, RoleOf(found), Parse(found, errors)));
        }

        if (errors.Count == 0 && files.TrueForAll(file => file.Role != DefinitionRole.Dataset))
        {
            errors.Add(new(new(checksFolder, 0, 0), "The folder holds no definition of a dataset.", "Put a file such as orders.yaml into it, or name another folder."));
        }

        if (alertsFolder is not null)
        {
            files.AddRange(DefinitionFolder.Find(alertsFolder, isDeep: false, except: null, errors)
                .Select(found => new DefinitionFile(found.Shown, DefinitionRole.Alerts, Parse(found, errors))));
        }

        return new CatalogReader(syntax, CheckKinds.All, [.. sources], [.. channels]).Read(files, errors);
    }

    /// <returns>A catalog without datasets: what the file of sources says, whatever else lies beside it.</returns>
    public static CatalogReading LoadSources(string checksFolder, IDefinitionSyntax syntax, IReadOnlyList<SourceKind> sources)
    {
        var errors = new List<DefinitionError>();
        var files = DefinitionFolder.Find(checksFolder, isDeep: true, except: null, errors)
            .Where(found => RoleOf(found) == DefinitionRole.Sources)
            .Select(found => new DefinitionFile(found.Shown, DefinitionRole.Sources, Parse(found, errors)))
            .ToArray();
        return new CatalogReader(syntax, CheckKinds.All, [.. sources], []).Read(files, errors);
    }

    private static DefinitionRole RoleOf(FoundFile found) => found.Name is "sources.yaml" or "sources.yml" ? DefinitionRole.Sources : DefinitionRole.Dataset;

    /// <returns>The content, or <see langword="null"/> when a mistake was added.</returns>
    public static DefinitionNode? Parse(FoundFile found, List<DefinitionError> errors)
    {
        try
        {
            using var stream = File.OpenRead(found.Path);
            var content = new byte[Math.Min(stream.Length, YamlReader.LargestFile) + 1];
            var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return YamlReader.Read(found.Shown, content.AsSpan(0, length), errors);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(new(found.Shown, 0, 0), "The file cannot be read.", "Let the user that runs the monitor read it."));
            return null;
        }
    }
}
