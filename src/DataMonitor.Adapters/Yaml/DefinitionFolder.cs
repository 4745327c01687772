using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Yaml;

/// <summary>Finds the YAML files of a folder, in ordinal order. Names that begin with a dot are passed over; links may point only to where the folder really lies.</summary>
internal static class DefinitionFolder
{
    public const int MostFiles = 10_000;
    private const int DeepestFolder = 16;

    /// <param name="except">A folder that may lie below and holds something else.</param>
    public static List<FoundFile> Find(string folder, bool isDeep, string? except, ICollection<DefinitionError> errors)
    {
        var found = new List<FoundFile>();
        if (!Directory.Exists(folder))
        {
            errors.Add(new(new(folder, 0, 0), "There is no such folder.", "Make it, or name another one."));
            return found;
        }

        var shown = folder.Replace('\\', '/').TrimEnd('/');
        try
        {
            Collect(new DirectoryInfo(folder), shown.StartsWith("./", StringComparison.Ordinal) ? shown[2..] : shown, RealPath(folder), isDeep ? DeepestFolder : 0, except is null ? "" : FullPath(except), found, errors);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            errors.Add(new(new(folder, 0, 0), "The folder cannot be read.", "Let the user that runs the monitor read it and the folders in it."));
        }

        if (found.Count > MostFiles)
        {
            errors.Add(new(new(folder, 0, 0), $"The folder holds more than {MostFiles} files of definitions.", "Spread them over several daemons."));
            found.Clear();
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Shown, right.Shown));
        return found;
    }

    private static void Collect(DirectoryInfo folder, string shown, string root, int levels, string except, List<FoundFile> found, ICollection<DefinitionError> errors)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var name = $"{shown}/{entry.Name}";
            if (entry.Name.StartsWith('.') || found.Count > MostFiles)
            {
                continue;
            }

            if (entry is DirectoryInfo inner)
            {
                if (levels > 0 && inner.LinkTarget is null && FullPath(inner.FullName) != except)
                {
                    Collect(inner, name, root, levels - 1, except, found, errors);
                }
            }
            else if (entry.Extension is ".yaml" or ".yml")
            {
                // Kubernetes mounts a ConfigMap as links inside the folder, so links as such are fine.
                if (entry.LinkTarget is null || IsBelow(RealPath(entry.FullName), root))
                {
                    found.Add(new(entry.FullName, name, entry.Name));
                }
                else
                {
                    errors.Add(new(new(name, 0, 0), "The file is a link that leads out of the folder.", "Put the file itself here."));
                }
            }
        }
    }

    private static bool IsBelow(string path, string root) => path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The path with every link in it resolved, those of its folders too.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = info.ResolveLinkTarget(returnFinalTarget: true) is { FullName: var target } && target != next ? RealPath(target) : next;
        }

        return real;
    }
}

/// <param name="Shown">Path as the user knows it, with forward slashes.</param>
internal sealed record FoundFile(string Path, string Shown, string Name);
