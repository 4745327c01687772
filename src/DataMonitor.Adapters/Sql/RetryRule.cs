using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>How often, and how far apart, a scan is done again whose source was in passing trouble: down, failing over, out of connections, in a deadlock. Each time from the start, in a new snapshot. Pure.</summary>
/// <param name="MostAttempts">With the first one.</param>
/// <param name="FirstPause">Before the second attempt; each further pause is four times as long.</param>
internal sealed record RetryRule(int MostAttempts, TimeSpan FirstPause)
{
    public static RetryRule Default { get; } = new(3, TimeSpan.FromMilliseconds(500));

    /// <param name="attempts">Made so far, at least 1.</param>
    /// <param name="elapsed">Since the first attempt began.</param>
    /// <param name="limit">No attempt begins later than this after the first.</param>
    /// <param name="chance">In [0, 1): the pause is between half and one and a half of its length, so that many scans do not come back at once.</param>
    /// <returns>How long to wait for the next attempt; <see langword="null"/> to give up.</returns>
    public TimeSpan? Pause(SourceException trouble, int attempts, TimeSpan elapsed, TimeSpan limit, double chance)
    {
        var pause = FirstPause * Math.Pow(4, attempts - 1) * (0.5 + chance);
        return trouble.IsTransient && attempts < MostAttempts && elapsed + pause <= limit ? pause : null;
    }
}
