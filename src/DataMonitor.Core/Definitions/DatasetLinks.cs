namespace DataMonitor.Core.Definitions;

/// <summary>What holds between datasets: names are unique, upstream datasets exist, and nothing waits for itself.</summary>
internal static class DatasetLinks
{
    /// <param name="isWhole">Whether every file could be parsed; otherwise an unknown name may stand in one that could not.</param>
    public static void Check(IReadOnlyList<DatasetReading> datasets, bool isWhole, ReadContext context)
    {
        var named = datasets.Where(dataset => dataset.Name is not null).GroupBy(dataset => dataset.Name!.Text, StringComparer.Ordinal).ToArray();
        foreach (var twins in named)
        {
            foreach (var twin in twins.Skip(1))
            {
                context.Report(
                    twin.Name!.Place,
                    $"There are two definitions of dataset {Sentences.Quoted(twins.Key)}; the first stands in {twins.First().Name!.Place}.",
                    "Put the checks of both into one file.");
            }
        }

        var patterns = datasets.Select(dataset => dataset.Pattern).OfType<DatasetPattern>().ToArray();
        var byName = named.ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var (upstream, own) in datasets.SelectMany(dataset => dataset.Upstream.Select(upstream => (upstream, dataset.Name?.Text))))
        {
            if (isWhole && !byName.ContainsKey(upstream.Text) && !patterns.Any(pattern => MayName(pattern, upstream.Text)))
            {
                context.Report(upstream.Place, $"'after': there is no dataset {Sentences.Quoted(upstream.Text)}.", Suggest(upstream.Text, byName.Keys.Where(name => name != own)));
            }
        }

        ReportCircles(byName, context);
    }

    /// <summary>What a pattern stands for is not known here, so nothing that it could take in is unknown.</summary>
    private static bool MayName(DatasetPattern pattern, string name) =>
        name.Split('/', 2) is [var source, var rest] && source == pattern.Source
        && (DatasetNames.ParseObject(rest, ObjectForm.Table, out _) ?? DatasetNames.ParseObject(rest, ObjectForm.Files, out _)) is { } target
        && pattern.Takes(target) is not null;

    private static string Suggest(string name, IEnumerable<string> known)
    {
        var suggestion = Sentences.Suggest(name, known.Order(StringComparer.Ordinal));
        return suggestion.StartsWith("Did", StringComparison.Ordinal) ? suggestion : "Write the full name of a dataset as its file states it, source and object.";
    }

    private static void ReportCircles(Dictionary<string, DatasetReading> byName, ReadContext context)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in byName.Keys.Order(StringComparer.Ordinal))
        {
            // An explicit stack: ten thousand datasets may stand in one chain.
            var path = new List<string>();
            var pending = new Stack<(string Name, Place? Place, int Depth)>([(start, null, 0)]);
            while (pending.TryPop(out var next))
            {
                path.RemoveRange(next.Depth, path.Count - next.Depth);
                if (path.IndexOf(next.Name) is >= 0 and var first && next.Place is { } place)
                {
                    context.Report(place, $"'after' goes round in a circle: {Round(path[first..], next.Name)}.", "Take one of them out, or nothing in the circle would ever start.");
                }
                else if (done.Add(next.Name) && byName.TryGetValue(next.Name, out var dataset))
                {
                    path.Add(next.Name);
                    foreach (var upstream in dataset.Upstream)
                    {
                        pending.Push((upstream.Text, upstream.Place, path.Count));
                    }
                }
            }
        }
    }

    private static string Round(List<string> circle, string back) => circle.Count > 6
        ? $"{circle[0]} → … → {circle[^1]} → {back}"
        : string.Join(" → ", circle.Append(back));
}
