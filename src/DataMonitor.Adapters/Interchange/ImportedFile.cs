using System.Text.RegularExpressions;

namespace DataMonitor.Adapters.Interchange;

/// <param name="FileName">Fit for any file system: <c>crm.customers.yaml</c>.</param>
/// <param name="Dataset">Name of the dataset, for messages.</param>
internal sealed partial record ImportedFile(string FileName, string Dataset, string Content)
{
    private const int LongestStem = 100;

    /// <param name="taken">Names given already; the new one is added.</param>
    public static string NameFor(string dataset, HashSet<string> taken)
    {
        var plain = Other().Replace(dataset[(dataset.IndexOf('/', StringComparison.Ordinal) + 1)..], "_").Trim('.', '_');
        var stem = plain.Length is 0 ? "dataset" : plain[..Math.Min(plain.Length, LongestStem)];
        var name = stem;
        for (var number = 2; !taken.Add(name) || name is "sources"; number++)
        {
            name = $"{stem}-{number}";
        }

        return name + ".yaml";
    }

    [GeneratedRegex(@"[^\p{L}\p{N}_.-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Other();
}
