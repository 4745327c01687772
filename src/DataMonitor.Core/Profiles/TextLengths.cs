using DataMonitor.Core.Metrics;

namespace DataMonitor.Core.Profiles;

/// <summary>Lengths of the texts of a column, in characters.</summary>
/// <param name="Count">Texts, at least 1.</param>
public readonly record struct TextLengths(long Count, long Shortest, long Longest, double Mean) : IMetricState<TextLengths>
{
    public TextLengths Merge(TextLengths other)
    {
        var count = Count + other.Count;
        return new(count, Math.Min(Shortest, other.Shortest), Math.Max(Longest, other.Longest), Mean + ((other.Mean - Mean) * other.Count / count));
    }
}
