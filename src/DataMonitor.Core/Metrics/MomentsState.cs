namespace DataMonitor.Core.Metrics;

/// <summary>Count, mean and spread of the values of a numeric column.</summary>
/// <remarks>Pairwise update of Chan, Golub and LeVeque (1979): stays accurate when the mean is far from 0.</remarks>
/// <param name="Count">Values, at least 0.</param>
/// <param name="Mean">In the unit of the column; 0 without values.</param>
/// <param name="M2">Sum of squared deviations from <paramref name="Mean"/>, in the squared unit.</param>
public readonly record struct MomentsState(long Count, double Mean, double M2) : IMetricState<MomentsState>
{
    /// <summary>That of a sample (divisor n − 1); <see langword="null"/> below two values.</summary>
    public double? StandardDeviation => Count < 2 ? null : Math.Sqrt(M2 / (Count - 1));

    /// <param name="standardDeviation">That of a sample; <see langword="null"/> below two values.</param>
    public static MomentsState Of(long count, double mean, double? standardDeviation) =>
        new(count, count == 0 ? 0 : mean, standardDeviation is { } spread ? spread * spread * (count - 1) : 0);

    public MomentsState Merge(MomentsState other)
    {
        var count = Count + other.Count;
        var share = (double)other.Count / Math.Max(count, 1);
        var delta = other.Mean - Mean;
        return new(count, Mean + (delta * share), M2 + other.M2 + (delta * delta * Count * share));
    }
}
