using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Core.Alerting;

/// <summary>What one receiver is told at one moment; complete in itself, stored as JSON in the outbox, never rebuilt on a retry.</summary>
/// <param name="GroupKey">Stable name of the thing talked about: <c>{receiver}/{dataset}</c>, or <c>{receiver}/{source}</c> when the source does not answer.</param>
/// <param name="Reason">Why it is told.</param>
/// <param name="Headline">What it is about in a line: <c>[MAJOR] shop/orders: email missing</c>. News of an end repeat the headline of the beginning.</param>
/// <param name="Alerts">What has changed; at least one, firing ones first, the loudest first.</param>
/// <param name="StillFiring">Further incidents of the group that this endpoint was told of earlier and that are still open.</param>
/// <param name="StatusPage">Address of the daemon's status page, or <see langword="null"/>.</param>
public sealed record AlertMessage(
    string Receiver,
    string GroupKey,
    NotifyReason Reason,
    string Headline,
    ValueList<Alert> Alerts,
    int StillFiring,
    Uri? StatusPage,
    DateTimeOffset CreatedAt)
{
    /// <summary>Whether anything of the group is still wrong, told here or earlier.</summary>
    public bool IsFiring => StillFiring > 0 || Alerts.Any(alert => alert.IsFiring);
}

/// <summary>One incident in a message.</summary>
/// <param name="AlertName">What kind of trouble: the check's kind (<c>missing</c>), <c>CheckError</c> or <c>ConnectionDown</c>.</param>
/// <param name="Dataset">Empty when the source as a whole does not answer.</param>
/// <param name="CheckId">Empty when the source as a whole does not answer.</param>
/// <param name="RaisedFrom">The severity that was told before, when this message tells a higher one.</param>
/// <param name="Outcome">Of the run that changed it; Errored also for a source that does not answer.</param>
/// <param name="Owner">Of the dataset whose run changed it.</param>
/// <param name="Observed">As people read it: <c>7.1 %</c>.</param>
/// <param name="Expected">As people read it: <c>at most 2 %</c>.</param>
/// <param name="History">Values of the check, oldest first, the present one last, at most 30; empty when nothing is measured as a number.</param>
/// <param name="LastGoodAt">Scheduled instant of the newest passed result before this incident.</param>
/// <param name="Sql">The statement that measured it, to reproduce; holds no row values.</param>
/// <param name="MatchedRoute">Why the receiver got it, as a clause: <c>it matches owner="crm"</c>.</param>
/// <param name="Thread">The notification that began this endpoint's conversation about the incident; <see langword="null"/> when this one does.</param>
public sealed record Alert(
    Guid IncidentId,
    string AlertName,
    string Dataset,
    string Source,
    string CheckId,
    string Title,
    string? Column,
    Dimension? Dimension,
    Severity Severity,
    Severity? RaisedFrom,
    CheckOutcome Outcome,
    string Owner,
    Tier Tier,
    ValueList<string> Tags,
    string Explanation,
    string? Observed,
    string? Expected,
    long? FailedRows,
    ValueList<PastValue> History,
    DateTimeOffset StartedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? LastGoodAt,
    string? Sql,
    Uri? Runbook,
    string? Description,
    string MatchedRoute,
    Guid? Thread)
{
    public bool IsFiring => ResolvedAt is null;

    /// <summary>The worst segments that did not pass, at most five, where the check is judged per value of a column: only then does a message hold values of rows.</summary>
    public ValueList<SegmentResult> Segments { get; init; } = [];
}

/// <summary>Why a message is sent; logged, counted, part of the body.</summary>
public enum NotifyReason
{
    FirstNotification,
    NewAlertsAdded,

    /// <summary>An incident that was told before has become worse.</summary>
    Escalated,
    SomeAlertsResolved,
    AllAlertsResolved,
    Test,
}
