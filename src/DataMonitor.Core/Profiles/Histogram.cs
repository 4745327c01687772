using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Profiles;

/// <summary>How many numbers lie between fixed edges, and their sums: enough for distances between two days without reading either again.</summary>
/// <remarks>Edges are chosen once and kept, so that histograms of different runs and partitions add up and compare. NULL, NaN and infinities are in no bin.</remarks>
/// <param name="Edges">Ascending, at least one, at most <see cref="MostBins"/> + 1.</param>
/// <param name="Bins">One more than edges: below the first; [edge, next edge) for each; at or above the last.</param>
public sealed record Histogram(ValueList<double> Edges, ValueList<HistogramBin> Bins)
{
    /// <summary>Bins between the edges; the two open ones beyond come on top.</summary>
    public const int MostBins = 100;

    public long Count => Bins.Sum(bin => bin.Count);

    /// <returns>The sum of both; <see langword="null"/> when their edges differ, as no histogram of both is known then.</returns>
    public Histogram? Merge(Histogram other) => Edges.Equals(other.Edges)
        ? new(Edges, Bins.Zip(other.Bins, (mine, theirs) => new HistogramBin(mine.Count + theirs.Count, mine.Sum + theirs.Sum)).ToValueList())
        : null;

    /// <summary>The value below which a share of the numbers lies, evenly spread within a bin: off by less than the share of that bin.</summary>
    /// <param name="q">In [0, 1].</param>
    /// <param name="minimum">Closes the lower open bin.</param>
    /// <param name="maximum">Closes the upper open bin.</param>
    /// <returns><see langword="null"/> without numbers.</returns>
    public double? Quantile(double q, double minimum, double maximum)
    {
        var wanted = q * Count;
        var below = 0L;
        for (var bin = 0; bin < Bins.Count; bin++)
        {
            var count = Bins[bin].Count;
            if (count > 0 && below + count >= wanted)
            {
                var (low, high) = Bounds(bin, minimum, maximum);
                return low + ((high - low) * Math.Clamp((wanted - below) / count, 0, 1));
            }

            below += count;
        }

        return null;
    }

    /// <returns>About how many numbers lie in each of <paramref name="cells"/> equally wide spans from minimum to maximum.</returns>
    public double[] Density(int cells, double minimum, double maximum)
    {
        var density = new double[cells];
        var width = (maximum - minimum) / cells;
        for (var bin = 0; bin < Bins.Count; bin++)
        {
            var (low, high) = Bounds(bin, minimum, maximum);
            var first = width > 0 ? Math.Clamp((int)((low - minimum) / width), 0, cells - 1) : 0;
            var last = width > 0 ? Math.Clamp((int)((high - minimum) / width), first, cells - 1) : first;
            for (var cell = first; cell <= last; cell++)
            {
                var overlap = Math.Min(high, minimum + (width * (cell + 1))) - Math.Max(low, minimum + (width * cell));
                density[cell] += first == last ? Bins[bin].Count : Bins[bin].Count * Math.Max(0, overlap) / (high - low);
            }
        }

        return density;
    }

    private (double Low, double High) Bounds(int bin, double minimum, double maximum)
    {
        var low = bin == 0 ? minimum : Math.Max(minimum, Edges[bin - 1]);
        var high = bin == Edges.Count ? maximum : Math.Min(maximum, Edges[bin]);
        return (Math.Min(low, high), Math.Max(low, high));
    }
}

/// <param name="Sum">Of the numbers in the bin, in the unit of the column.</param>
public readonly record struct HistogramBin(long Count, double Sum);
