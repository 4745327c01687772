namespace DataMonitor.Daemon.Telemetry;

/// <summary>How long a sink is left alone after a failure.</summary>
internal static class ExportDelay
{
    private const int LongestSeconds = 60;

    /// <summary>1 s doubled with each failure in a row, at most 60 s, and up to half of it taken off so that daemons do not come back together.</summary>
    /// <param name="failures">In a row, at least 1.</param>
    /// <param name="chance">In [0, 1).</param>
    /// <param name="wish">What the sink asked for; never undercut.</param>
    public static TimeSpan After(int failures, double chance, TimeSpan? wish)
    {
        var seconds = failures > 6 ? LongestSeconds : Math.Min(LongestSeconds, 1 << (failures - 1));
        var own = TimeSpan.FromSeconds(seconds * (1 - (chance / 2)));
        return wish > own ? wish.Value : own;
    }
}
