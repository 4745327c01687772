using System.Collections.Immutable;

namespace DataMonitor.Core.Alerting;

/// <summary>When a notification that was not accepted is tried again. Pure.</summary>
public static class RetrySchedule
{
    /// <summary>News older than this help nobody: what is not delivered by then is dead.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly ImmutableArray<TimeSpan> Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
    ];

    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="retryAfter">The other side's wish; up to an hour it is granted.</param>
    /// <param name="chance">In [0, 1): lengthens the wait by up to a tenth, so that many daemons do not knock at once.</param>
    /// <returns><see langword="null"/> when there is no further attempt.</returns>
    public static DateTimeOffset? NextAttempt(int attempts, DateTimeOffset createdAt, DateTimeOffset now, TimeSpan? retryAfter, double chance)
    {
        var delay = attempts <= Delays.Length ? Delays[attempts - 1] : Longest;
        var wish = retryAfter is { } asked && asked > delay ? asked < Longest ? asked : Longest : delay;
        var next = now + (wish * (1 + (0.1 * chance)));
        return next <= createdAt + GiveUpAfter ? next : null;
    }
}
