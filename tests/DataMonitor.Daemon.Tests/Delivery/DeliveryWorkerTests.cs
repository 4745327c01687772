using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Delivery;
using DataMonitor.Daemon.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Daemon.Tests.Delivery;

public sealed class DeliveryWorkerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Noon);
    private readonly Outbox outbox = new();
    private readonly CommitSignal commits = new();
    private readonly DaemonMetrics metrics = new("delivery-tests");
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<string>>> answers = [];
    private readonly ChannelCache channels;
    private readonly DeliveryWorker worker;

    public DeliveryWorkerTests()
    {
        var alerts = new AlertConfiguration("crm", [], [new("crm", [Definition("webhook[0]"), Definition("email[0]")], default)]);
        var catalog = new CurrentCatalog(new(
            ImmutableSortedDictionary<string, Dataset>.Empty, ImmutableDictionary<string, SourceDefinition>.Empty, alerts, "hash"));
        channels = new(catalog, definition => new Endpoint(answers[definition.Header.Endpoint]));
        worker = new(outbox, channels, commits, metrics, time, NullLogger<DeliveryWorker>.Instance, "node");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deliver_Accepted_MarksItSent()
    {
        answers["email[0]"] = _ => Task.FromResult("250 queued as 1");
        outbox.Add("email[0]");

        await worker.StartAsync(Cancellation);

        (await outbox.NextEventAsync()).ShouldBe("sent email[0] 250 queued as 1");
    }

    [Fact]
    public async Task Deliver_RefusedForNow_TriesAgainWhenTheOtherSideAsked()
    {
        var attempts = 0;
        answers["email[0]"] = _ => ++attempts == 1
            ? throw new DeliveryException("busy", isTransient: true, TimeSpan.FromMinutes(10))
            : Task.FromResult("accepted");
        outbox.Add("email[0]");
        await worker.StartAsync(Cancellation);

        var failed = await outbox.NextEventAsync();
        outbox.NextAttemptAt.ShouldBeInRange(Noon.AddMinutes(10), Noon.AddMinutes(11));
        time.Advance(TimeSpan.FromMinutes(11));
        commits.Set();

        failed.ShouldBe("failed email[0] busy");
        (await outbox.NextEventAsync()).ShouldBe("sent email[0] accepted");
    }

    [Fact]
    public async Task Deliver_RefusedForGood_IsDead()
    {
        answers["email[0]"] = _ => throw new DeliveryException("no such mailbox", isTransient: false);
        outbox.Add("email[0]");

        await worker.StartAsync(Cancellation);

        (await outbox.NextEventAsync()).ShouldBe("dead email[0] no such mailbox");
    }

    [Fact]
    public async Task Deliver_DayIsOver_IsDead()
    {
        answers["email[0]"] = _ => throw new DeliveryException("busy", isTransient: true);
        outbox.Add("email[0]", createdAt: Noon.AddHours(-23.9), attempts: 30);

        await worker.StartAsync(Cancellation);

        (await outbox.NextEventAsync()).ShouldBe("dead email[0] busy");
    }

    [Fact]
    public async Task Deliver_ChannelWasRemoved_IsDeadWithTheReason()
    {
        outbox.Add("email[7]");

        await worker.StartAsync(Cancellation);

        (await outbox.NextEventAsync()).ShouldBe("dead email[7] Receiver crm has no channel email[7] any more.");
    }

    [Fact]
    public async Task Deliver_DefectInOneChannel_IsDeadAndTheOthersGoOn()
    {
        answers["webhook[0]"] = _ => throw new InvalidOperationException("a defect");
        answers["email[0]"] = _ => Task.FromResult("accepted");
        outbox.Add("webhook[0]");
        outbox.Add("email[0]");

        await worker.StartAsync(Cancellation);

        string[] events = [await outbox.NextEventAsync(), await outbox.NextEventAsync()];
        events.ShouldBe(["dead webhook[0] Monitor could not make a message of this notification; its log says why.", "sent email[0] accepted"], ignoreOrder: true);
    }

    [Fact]
    public async Task Deliver_OneEndpointHangs_DelaysNoOtherAndEndsAfterItsLimit()
    {
        answers["webhook[0]"] = cancellation => Task.Delay(Timeout.Infinite, cancellation).ContinueWith<string>(_ => throw new OperationCanceledException(cancellation), Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        answers["email[0]"] = _ => Task.FromResult("accepted");
        outbox.Add("webhook[0]");
        outbox.Add("email[0]");
        await worker.StartAsync(Cancellation);

        var first = await outbox.NextEventAsync();
        time.Advance(TimeSpan.FromSeconds(45));

        first.ShouldBe("sent email[0] accepted");
        (await outbox.NextEventAsync()).ShouldBe("failed webhook[0] The attempt was given up after 45 seconds.");
    }

    [Fact]
    public async Task Deliver_CommittedWhileWaiting_IsSentWithoutWaitingForTheClock()
    {
        answers["email[0]"] = _ => Task.FromResult("accepted");
        await worker.StartAsync(Cancellation);
        await outbox.AskedAsync();

        outbox.Add("email[0]");
        commits.Set();

        (await outbox.NextEventAsync()).ShouldBe("sent email[0] accepted");
    }

    [Fact]
    public async Task StopAsync_AttemptUnderWay_LetsItFinish()
    {
        var (begun, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        answers["email[0]"] = async _ =>
        {
            begun.SetResult();
            await may.Task;
            return "accepted";
        };
        outbox.Add("email[0]");
        await worker.StartAsync(Cancellation);
        await begun.Task;

        var stopping = worker.StopAsync(Cancellation);
        may.SetResult();
        await stopping;

        (await outbox.NextEventAsync()).ShouldBe("sent email[0] accepted");
    }

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync(CancellationToken.None);
        worker.Dispose();
        channels.Dispose();
        metrics.Dispose();
    }

    private static Stub Definition(string endpoint) => new(new("crm", endpoint, endpoint.Split('[')[0], SendResolved: true, default));

    private sealed record Stub(ChannelHeader Header) : ChannelDefinition(Header);

    private sealed class Endpoint(Func<CancellationToken, Task<string>> answer) : IAlertChannel
    {
        public Task<string> SendAsync(Notification notification, CancellationToken cancellationToken) => answer(cancellationToken);
    }

    /// <summary>An outbox in memory that tells what was done to it.</summary>
    private sealed class Outbox : IOutbox
    {
        private readonly Lock gate = new();
        private readonly Channel<string> events = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Dictionary<Guid, (OutboxEntry Entry, DateTimeOffset DueAt)> waiting = [];

        public DateTimeOffset NextAttemptAt { get; private set; }

        public Task AskedAsync() => asked.Task.WaitAsync(Cancellation);

        public async Task<string> NextEventAsync() => await events.Reader.ReadAsync(Cancellation);

        public void Add(string endpoint, DateTimeOffset? createdAt = null, int attempts = 0)
        {
            var notification = new Notification(Guid.CreateVersion7(), "crm", endpoint, new("crm", "crm/x", NotifyReason.Test, "test", [], 0, null, Noon));
            lock (gate)
            {
                waiting[notification.Id] = (new(notification, OutboxState.Pending, attempts, createdAt ?? Noon, Noon, null), Noon);
            }
        }

        public Task<IReadOnlyList<OutboxEntry>> TakeDueAsync(string node, int limit, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken)
        {
            lock (gate)
            {
                var due = waiting.Values.Where(each => each.DueAt <= now).Select(each => each.Entry).Take(limit).ToArray();
                foreach (var entry in due)
                {
                    waiting[entry.Notification.Id] = (entry, now + lease);
                }

                asked.TrySetResult();
                return Task.FromResult<IReadOnlyList<OutboxEntry>>(due);
            }
        }

        public Task MarkSentAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken) => EndAsync("sent", id, answer);

        public Task MarkDeadAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken) => EndAsync("dead", id, answer);

        public Task MarkFailedAsync(Guid id, string answer, DateTimeOffset nextAttemptAt, DateTimeOffset now, CancellationToken cancellationToken)
        {
            lock (gate)
            {
                NextAttemptAt = nextAttemptAt;
                var entry = waiting[id].Entry;
                waiting[id] = (entry with { Attempts = entry.Attempts + 1 }, nextAttemptAt);
                events.Writer.TryWrite($"failed {entry.Notification.Endpoint} {answer}");
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxState? state, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<OutboxEntry>>([.. waiting.Values.Select(each => each.Entry)]);

        private Task EndAsync(string what, Guid id, string answer)
        {
            lock (gate)
            {
                waiting.Remove(id, out var ended);
                events.Writer.TryWrite($"{what} {ended.Entry.Notification.Endpoint} {answer}");
            }

            return Task.CompletedTask;
        }
    }
}
