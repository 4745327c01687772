using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Files;

/// <summary>What lies below a folder, as datasets would name it: each folder with files of one kind is one (<c>sales/*.parquet</c>), with folders such as <c>dt=2026-11-23</c> taken together (<c>sales/dt=*/*.parquet</c>); files at the very top stand alone.</summary>
internal static class FileListing
{
    private const int MostFiles = 500_000;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, MaxRecursionDepth = 32, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };

    /// <exception cref="SourceException">There is too much.</exception>
    public static SourceListing Of(string source, string root, CancellationToken cancellationToken)
    {
        var globs = new SortedSet<string>(StringComparer.Ordinal);
        var seen = 0;
        foreach (var file in Directory.EnumerateFiles(root, "*", Everything))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++seen > MostFiles)
            {
                throw new SourceException(source, $"holds more than {MostFiles} files", "Let 'root' point deeper, or name the datasets one by one.", isTransient: false);
            }

            if (FileReaders.EndingOf(file) is { } ending)
            {
                globs.Add(GlobOf(Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'), ending));
            }
        }

        return new(Listings.Bounded(source, globs.Select(glob => (DatasetObject)new FilesObject(glob))), DefaultSchema: null);
    }

    private static string GlobOf(string path, string ending)
    {
        var parts = path.Split('/');
        return parts.Length == 1
            ? path
            : string.Join('/', parts[..^1].Select(folder => folder.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? folder[..at] + "=*" : folder).Append("*" + ending));
    }
}
