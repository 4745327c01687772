using System.Collections.Immutable;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

public abstract class CompletionTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task CompleteAsync_FullReport_EverythingComesBack()
    {
        var report = Runs.FullReport();

        var claim = await Store.RunAsync("shop/a", Runs.Noon, report);

        var state = (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull();
        state.Run.ShouldBe(new(claim.RunId, "shop/a", Runs.Noon, RunTrigger.Schedule, RunStatus.Failed, 1, report.StartedAt, report.FinishedAt, null));
        state.ResultsAt.ShouldBe(Runs.Noon);
        state.Results.ShouldBe(report.Results);
        state.Profiles.ShouldBe(report.Profiles);
        state.Schema.ShouldBe(report.Schema);
        state.Statements.ShouldBe(report.Statements);
        (await Store.SchemaAsync("shop/a", Runs.Noon.AddSeconds(1), Token)).ShouldBe(report.Schema);
        (await Store.SchemaAsync("shop/a", Runs.Noon, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task CompleteAsync_TextThatDatabasesDislike_IsKeptReadable()
    {
        var result = Runs.Result("a", 1) with { Explanation = "nul \0, half \uD83D, whole \U0001F600, 'quoted', @p0, \\ and ; too" };

        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, result));

        (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull().Results.Single().Explanation
            .ShouldBe("nul \uFFFD, half \uFFFD, whole \U0001F600, 'quoted', @p0, \\ and ; too");
    }

    [Fact]
    public async Task CompleteAsync_ManyResults_KeepsTheirOrder()
    {
        ImmutableArray<Core.Checks.CheckResult> results = [.. Enumerable.Range(0, 1200).Select(number => Runs.Result($"check{1200 - number}", number))];

        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, results));

        (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull().Results.ShouldBe(results);
    }

    [Fact]
    public async Task CompleteAsync_StaleFence_WritesNothing()
    {
        var old = await Store.ClaimNewAsync("shop/a", Runs.Noon);
        await Store.ClaimAsync(old.RunId, "other", Runs.Lease, Runs.Noon.AddMinutes(5), Token);

        var accepted = await Store.CompleteAsync(old, "shop", Runs.FullReport(), _ => throw new InvalidOperationException("not asked"), Token);

        accepted.ShouldBeFalse();
        (await Store.FindAsync(old.RunId, Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Running);
        (await Store.ValuesAsync("shop/a", "a", DateTimeOffset.MaxValue, 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CompleteAsync_SameClaimAgain_TrueAndNothingTwice()
    {
        var notification = Runs.Notification();
        var claim = await Store.RunAsync("shop/a", Runs.Noon, Runs.FullReport(), new([], [notification]));

        (await Store.CompleteAsync(claim, "shop", Runs.FullReport(), _ => new([], [Runs.Notification()]), Token)).ShouldBeTrue();

        (await Store.ListAsync(null, 10, Token)).Select(entry => entry.Notification.Id).ShouldBe([notification.Id]);
        (await Store.StatisticsAsync(Runs.Noon, Token)).RunsByStatus[RunStatus.Failed].ShouldBe(1);
    }

    [Fact]
    public async Task CompleteAsync_DecideThrows_WritesNothing()
    {
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);

        await Should.ThrowAsync<InvalidOperationException>(() =>
            Store.CompleteAsync(claim, "shop", Runs.FullReport(), _ => throw new InvalidOperationException("a bug"), Token));

        (await Store.FindAsync(claim.RunId, Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Running);
        (await Store.NewestAsync("shop/a", Token)).ShouldBeNull();
        (await Store.ValuesAsync("shop/a", "a", DateTimeOffset.MaxValue, 10, Token)).ShouldBeEmpty();
        (await Store.CompleteAsync(claim, "shop", Runs.FullReport(), _ => RunConsequences.None, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task CompleteAsync_NotificationKnownAlready_WritesNothing()
    {
        var notification = Runs.Notification();
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(), new([], [notification]));
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon.AddMinutes(1));
        var incident = Runs.Incident("shop/a");

        await Should.ThrowAsync<StateException>(() =>
            Store.CompleteAsync(claim, "shop", Runs.FullReport(), _ => new([incident], [notification]), Token));

        (await Store.FindAsync(claim.RunId, Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Running);
        (await Store.IncidentsAsync(null, 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CompleteAsync_Decide_SeesUnresolvedOfDatasetAndSource()
    {
        var open = Runs.Incident("shop/a");
        var pending = Runs.Incident("shop/a", "pending") with { OpenedAt = null };
        var source = Runs.Incident("", Incident.SourceSubject, IncidentKind.SourceDown);
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(), new([open, pending, source, Runs.Incident("shop/a", "resolved") with { ResolvedAt = Runs.Noon }], []));
        await Store.RunAsync("shop/b", Runs.Noon, Runs.Report(), new([Runs.Incident("shop/b")], []));
        await Store.RunAsync("lake/b", Runs.Noon, Runs.Report(), new([Runs.Incident("", Incident.SourceSubject, IncidentKind.SourceDown) with { Source = "lake" }], []));
        var seen = ImmutableArray<Incident>.Empty;

        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon.AddMinutes(1));
        await Store.CompleteAsync(claim, "shop", Runs.Report(), incidents => Remember(incidents, out seen), Token);

        seen.ShouldBe([open, pending, source], ignoreOrder: true);
    }

    [Fact]
    public async Task CompleteAsync_ChangedIncident_ReplacesTheOld()
    {
        var incident = Runs.Incident("shop/a");
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(), new([incident], []));
        var next = Runs.Incident("shop/a");

        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report(), new([next, incident with { ResolvedAt = Runs.Noon.AddMinutes(1), Streak = 2 }], []));

        (await Store.IncidentsAsync("shop/a", 10, Token)).ShouldBe([next, incident with { ResolvedAt = Runs.Noon.AddMinutes(1), Streak = 2 }]);
    }

    [Fact]
    public async Task CompleteAsync_TwentyDatasetsOfDeadSource_OneIncident()
    {
        var claims = new List<Claim>();
        for (var number = 0; number < 20; number++)
        {
            claims.Add(await Store.ClaimNewAsync($"shop/{number}", Runs.Noon));
        }

        var other = Database.Open();
        await Task.WhenAll(claims.Select((claim, number) => Task.Run(
            () => (number % 2 == 0 ? Store : other).CompleteAsync(claim, "shop", Runs.Report(RunStatus.Errored), OpenOrCount, Token), Token)));

        var incident = (await Store.IncidentsAsync(null, 100, Token)).ShouldHaveSingleItem();
        incident.Streak.ShouldBe(20);
        (await Store.ListAsync(null, 100, Token)).Count.ShouldBe(1);
    }

    private static RunConsequences OpenOrCount(ImmutableArray<Incident> incidents) => incidents switch
    {
        [] => new([Runs.Incident("", Incident.SourceSubject, IncidentKind.SourceDown)], [Runs.Notification()]),
        [var open, ..] => new([open with { Streak = open.Streak + 1 }], []),
    };

    private static RunConsequences Remember(ImmutableArray<Incident> incidents, out ImmutableArray<Incident> seen)
    {
        seen = incidents;
        return RunConsequences.None;
    }
}

public sealed class SqliteCompletionTests(SqliteStateDatabase database) : CompletionTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresCompletionTests(PostgresStateDatabase database) : CompletionTests(database), IClassFixture<PostgresStateDatabase>;
