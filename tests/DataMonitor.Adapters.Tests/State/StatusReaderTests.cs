using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

public abstract class StatusReaderTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task NewestAsync_SeveralDatasets_EachWithItsNewestFinishedRun()
    {
        await Store.RunAsync("shop/b", Runs.Noon.AddMinutes(1), Runs.Report(RunStatus.Failed, Runs.Result("a", 1)));
        await Store.RunAsync("shop/b", Runs.Noon, Runs.Report(RunStatus.Passed, Runs.Result("a", 0)));
        await Store.RunAsync("shop/a", Runs.Noon, Runs.FullReport());
        await Store.AddAsync("shop/a", Runs.Noon.AddMinutes(1));
        await Store.AddAsync("shop/never", Runs.Noon);

        var states = await Store.NewestAsync(Token);

        states.Select(state => (state.Dataset, state.Run.Status, state.ResultsAt)).ShouldBe(
            [("shop/a", RunStatus.Failed, Runs.Noon), ("shop/b", RunStatus.Failed, Runs.Noon.AddMinutes(1))]);
        states[0].Results.ShouldBe(Runs.FullReport().Results);
        states[1].Results.Single().Value.ShouldBe(1);
    }

    [Fact]
    public async Task NewestAsync_NewestErroredThenMissed_KeepsTheLastResults()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.FullReport());
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report(RunStatus.Errored));

        (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull().Run.Status.ShouldBe(RunStatus.Errored);
        await Store.AddMissedAsync([Runs.Due("shop/a", Runs.Noon.AddMinutes(2))], "Nobody ran it.", Runs.Noon.AddHours(1), Token);

        var state = (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull();
        state.Run.Status.ShouldBe(RunStatus.Missed);
        state.ResultsAt.ShouldBe(Runs.Noon);
        state.Results.ShouldBe(Runs.FullReport().Results);
        state.Schema.ShouldBe(Runs.FullReport().Schema);
    }

    [Fact]
    public async Task NewestAsync_OnlyMissed_HasNoResults()
    {
        await Store.AddMissedAsync([Runs.Due("shop/a", Runs.Noon)], "Nobody ran it.", Runs.Noon.AddHours(1), Token);

        var state = (await Store.NewestAsync(Token)).ShouldHaveSingleItem();

        state.ResultsAt.ShouldBeNull();
        state.Results.ShouldBeEmpty();
        (await Store.NewestAsync("shop/b", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task NewestAsync_PassedWithoutChecks_HidesOlderResults()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.FullReport());
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report());

        (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull().Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task RecentRunsAsync_SeveralDatasets_NewestFinishedOfEach()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(minute), Runs.Report());
        }

        await Store.AddAsync("shop/a", Runs.Noon.AddMinutes(9));
        await Store.RunAsync("shop/b", Runs.Noon, Runs.Report());
        await Store.AddAsync("shop/c", Runs.Noon);

        var recent = await Store.RecentRunsAsync(3, Token);

        recent.Keys.Order(StringComparer.Ordinal).ShouldBe(["shop/a", "shop/b"]);
        recent["shop/a"].Select(run => run.ScheduledAt).ShouldBe([Runs.Noon.AddMinutes(4), Runs.Noon.AddMinutes(3), Runs.Noon.AddMinutes(2)]);
        recent["shop/b"].Length.ShouldBe(1);
    }

    [Fact]
    public async Task RunsAsync_Limit_NewestFirst()
    {
        await Store.AddDueAsync([Runs.Due("shop/a", Runs.Noon), Runs.Due("shop/a", Runs.Noon.AddMinutes(1)), Runs.Due("shop/a", Runs.Noon.AddMinutes(2))], Runs.Noon, Token);

        (await Store.RunsAsync("shop/a", 2, Token)).Select(run => run.ScheduledAt).ShouldBe([Runs.Noon.AddMinutes(2), Runs.Noon.AddMinutes(1)]);
    }

    [Fact]
    public async Task IncidentsAsync_OpenResolvedAndNeverOpened_OpenOnesFirst()
    {
        var older = Runs.Incident("shop/a", "older") with { OpenedAt = Runs.Noon.AddMinutes(-5) };
        var newer = Runs.Incident("shop/a", "newer");
        var resolved = Runs.Incident("shop/a", "resolved") with { ResolvedAt = Runs.Noon };
        var longAgo = Runs.Incident("shop/a", "longAgo") with { ResolvedAt = Runs.Noon.AddDays(-1) };
        var pending = Runs.Incident("shop/a", "pending") with { OpenedAt = null };
        var never = Runs.Incident("shop/a", "never") with { OpenedAt = null, ResolvedAt = Runs.Noon };
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(), new([older, newer, resolved, longAgo, pending, never], []));
        var source = Runs.Incident("", Incident.SourceSubject, IncidentKind.SourceDown) with { OpenedAt = Runs.Noon.AddMinutes(1) };
        await Store.RunAsync("shop/b", Runs.Noon, Runs.Report(), new([source], []));

        (await Store.IncidentsAsync("shop/a", 10, Token)).ShouldBe([newer, older, resolved, longAgo]);
        (await Store.IncidentsAsync(null, 4, Token)).ShouldBe([source, newer, older, resolved]);
    }

    [Fact]
    public async Task StatisticsAsync_OneOfEach_CountsAll()
    {
        await Store.AddAsync("shop/queued", Runs.Noon);
        await Store.ClaimNewAsync("shop/running", Runs.Noon);
        await Store.RunAsync("shop/passed", Runs.Noon, Runs.Report(), new([], [Runs.Notification("email[0]"), Runs.Notification("email[1]")]));
        await Store.RunAsync("shop/failed", Runs.Noon, Runs.Report(RunStatus.Failed));
        await Store.AddMissedAsync([Runs.Due("shop/missed", Runs.Noon), Runs.Due("shop/missed", Runs.Noon.AddMinutes(1))], "Nobody.", Runs.Noon, Token);
        var late = await Store.AddAsync("shop/late", Runs.Noon);
        await Store.MissAsync(late.Id, "Too late.", Runs.Noon, Token);
        var first = (await Store.TakeDueAsync("node", 1, Runs.Lease, Runs.Noon, Token)).Single();
        await Store.MarkDeadAsync(first.Notification.Id, "550 no such user", Runs.Noon, Token);

        var statistics = await Store.StatisticsAsync(Runs.Noon, Token);

        statistics.RunsByStatus.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)).ShouldBe(
            [(RunStatus.Queued, 1L), (RunStatus.Running, 1), (RunStatus.Passed, 1), (RunStatus.Warned, 0), (RunStatus.Failed, 1), (RunStatus.Errored, 0), (RunStatus.Missed, 3)]);
        statistics.PendingNotifications.ShouldBe(1);
        statistics.DeadNotifications.ShouldBe(1);
        statistics.OldestPending.ShouldBe(Runs.Noon);
        statistics.Sinks.ShouldBeEmpty();
    }
}

public sealed class SqliteStatusReaderTests(SqliteStateDatabase database) : StatusReaderTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresStatusReaderTests(PostgresStateDatabase database) : StatusReaderTests(database), IClassFixture<PostgresStateDatabase>;
