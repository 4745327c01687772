using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Runs;

/// <summary>One due check of one dataset. Unique on dataset and scheduled instant.</summary>
/// <param name="ScheduledAt">The instant it was due, whole milliseconds, UTC.</param>
/// <param name="Fence">Raised by each claim; a write with an older number is refused.</param>
/// <param name="Problem">Why it errored or was missed.</param>
public sealed record Run(
    Guid Id,
    string Dataset,
    DateTimeOffset ScheduledAt,
    RunTrigger Trigger,
    RunStatus Status,
    long Fence,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Problem);

public enum RunStatus
{
    Queued,
    Running,
    Passed,
    Warned,
    Failed,
    Errored,

    /// <summary>Nobody ran it in time; terminal like the four before.</summary>
    Missed,
}

public enum RunTrigger
{
    Schedule,
    CatchUp,
    Manual,
}

/// <summary>A dataset is due at an instant.</summary>
public readonly record struct Occurrence(string Dataset, DateTimeOffset ScheduledAt, RunTrigger Trigger);

/// <summary>The right to write the outcome of a run, until its lease ends.</summary>
public sealed record Claim(Guid RunId, string Dataset, DateTimeOffset ScheduledAt, RunTrigger Trigger, string Node, long Fence);

/// <summary>What came of a run, ready to be committed.</summary>
/// <param name="Status">A terminal one.</param>
/// <param name="Problem">Why nothing could be measured; <see langword="null"/> otherwise.</param>
/// <param name="Schema">Columns seen, when they were read.</param>
/// <param name="IsSourceDown">The source as a whole did not answer (a <see cref="SourceException"/>): says nothing about any check.</param>
/// <param name="Attempts">How often the source was scanned for it: above 1 after passing trouble of the source.</param>
public sealed record RunReport(
    RunStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    string CatalogHash,
    string? Problem,
    ImmutableArray<CheckResult> Results,
    ImmutableArray<ColumnProfile> Profiles,
    ValueList<ColumnSchema>? Schema,
    ImmutableArray<StatementCost> Statements,
    bool IsSourceDown = false,
    int Attempts = 1)
{
    /// <summary>Earlier partitions that this run measured again; they change neither its status nor any incident.</summary>
    public ImmutableArray<Recheck> Rechecks { get; init; } = [];
}
