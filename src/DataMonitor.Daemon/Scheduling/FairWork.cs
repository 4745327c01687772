namespace DataMonitor.Daemon.Scheduling;

/// <summary>Work on several sources side by side: a free worker takes from the source that has the fewest under way, so that a slow one never holds up the rest.</summary>
/// <param name="mostOf">How much of a source may be under way at once, at least 1.</param>
internal sealed class FairWork<T>(IEnumerable<T> items, Func<T, string> sourceOf, Func<string, int> mostOf)
{
    private readonly Lock gate = new();
    private readonly List<Source> sources =
        [.. items.GroupBy(sourceOf, StringComparer.Ordinal).Select(group => new Source(new(group), Math.Max(1, mostOf(group.Key))))];

    /// <remarks>The first that fails cancels the others.</remarks>
    public Task RunAsync(int workers, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, workers),
        new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
        async (_, token) =>
        {
            while (!token.IsCancellationRequested && Take(out var source, out var item))
            {
                try
                {
                    await work(item, token);
                }
                finally
                {
                    lock (gate)
                    {
                        source.UnderWay--;
                    }
                }
            }
        });

    /// <returns><see langword="false"/> when every source with work left is as busy as it may be: those at work take what is left.</returns>
    private bool Take([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Source? source, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        lock (gate)
        {
            source = sources.Where(each => each.Left.Count > 0 && each.UnderWay < each.Most).MinBy(each => (double)each.UnderWay / each.Most);
            if (source is null)
            {
                item = default;
                return false;
            }

            source.UnderWay++;
            item = source.Left.Dequeue();
            return true;
        }
    }

    private sealed class Source(Queue<T> left, int most)
    {
        public Queue<T> Left => left;

        public int Most => most;

        public int UnderWay { get; set; }
    }
}
