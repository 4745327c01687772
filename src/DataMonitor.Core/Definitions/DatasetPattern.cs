using System.IO.Enumeration;

namespace DataMonitor.Core.Definitions;

/// <summary>Stands for every table of a source whose name matches: <c>for_each</c>.</summary>
/// <param name="Match">Patterns with <c>*</c> and <c>?</c>; each is held against as many last parts of a name as it has itself.</param>
/// <param name="Model">What each of them is, under a name that stands in for theirs.</param>
public sealed record DatasetPattern(string Source, ValueList<string> Match, ValueList<string> Except, Dataset Model)
{
    /// <returns>The pattern that takes the object in; <see langword="null"/> when none does, or one leaves it out.</returns>
    public string? Takes(DatasetObject target)
    {
        var (parts, separator) = target switch
        {
            TableObject table => (table.Path.ToArray(), '.'),
            FilesObject files => (files.Glob.Split('/'), '/'),
            _ => ([], '.'),
        };
        return Except.Any(pattern => Fits(pattern, parts, separator)) ? null : Match.FirstOrDefault(pattern => Fits(pattern, parts, separator));
    }

    private static bool Fits(string pattern, string[] parts, char separator)
    {
        var wanted = pattern.Split(separator);
        return wanted.Length <= parts.Length
            && wanted.Zip(parts.TakeLast(wanted.Length)).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false));
    }
}
