using DataMonitor.Core.Alerting;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

public abstract class OutboxTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task TakeDueAsync_TwoOfOneEndpoint_OnlyTheOldestUnsent()
    {
        var (first, second, other) = (Runs.Notification(), Runs.Notification(), Runs.Notification("webhook[0]"));
        await SendAsync(first, second, other);

        (await TakeAsync()).Select(entry => entry.Notification.Id).ShouldBe([first.Id, other.Id]);
        (await TakeAsync()).ShouldBeEmpty();

        await Store.MarkSentAsync(first.Id, "250 ok", Runs.Noon, Token);
        (await TakeAsync()).Select(entry => entry.Notification.Id).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task TakeDueAsync_Entry_ComesBackAsItWas()
    {
        var notification = Runs.Notification();
        await SendAsync(notification);

        (await TakeAsync()).ShouldBe([new(notification, OutboxState.Pending, 0, Runs.Noon, Runs.Noon, null)]);
    }

    [Fact]
    public async Task TakeDueAsync_NodeDied_ComesBackAfterTheLease()
    {
        await SendAsync(Runs.Notification());
        await TakeAsync();

        (await TakeAsync(Runs.Noon + Runs.Lease - TimeSpan.FromMilliseconds(1))).ShouldBeEmpty();
        (await TakeAsync(Runs.Noon + Runs.Lease)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task TakeDueAsync_HeadWaitsForItsNextAttempt_HoldsTheRestBack()
    {
        var (first, second) = (Runs.Notification(), Runs.Notification());
        await SendAsync(first, second);
        await TakeAsync();
        await Store.MarkFailedAsync(first.Id, "451 try later", Runs.Noon.AddMinutes(5), Runs.Noon, Token);

        (await TakeAsync(Runs.Noon.AddMinutes(4))).ShouldBeEmpty();
        var again = (await TakeAsync(Runs.Noon.AddMinutes(5))).ShouldHaveSingleItem();
        (again.Notification.Id, again.Attempts, again.LastAnswer).ShouldBe((first.Id, 1, "451 try later"));
    }

    [Fact]
    public async Task TakeDueAsync_HeadIsDead_TheNextFollows()
    {
        var (first, second) = (Runs.Notification(), Runs.Notification());
        await SendAsync(first, second);

        await Store.MarkDeadAsync(first.Id, "550 no such user", Runs.Noon, Token);

        (await TakeAsync()).Select(entry => entry.Notification.Id).ShouldBe([second.Id]);
        (await Store.ListAsync(OutboxState.Dead, 10, Token)).ShouldBe([new(first, OutboxState.Dead, 1, Runs.Noon, null, "550 no such user")]);
    }

    [Fact]
    public async Task TakeDueAsync_EightNodesRacing_EachEntryOnce()
    {
        await SendAsync([.. Enumerable.Range(0, 40).Select(number => Runs.Notification($"email[{number}]"))]);
        IStateStore[] stores = [Store, Database.Open()];

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(node =>
            Task.Run(() => stores[node % 2].TakeDueAsync($"node{node}", 10, Runs.Lease, Runs.Noon, Token), Token)));

        var ids = taken.SelectMany(entries => entries).Select(entry => entry.Notification.Id).ToArray();
        ids.ShouldBeUnique();
        (ids.Length + (await TakeAsync()).Count).ShouldBe(40);
    }

    [Fact]
    public async Task MarkFailedAsync_AlreadySent_StaysSent()
    {
        var notification = Runs.Notification();
        await SendAsync(notification);
        await Store.MarkSentAsync(notification.Id, "250 ok", Runs.Noon, Token);

        await Store.MarkFailedAsync(notification.Id, "timeout", Runs.Noon.AddMinutes(1), Runs.Noon, Token);
        await Store.MarkDeadAsync(notification.Id, "gave up", Runs.Noon, Token);

        (await Store.ListAsync(null, 10, Token)).ShouldBe([new(notification, OutboxState.Sent, 1, Runs.Noon, null, "250 ok")]);
    }

    [Fact]
    public async Task ListAsync_ByState_NewestFirst()
    {
        var (first, second, third) = (Runs.Notification(), Runs.Notification(), Runs.Notification());
        await SendAsync(first, second, third);
        await Store.MarkSentAsync(second.Id, "250 ok", Runs.Noon, Token);

        (await Store.ListAsync(OutboxState.Pending, 10, Token)).Select(entry => entry.Notification.Id).ShouldBe([third.Id, first.Id]);
        (await Store.ListAsync(null, 2, Token)).Select(entry => entry.Notification.Id).ShouldBe([third.Id, second.Id]);
    }

    private async Task SendAsync(params Notification[] notifications) => await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(), new([], [.. notifications]));

    private Task<IReadOnlyList<OutboxEntry>> TakeAsync(DateTimeOffset? now = null) => Store.TakeDueAsync("node", 10, Runs.Lease, now ?? Runs.Noon, Token);
}

public sealed class SqliteOutboxTests(SqliteStateDatabase database) : OutboxTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresOutboxTests(PostgresStateDatabase database) : OutboxTests(database), IClassFixture<PostgresStateDatabase>;
