namespace DataMonitor.Core.Alerting;

/// <summary>A message on its way to one endpoint of a receiver: a row of the outbox.</summary>
/// <param name="Id">Stays the same over retries: the <c>webhook-id</c>, the Message-ID of the mail.</param>
/// <param name="Endpoint">Which channel of the receiver: <c>email[0]</c>.</param>
public sealed record Notification(Guid Id, string Receiver, string Endpoint, AlertMessage Message);

/// <param name="Attempts">Attempts made so far.</param>
/// <param name="NextAttemptAt"><see langword="null"/> when it is sent or dead.</param>
public sealed record OutboxEntry(
    Notification Notification,
    OutboxState State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    string? LastAnswer);

public enum OutboxState
{
    Pending,
    Sent,
    Dead,
}

/// <summary>Notifications that were committed with their cause and wait to be delivered.</summary>
public interface IOutbox
{
    /// <summary>Takes entries that are due, so that no other node takes them until the lease ends.</summary>
    /// <returns>Oldest first; of one endpoint only the oldest unsent one, so that order is kept.</returns>
    Task<IReadOnlyList<OutboxEntry>> TakeDueAsync(string node, int limit, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken);

    Task MarkSentAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken);

    Task MarkFailedAsync(Guid id, string answer, DateTimeOffset nextAttemptAt, DateTimeOffset now, CancellationToken cancellationToken);

    Task MarkDeadAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken);

    /// <returns>Newest first.</returns>
    Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxState? state, int limit, CancellationToken cancellationToken);
}
