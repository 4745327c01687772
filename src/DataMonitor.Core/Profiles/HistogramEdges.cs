using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Profiles;

/// <summary>Chooses the edges of a histogram from a sample, once.</summary>
public static class HistogramEdges
{
    /// <param name="largest">The largest value of each of up to <see cref="Histogram.MostBins"/> equal parts of a sorted sample, ascending.</param>
    /// <param name="isWhole">Whole numbers: the bin of a single value ends at the next whole number.</param>
    /// <returns>Edges between equally full bins; a value that fills more than one part, and each of few values, gets a bin of its own. Empty without a sample.</returns>
    public static ValueList<double> Of(IReadOnlyList<double> largest, bool isWhole)
    {
        var edges = new SortedSet<double>();
        for (var part = 0; part < largest.Count; part++)
        {
            var value = largest[part];
            edges.Add(value);
            if (part > 0 && largest[part - 1] == value)
            {
                edges.Add(After(value, isWhole));
            }
        }

        // Evenly thinned: point bins may have doubled them.
        var all = edges.ToArray();
        var most = Math.Min(all.Length, Histogram.MostBins + 1);
        return Enumerable.Range(0, most).Select(index => all[most == 1 ? 0 : (int)((long)index * (all.Length - 1) / (most - 1))]).ToValueList();
    }

    private static double After(double value, bool isWhole) => isWhole && Math.Abs(value) < 1L << 53 ? value + 1 : Math.BitIncrement(value);
}
