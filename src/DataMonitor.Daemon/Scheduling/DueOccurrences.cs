using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Occurrences of one dataset that have no row yet.</summary>
/// <param name="Missed">Nobody will run these; every one is older than those in <paramref name="Due"/>, so that storing them first leaves no gap after a crash.</param>
/// <param name="Due">To be run, oldest first, at most <see cref="MostDue"/>.</param>
internal sealed record DueOccurrences(ImmutableArray<Occurrence> Missed, ImmutableArray<Occurrence> Due)
{
    public const int MostDue = 100;

    /// <summary>Looked at in one go; after a longer absence the rest follows with the next tick.</summary>
    public const int MostMissed = 1_000;

    /// <summary>With catch-up 'latest', an occurrence that is older and has a newer one behind it is left out: measuring now says nothing more about then.</summary>
    public static readonly TimeSpan Overtaken = TimeSpan.FromMinutes(1);

    private static readonly DueOccurrences None = new([], []);

    /// <param name="newest">Newest instant of the dataset that has a row; <see langword="null"/> when it never ran: then its last occurrence is due at once, however old.</param>
    public static DueOccurrences Of(string dataset, Schedule schedule, OccurrenceRule rule, DateTimeOffset? newest, DateTimeOffset now)
    {
        if (newest is not { } after)
        {
            return rule.Last(now) is { } last
                ? new([], [new(dataset, last, IsOnTime(last) ? RunTrigger.Schedule : RunTrigger.CatchUp)])
                : None;
        }

        var found = rule.Between(after, now).Take(MostMissed + MostDue).ToArray();
        if (found.Length == MostMissed + MostDue)
        {
            return new([.. found.Take(MostMissed).Select(Missed)], []);
        }

        var late = found.TakeWhile((at, index) => !IsOnTime(at) || (schedule.CatchUp == CatchUp.Latest && index < found.Length - 1 && now - at > Overtaken)).Count();
        var first = schedule.CatchUp switch
        {
            CatchUp.All => 0,
            CatchUp.Latest when late == found.Length => Math.Max(late - 1, 0),
            _ => late,
        };
        first = Math.Max(first, found.Length - MostDue);
        return new(
            [.. found[..first].Select(Missed)],
            [.. found[first..].Select((at, index) => new Occurrence(dataset, at, first + index < late ? RunTrigger.CatchUp : RunTrigger.Schedule))]);

        bool IsOnTime(DateTimeOffset at) => now - at <= schedule.Lateness;
        Occurrence Missed(DateTimeOffset at) => new(dataset, at, RunTrigger.Schedule);
    }
}
