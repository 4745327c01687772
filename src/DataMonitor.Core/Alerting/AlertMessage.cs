using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Core.Alerting;

/// <summary>What one receiver is told at one moment; complete in itself, stored as JSON in the outbox, never rebuilt on a retry.</summary>
/// <param name="GroupKey">Stable name of the thing talked about: <c>{receiver}/{dataset}</c>.</param>
/// <param name="Reason">Why it is told.</param>
/// <param name="Alerts">At least one.</param>
/// <param name="StatusPage">Address of the daemon's status page, or <see langword="null"/>.</param>
public sealed record AlertMessage(
    string Receiver,
    string GroupKey,
    NotifyReason Reason,
    ValueList<Alert> Alerts,
    Uri? StatusPage,
    DateTimeOffset CreatedAt)
{
    public bool IsFiring => Alerts.Any(alert => alert.ResolvedAt is null);
}

/// <summary>One incident in a message.</summary>
/// <param name="Observed">As people read it: <c>7.1 %</c>.</param>
/// <param name="Expected">As people read it: <c>at most 2 %</c>.</param>
/// <param name="History">Past values of the check, oldest first, at most 30.</param>
/// <param name="LastGoodAt">Scheduled instant of the newest passed result before this incident.</param>
/// <param name="Sql">The statement that measured it, to reproduce; holds no row values.</param>
/// <param name="MatchedRoute">Why the receiver got it: the matchers of the route.</param>
public sealed record Alert(
    Guid IncidentId,
    string Dataset,
    string Source,
    string CheckId,
    string Title,
    string? Column,
    Dimension? Dimension,
    Severity Severity,
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
    string MatchedRoute);

/// <summary>Why a message is sent; logged, counted, part of the body.</summary>
public enum NotifyReason
{
    FirstNotification,
    NewAlertsAdded,
    SomeAlertsResolved,
    AllAlertsResolved,
    Test,
}
