namespace DataMonitor.Daemon.Commands;

/// <summary>Writes files that a person asked for. What is there already stays unless they say otherwise; then all files are written or, for a reason that shows beforehand, none.</summary>
internal static class NewFiles
{
    /// <exception cref="UsageException">A file is there already, or the folder cannot be written to.</exception>
    public static void Write(IReadOnlyList<(string Path, string Content)> files, bool isForced)
    {
        if (!isForced && files.FirstOrDefault(file => Path.Exists(file.Path)) is { Path: { } taken })
        {
            throw new UsageException($"'{taken}' is there already; nothing was written.", "Name another place, or write over it with --force.");
        }

        try
        {
            foreach (var (path, content) in files)
            {
                if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                {
                    Directory.CreateDirectory(folder);
                }

                File.WriteAllText(path, content);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new UsageException("The files cannot be written there.", "Name a folder that the user who runs the command may write to.");
        }
    }
}
