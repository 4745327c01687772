using System.Collections.Immutable;

namespace DataMonitor.Core.Definitions;

/// <summary><c>source/object</c>: the identity of a dataset.</summary>
internal static class DatasetNames
{
    public const int Longest = 200;

    /// <returns>What stands after the slash, or <see langword="null"/> with a sentence in <paramref name="problem"/>.</returns>
    public static DatasetObject? ParseObject(string text, ObjectForm form, out string problem)
    {
        if (form == ObjectForm.Files)
        {
            problem = $"{Sentences.Quoted(text)} is not a path below the root of the source.";
            var parts = text.Split('/');
            return text.Any(char.IsControl) || text.Contains('\\', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal) || parts.Any(part => part is "" or "." or "..")
                ? null
                : new FilesObject(text);
        }

        problem = $"{Sentences.Quoted(text)} is not the name of a table.";
        return Names.ParsePath(text) is { Count: <= 3 } path ? new TableObject(path) : null;
    }

    public static string SuggestSource(string name, ImmutableDictionary<string, ObjectForm?> sources) => sources.IsEmpty
        ? "Define it in sources.yaml."
        : Sentences.Suggest(name, sources.Keys.Order(StringComparer.Ordinal));
}
