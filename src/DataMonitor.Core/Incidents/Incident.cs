using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Incidents;

/// <summary>Something is wrong, from its first bad result to its last.</summary>
/// <param name="Subject">What fails: a check's id, or <see cref="SourceSubject"/> when the source of the dataset does not answer (one incident a source, <paramref name="Dataset"/> is then empty).</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Streak">Consecutive results of the present kind: bad while pending or open without a good one since, otherwise good.</param>
/// <param name="IsRecovering">The streak counts good results.</param>
/// <param name="StartedAt">Scheduled instant of the first bad result.</param>
/// <param name="OpenedAt"><see langword="null"/> while pending (fewer bad results than <c>fire_after</c>).</param>
/// <param name="LastAt">Scheduled instant of the newest result that was looked at; older ones change nothing.</param>
public sealed record Incident(
    Guid Id,
    string Dataset,
    string Source,
    string Subject,
    string Title,
    Severity Severity,
    CheckOutcome Worst,
    string Explanation,
    int Streak,
    bool IsRecovering,
    DateTimeOffset StartedAt,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset LastAt)
{
    public const string SourceSubject = "$source";

    public bool IsOpen => OpenedAt is not null && ResolvedAt is null;
}
