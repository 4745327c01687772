using DataMonitor.Core.Alerting;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

public abstract class RetentionTests(StateDatabase database) : StateTests(database)
{
    private static readonly DateTimeOffset Before = Runs.Noon.AddHours(1);

    [Fact]
    public async Task PruneAsync_OldAndNewRuns_RemovesOldOnesWithTheirResults()
    {
        for (var minute = 0; minute < 3; minute++)
        {
            await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(minute), Runs.FullReport());
        }

        await Store.RunAsync("shop/a", Before, Runs.FullReport());

        (await Store.PruneAsync(Before, Token)).ShouldBe(3);

        (await Store.RunsAsync("shop/a", 10, Token)).Select(run => run.ScheduledAt).ShouldBe([Before]);
        (await Store.ValuesAsync("shop/a", "a", DateTimeOffset.MaxValue, 10, Token)).Count.ShouldBe(1);
        (await Store.SchemaAsync("shop/a", Before, Token)).ShouldBeNull();
        (await Store.StatisticsAsync(Before, Token)).RunsByStatus[RunStatus.Failed].ShouldBe(1);
    }

    [Fact]
    public async Task PruneAsync_OldRuns_RemovesTheirSegments()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, Runs.Segmented("a", ("DE", 1))));
        await Store.RunAsync("shop/a", Before, Runs.Report(RunStatus.Failed, Runs.Segmented("a", ("AT", 1))));

        (await Store.PruneAsync(Before, Token)).ShouldBe(1);

        (await Store.SegmentValuesAsync("shop/a", "a", Runs.Segment("DE"), DateTimeOffset.MaxValue, 10, Token)).ShouldBeEmpty();
        (await Store.SegmentValuesAsync("shop/a", "a", Runs.Segment("AT"), DateTimeOffset.MaxValue, 10, Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task PruneAsync_MoreThanOneBatch_RemovesAll()
    {
        await Store.AddMissedAsync([.. Enumerable.Range(0, 1101).Select(second => Runs.Due("shop/a", Runs.Noon.AddSeconds(second)))], "Nobody.", Runs.Noon, Token);

        (await Store.PruneAsync(Before, Token)).ShouldBe(1100, "the newest one is still shown");
        (await Store.StatisticsAsync(Before, Token)).RunsByStatus[RunStatus.Missed].ShouldBe(1);
    }

    [Fact]
    public async Task PruneAsync_NewestRunAndNewestResults_AreKept()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.FullReport());
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report(RunStatus.Errored));

        (await Store.PruneAsync(Before, Token)).ShouldBe(0);

        (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull().Results.Length.ShouldBe(2);
    }

    [Fact]
    public async Task PruneAsync_UnfinishedRuns_AreKept()
    {
        await Store.AddAsync("shop/queued", Runs.Noon);
        await Store.ClaimNewAsync("shop/running", Runs.Noon);

        (await Store.PruneAsync(Before, Token)).ShouldBe(0);

        (await Store.WaitingAsync(Before, 10, Token)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task PruneAsync_SinkIsBehind_KeepsWhatItNeedsUntilItIsForgotten()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report());
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report());
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(2), Runs.Report());
        await Store.AdvanceAsync("influx", (await Store.ReadAsync("influx", 1, Token)).Single().Cursor, 0, Token);

        (await Store.PruneAsync(Before, Token)).ShouldBe(1);
        (await Store.ReadAsync("influx", 10, Token)).Length.ShouldBe(2);

        Database.Time.Advance(TimeSpan.FromDays(8));
        (await Store.PruneAsync(Before, Token)).ShouldBe(1);
    }

    [Fact]
    public async Task PruneAsync_IncidentsAndNotifications_KeepsUnresolvedAndUnsent()
    {
        var open = Runs.Incident("shop/a", "open");
        var resolved = Runs.Incident("shop/a", "resolved") with { ResolvedAt = Runs.Noon };
        var recent = Runs.Incident("shop/a", "recent") with { ResolvedAt = Before };
        Notification[] notifications = [Runs.Notification("sent"), Runs.Notification("dead"), Runs.Notification("pending"), Runs.Notification("late")];
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(), new([open, resolved, recent], [.. notifications]));
        await Store.MarkSentAsync(notifications[0].Id, "250 ok", Runs.Noon, Token);
        await Store.MarkDeadAsync(notifications[1].Id, "550 no", Runs.Noon, Token);
        await Store.MarkSentAsync(notifications[3].Id, "250 ok", Before, Token);

        await Store.PruneAsync(Before, Token);

        (await Store.IncidentsAsync(null, 10, Token)).ShouldBe([open, recent]);
        (await Store.ListAsync(null, 10, Token)).Select(entry => entry.Notification.Endpoint).ShouldBe(["late", "pending"]);
    }

    [Fact]
    public async Task PruneAsync_TwoAtOnce_CountsEachRunOnce()
    {
        await Store.AddMissedAsync([.. Enumerable.Range(0, 1101).Select(second => Runs.Due("shop/a", Runs.Noon.AddSeconds(second)))], "Nobody.", Runs.Noon, Token);
        var other = Database.Open();

        var removed = await Task.WhenAll(Task.Run(() => Store.PruneAsync(Before, Token), Token), Task.Run(() => other.PruneAsync(Before, Token), Token));

        removed.Sum().ShouldBe(1100);
        (await Store.StatisticsAsync(Before, Token)).RunsByStatus[RunStatus.Missed].ShouldBe(1);
    }
}

public sealed class SqliteRetentionTests(SqliteStateDatabase database) : RetentionTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresRetentionTests(PostgresStateDatabase database) : RetentionTests(database), IClassFixture<PostgresStateDatabase>;
