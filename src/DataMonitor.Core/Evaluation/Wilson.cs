namespace DataMonitor.Core.Evaluation;

/// <summary>How far a share may lie from the one that was observed.</summary>
/// <remarks>Score interval of Wilson (1927): never leaves [0, 1], and has width where nothing, or everything, was observed.</remarks>
public static class Wilson
{
    /// <summary>Quantile of the normal distribution for 99 %.</summary>
    private const double Z = 2.5758293035489004;

    /// <param name="hits">0 to <paramref name="rows"/>.</param>
    /// <param name="rows">At least 1.</param>
    /// <returns>The 99 % interval.</returns>
    public static (double Lower, double Upper) Interval(long hits, long rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var share = (double)hits / rows;
        var scale = 1 + (Z * Z / rows);
        var middle = (share + (Z * Z / (2d * rows))) / scale;
        var half = Z / scale * Math.Sqrt((share * (1 - share) / rows) + (Z * Z / (4d * rows * rows)));
        return (hits == 0 ? 0 : Math.Max(0, middle - half), hits == rows ? 1 : Math.Min(1, middle + half));
    }
}
