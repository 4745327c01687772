namespace DataMonitor.Daemon.Demo;

/// <summary>Something that goes wrong in the demo's warehouse on one day and is repaired before the next.</summary>
internal enum DemoFault
{
    None,

    /// <summary>The orders of the day arrive after the morning's checks.</summary>
    LateLoad,

    /// <summary>Half of the orders of the day are missing.</summary>
    HalfLoad,

    /// <summary>A fifth of the new customers have no e-mail address.</summary>
    NullBurst,

    /// <summary>customers.country is called country_code.</summary>
    SchemaChange,

    /// <summary>The payments of the day are loaded twice.</summary>
    DuplicateLoad,

    /// <summary>The churn scores rise; nobody repairs a model over night, so this one stays.</summary>
    DriftingScores,
}

/// <summary>Which fault strikes on which of the demo's days.</summary>
internal static class DemoTimeline
{
    /// <summary>Days that the demo plays, the last one being yesterday.</summary>
    public const int Days = 42;

    private static readonly (int DaysBeforeEnd, DemoFault Fault, string Story)[] Faults =
    [
        (9, DemoFault.HalfLoad, "only half of the orders were loaded"),
        (8, DemoFault.LateLoad, "the orders load came after the checks"),
        (6, DemoFault.NullBurst, "a fifth of the new customers lost their e-mail address"),
        (5, DemoFault.SchemaChange, "customers.country was renamed to country_code"),
        (3, DemoFault.DuplicateLoad, "the payments were loaded twice"),
        (1, DemoFault.DriftingScores, "the churn model began to score higher"),
        (0, DemoFault.DriftingScores, "the churn model still scores higher"),
    ];

    public static DemoFault FaultOn(DateOnly day, DateOnly last) => Find(day, last).Fault;

    /// <returns>What happened on the day, in words, or <see langword="null"/> on an ordinary day.</returns>
    public static string? StoryOf(DateOnly day, DateOnly last) => Find(day, last).Story;

    private static (int DaysBeforeEnd, DemoFault Fault, string Story) Find(DateOnly day, DateOnly last) =>
        Faults.FirstOrDefault(fault => last.DayNumber - day.DayNumber == fault.DaysBeforeEnd);
}
