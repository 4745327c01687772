using System.Collections.Concurrent;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Delivery;

/// <summary>Carries the outbox to its channels. Endpoints are served side by side, so that one that hangs delays no other.</summary>
/// <param name="node">Name of this daemon, unique among those that share the store.</param>
internal sealed class DeliveryWorker(
    IOutbox outbox,
    ChannelCache channels,
    CommitSignal commits,
    DaemonMetrics metrics,
    TimeProvider time,
    ILogger<DeliveryWorker> logger,
    string node) : BackgroundService
{
    private const int MostAtOnce = 64;
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Task> underway = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        try
        {
            while (true)
            {
                var next = commits.Next;
                await TakeAsync(abort.Token, stoppingToken);
                await WaitAsync(next, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            abort.CancelAfter(Grace); // what is half sent may finish: sending it again would tell people twice
            await Task.WhenAll(underway.Values);
        }
    }

    private async Task TakeAsync(CancellationToken abort, CancellationToken stoppingToken)
    {
        var room = MostAtOnce - underway.Count;
        if (room == 0)
        {
            return;
        }

        try
        {
            foreach (var entry in await outbox.TakeDueAsync(node, room, Lease, time.GetUtcNow(), stoppingToken))
            {
                underway[entry.Notification.Id] = DeliverAsync(entry, abort);
            }
        }
        catch (StateException e)
        {
            logger.OutboxUnreachable(e);
        }

        foreach (var id in underway.Where(attempt => attempt.Value.IsCompleted).Select(attempt => attempt.Key))
        {
            underway.TryRemove(id, out _);
        }
    }

    /// <summary>Until something was committed, an attempt has ended, or a second has passed.</summary>
    private async Task WaitAsync(Task commit, CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny([commit, Task.Delay(Pause, time, over.Token), .. underway.Values.Where(attempt => !attempt.IsCompleted)]);
        await over.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private async Task DeliverAsync(OutboxEntry entry, CancellationToken abort)
    {
        await Task.Yield(); // a channel that works before its first await holds up nobody
        var (id, receiver, endpoint, _) = entry.Notification;
        try
        {
            var answer = await AttemptAsync(entry.Notification, abort);
            await outbox.MarkSentAsync(id, answer, time.GetUtcNow(), CancellationToken.None);
            logger.Delivered(receiver, endpoint, id, answer);
            metrics.NotificationAttempted(KindOf(endpoint), NotificationOutcome.Sent);
        }
        catch (DeliveryException e)
        {
            await FailAsync(entry, e);
        }
        catch (StateException e)
        {
            logger.OutboxUnreachable(e);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            await ReturnAsync(id);
        }
    }

    private async Task<string> AttemptAsync(Notification notification, CancellationToken abort)
    {
        var channel = channels.Find(notification.Receiver, notification.Endpoint)
            ?? throw new DeliveryException($"Receiver {notification.Receiver} has no channel {notification.Endpoint} any more.", isTransient: false);
        using var limit = new CancellationTokenSource(AttemptLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, abort);
        try
        {
            return await channel.SendAsync(notification, either.Token);
        }
        catch (OperationCanceledException e) when (!abort.IsCancellationRequested)
        {
            throw new DeliveryException("The attempt was given up after 45 seconds.", isTransient: true, cause: e);
        }
        catch (Exception e) when (e is not (DeliveryException or OperationCanceledException))
        {
            // A defect of ours in one message must not stop the others, and would only repeat itself.
            throw new DeliveryException("Monitor could not make a message of this notification; its log says why.", isTransient: false, cause: e);
        }
    }

    private async Task FailAsync(OutboxEntry entry, DeliveryException problem)
    {
        var (id, receiver, endpoint, _) = entry.Notification;
        var now = time.GetUtcNow();
        var next = problem.IsTransient ? RetrySchedule.NextAttempt(entry.Attempts + 1, entry.CreatedAt, now, problem.RetryAfter, Chance()) : null;
        metrics.NotificationAttempted(KindOf(endpoint), next is null ? NotificationOutcome.Dead : NotificationOutcome.Failed);
        try
        {
            if (next is { } due)
            {
                logger.NotDelivered(receiver, endpoint, id, problem.Message, due);
                await outbox.MarkFailedAsync(id, problem.Message, due, now, CancellationToken.None);
            }
            else
            {
                logger.GivenUp(receiver, endpoint, id, problem.Message, problem);
                await outbox.MarkDeadAsync(id, problem.Message, now, CancellationToken.None);
            }
        }
        catch (StateException e)
        {
            logger.OutboxUnreachable(e);
        }
    }

    /// <summary>Gives up the lease, so that the next daemon need not wait for its end.</summary>
    private async Task ReturnAsync(Guid id)
    {
        try
        {
            await outbox.MarkFailedAsync(id, "The daemon stopped during the attempt.", time.GetUtcNow(), time.GetUtcNow(), CancellationToken.None);
        }
        catch (StateException e)
        {
            logger.OutboxUnreachable(e);
        }
    }

    /// <returns>The kind of channel that an endpoint such as <c>email[0]</c> is named after.</returns>
    private static string KindOf(string endpoint) => endpoint.Split('[')[0];

#pragma warning disable CA5394 // spreads load, guards nothing
    private static double Chance() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
