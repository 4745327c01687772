using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Incidents;

/// <summary>Something is wrong, from its first bad result to its last. Of one dataset, kind and subject at most one is unresolved.</summary>
/// <param name="Dataset">Name of the dataset; empty when the source as a whole does not answer.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Subject">What fails: a check's id, or <see cref="SourceSubject"/>.</param>
/// <param name="Title">What people call it: the name of the check.</param>
/// <param name="Severity">Never sinks while the incident lasts.</param>
/// <param name="Worst">Warned or Failed for data, Errored otherwise; never gets better while the incident lasts.</param>
/// <param name="Explanation">Of the newest result that was looked at.</param>
/// <param name="Streak">Consecutive results of the present kind: bad while pending or open without a good one since, otherwise good. At least 1.</param>
/// <param name="IsRecovering">The streak counts good results.</param>
/// <param name="StartedAt">Instant of the first bad result.</param>
/// <param name="OpenedAt"><see langword="null"/> while pending (fewer bad results than <c>fire_after</c>).</param>
/// <param name="ResolvedAt">An incident that is resolved without having opened was never told to anybody and is shown nowhere.</param>
/// <param name="LastAt">Instant of the newest result that was looked at; older ones change nothing. All instants are scheduled ones, except that a source's are the ends of runs.</param>
/// <param name="Told">Endpoints that were told it is open, and so must be told its end.</param>
public sealed record Incident(
    Guid Id,
    IncidentKind Kind,
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
    DateTimeOffset LastAt,
    ValueList<ToldEndpoint> Told)
{
    public const string SourceSubject = "$source";

    public bool IsOpen => OpenedAt is not null && ResolvedAt is null;

    /// <summary>Whether people ever saw it.</summary>
    public bool HasOpened => OpenedAt is not null;
}

public enum IncidentKind
{
    /// <summary>A check was warned or failed.</summary>
    Data,

    /// <summary>A check could not be measured while its source answered: its column is gone, its SQL is wrong.</summary>
    CheckError,

    /// <summary>The source does not answer: one incident, whatever the number of datasets and checks.</summary>
    SourceDown,
}

/// <param name="Endpoint">Channel of the receiver: <c>email[0]</c>.</param>
/// <param name="Thread">The notification that began the conversation: the first one, or the newest that said it became worse.</param>
/// <param name="Headline">Of that notification.</param>
public readonly record struct ToldEndpoint(string Receiver, string Endpoint, Guid Thread, string Headline);
