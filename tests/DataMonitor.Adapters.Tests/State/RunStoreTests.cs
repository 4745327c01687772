using DataMonitor.Core.Runs;
using Npgsql;

namespace DataMonitor.Adapters.Tests.State;

public abstract class RunStoreTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task MigrateAsync_Again_ChangesNothing()
    {
        var run = await Store.AddAsync("shop/a", Runs.Noon);

        await Store.MigrateAsync(Token);

        (await Store.FindAsync(run.Id, Token)).ShouldBe(run);
    }

    [Fact]
    public async Task MigrateAsync_TenAtOnce_AllSucceed()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Database.Open().MigrateAsync(Token), Token)));

        (await Store.StatisticsAsync(Runs.Noon, Token)).RunsByStatus.Values.ShouldAllBe(count => count == 0);
    }

    [Fact]
    public async Task AddDueAsync_KnownAndNew_ReturnsOnlyNew()
    {
        await Store.AddAsync("shop/a", Runs.Noon);

        var added = await Store.AddDueAsync([Runs.Due("shop/a", Runs.Noon), Runs.Due("shop/b", Runs.Noon), Runs.Due("shop/b", Runs.Noon)], Runs.Noon, Token);

        added.Select(run => (run.Dataset, run.Status, run.Fence)).ShouldBe([("shop/b", RunStatus.Queued, 0L)]);
    }

    [Fact]
    public async Task AddDueAsync_PartOfMillisecond_IsTheSameOccurrence()
    {
        await Store.AddAsync("shop/a", Runs.Noon);

        (await Store.AddDueAsync([Runs.Due("shop/a", Runs.Noon.AddTicks(9))], Runs.Noon, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AddDueAsync_MoreThanOneStatement_AddsAll()
    {
        var occurrences = Enumerable.Range(0, 1234).Select(number => Runs.Due($"shop/{number}", Runs.Noon)).ToArray();

        (await Store.AddDueAsync(occurrences, Runs.Noon, Token)).Length.ShouldBe(1234);
        (await Store.NewestScheduledAsync(Token)).Count.ShouldBe(1234);
    }

    [Fact]
    public async Task AddDueAsync_TwoStoresRacing_EachOccurrenceOnce()
    {
        var occurrences = Enumerable.Range(0, 400).Select(number => Runs.Due($"shop/{number % 50}", Runs.Noon.AddMinutes(number))).ToArray();
        IStateStore[] stores = [Store, Database.Open(), Database.Open(), Database.Open()];

        var added = await Task.WhenAll(stores.Select((one, index) =>
            Task.Run(() => one.AddDueAsync(index % 2 == 0 ? occurrences : [.. occurrences.Reverse()], Runs.Noon, Token), Token)));

        added.SelectMany(runs => runs).Select(run => (run.Dataset, run.ScheduledAt)).ShouldBe(
            occurrences.Select(occurrence => (occurrence.Dataset, occurrence.ScheduledAt)), ignoreOrder: true);
    }

    [Fact]
    public async Task NewestScheduledAsync_ManualIsNewer_GivesScheduled()
    {
        await Store.AddAsync("shop/a", Runs.Noon, RunTrigger.CatchUp);
        await Store.AddAsync("shop/a", Runs.Noon.AddMinutes(-1));
        await Store.AddAsync("shop/a", Runs.Noon.AddMinutes(1), RunTrigger.Manual);
        await Store.AddAsync("shop/b", Runs.Noon, RunTrigger.Manual);

        (await Store.NewestScheduledAsync(Token)).ShouldBe([KeyValuePair.Create("shop/a", Runs.Noon)]);
    }

    [Fact]
    public async Task AddMissedAsync_KnownAndNew_AddsTerminalRows()
    {
        await Store.AddAsync("shop/a", Runs.Noon);

        var added = await Store.AddMissedAsync(
            [Runs.Due("shop/a", Runs.Noon), Runs.Due("shop/a", Runs.Noon.AddMinutes(2)), Runs.Due("shop/a", Runs.Noon.AddMinutes(1))], "Nobody ran it.", Runs.Noon.AddHours(1), Token);

        added.ShouldBe(2);
        var runs = await Store.RunsAsync("shop/a", 10, Token);
        runs.Select(run => run.Status).ShouldBe([RunStatus.Missed, RunStatus.Missed, RunStatus.Queued]);
        runs[0].Problem.ShouldBe("Nobody ran it.");
        runs[0].FinishedAt.ShouldBe(Runs.Noon.AddHours(1));
        (await Store.NewestScheduledAsync(Token))["shop/a"].ShouldBe(Runs.Noon.AddMinutes(2));
        (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull().Run.ShouldBe(runs[0]);
    }

    [Fact]
    public async Task MissAsync_Queued_Ends()
    {
        var run = await Store.AddAsync("shop/a", Runs.Noon);

        (await Store.MissAsync(run.Id, "Too late.", Runs.Noon.AddHours(1), Token)).ShouldBeTrue();

        (await Store.FindAsync(run.Id, Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Missed);
        (await Store.WaitingAsync(Runs.Noon.AddHours(2), 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task MissAsync_Running_ChangesNothing()
    {
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);

        (await Store.MissAsync(claim.RunId, "Too late.", Runs.Noon, Token)).ShouldBeFalse();
        (await Store.FindAsync(claim.RunId, Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public async Task MissAsync_AfterRelease_OldClaimCannotComplete()
    {
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);
        await Store.ReleaseAsync(claim, Token);
        await Store.MissAsync(claim.RunId, "Too late.", Runs.Noon, Token);

        (await Store.CompleteAsync(claim, "shop", Runs.Report(), _ => RunConsequences.None, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task ClaimAsync_Queued_RunsUnderHigherFence()
    {
        var run = await Store.AddAsync("shop/a", Runs.Noon);

        var claim = await Store.ClaimAsync(run.Id, "node", Runs.Lease, Runs.Noon.AddSeconds(3), Token);

        claim.ShouldBe(new(run.Id, "shop/a", Runs.Noon, RunTrigger.Schedule, "node", 1));
        (await Store.FindAsync(run.Id, Token)).ShouldBe(run with { Status = RunStatus.Running, Fence = 1, StartedAt = Runs.Noon.AddSeconds(3) });
    }

    [Fact]
    public async Task ClaimAsync_Twenty_ExactlyOneWins()
    {
        var run = await Store.AddAsync("shop/a", Runs.Noon);
        var other = Database.Open();

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            Task.Run(() => (number % 2 == 0 ? Store : other).ClaimAsync(run.Id, $"node{number}", Runs.Lease, Runs.Noon, Token), Token)));

        claims.Count(claim => claim is not null).ShouldBe(1);
    }

    [Fact]
    public async Task ClaimAsync_TwentyRunsOfOneDataset_ExactlyOneWins()
    {
        var runs = await Store.AddDueAsync([.. Enumerable.Range(0, 20).Select(minute => Runs.Due("shop/a", Runs.Noon.AddMinutes(minute)))], Runs.Noon, Token);
        var other = Database.Open();

        var claims = await Task.WhenAll(runs.Select((run, number) =>
            Task.Run(() => (number % 2 == 0 ? Store : other).ClaimAsync(run.Id, "node", Runs.Lease, Runs.Noon, Token), Token)));

        claims.Count(claim => claim is not null).ShouldBe(1);
    }

    [Fact]
    public async Task ClaimAsync_LeaseEnded_TakesOver()
    {
        var first = await Store.ClaimNewAsync("shop/a", Runs.Noon);

        (await Store.ClaimAsync(first.RunId, "other", Runs.Lease, Runs.Noon + Runs.Lease - TimeSpan.FromMilliseconds(1), Token)).ShouldBeNull();
        (await Store.ClaimAsync(first.RunId, "other", Runs.Lease, Runs.Noon + Runs.Lease, Token)).ShouldNotBeNull().Fence.ShouldBe(first.Fence + 1);
    }

    [Fact]
    public async Task ClaimAsync_TerminalOrUnknown_Null()
    {
        var done = await Store.RunAsync("shop/a", Runs.Noon, Runs.Report());

        (await Store.ClaimAsync(done.RunId, "node", Runs.Lease, Runs.Noon, Token)).ShouldBeNull();
        (await Store.ClaimAsync(Guid.NewGuid(), "node", Runs.Lease, Runs.Noon, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task RenewAsync_Held_MovesTheLease()
    {
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);

        (await Store.RenewAsync(claim, Runs.Lease, Runs.Noon.AddSeconds(50), Token)).ShouldBeTrue();

        (await Store.ClaimAsync(claim.RunId, "other", Runs.Lease, Runs.Noon.AddSeconds(90), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task RenewAsync_TakenOverOrAnotherRunOfTheDatasetLive_False()
    {
        var taken = await Store.ClaimNewAsync("shop/a", Runs.Noon);
        await Store.ClaimAsync(taken.RunId, "other", Runs.Lease, Runs.Noon.AddMinutes(2), Token);
        var overtaken = await Store.ClaimNewAsync("shop/b", Runs.Noon);
        var next = await Store.AddAsync("shop/b", Runs.Noon.AddMinutes(2));
        (await Store.ClaimAsync(next.Id, "other", Runs.Lease, Runs.Noon.AddMinutes(2), Token)).ShouldNotBeNull();

        (await Store.RenewAsync(taken, Runs.Lease, Runs.Noon.AddMinutes(2), Token)).ShouldBeFalse();
        (await Store.RenewAsync(overtaken, Runs.Lease, Runs.Noon.AddMinutes(2), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task ReleaseAsync_Held_AnotherTakesIt()
    {
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);

        await Store.ReleaseAsync(claim, Token);

        (await Store.WaitingAsync(Runs.Noon, 10, Token)).Select(run => run.Id).ShouldBe([claim.RunId]);
        (await Store.ClaimAsync(claim.RunId, "other", Runs.Lease, Runs.Noon, Token)).ShouldNotBeNull().Fence.ShouldBe(2);
    }

    [Fact]
    public async Task ReleaseAsync_StaleFence_ChangesNothing()
    {
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);
        await Store.ClaimAsync(claim.RunId, "other", Runs.Lease, Runs.Noon.AddMinutes(5), Token);

        await Store.ReleaseAsync(claim, Token);

        (await Store.FindAsync(claim.RunId, Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public async Task WaitingAsync_QueuedAbandonedAndHeld_OldestFirstWithoutHeld()
    {
        var abandoned = await Store.ClaimNewAsync("shop/abandoned", Runs.Noon.AddMinutes(-10));
        var held = await Store.ClaimNewAsync("shop/held", Runs.Noon);
        await Store.AddAsync("shop/held", Runs.Noon.AddSeconds(1));
        var late = await Store.AddAsync("shop/b", Runs.Noon);
        var early = await Store.AddAsync("shop/c", Runs.Noon.AddMinutes(-20));

        (await Store.WaitingAsync(Runs.Noon.AddSeconds(2), 10, Token)).Select(run => run.Id).ShouldBe([early.Id, abandoned.RunId, late.Id]);
        (await Store.WaitingAsync(Runs.Noon.AddSeconds(2), 2, Token)).Select(run => run.Id).ShouldBe([early.Id, abandoned.RunId]);
        held.Fence.ShouldBe(1);
    }
}

public sealed class SqliteRunStoreTests(SqliteStateDatabase database) : RunStoreTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresRunStoreTests(PostgresStateDatabase database) : RunStoreTests(database), IClassFixture<PostgresStateDatabase>
{
    [Fact]
    public async Task ClaimAsync_AnotherRunOfTheDatasetIsJustBeingClaimed_WaitsAndLoses()
    {
        var runs = await Store.AddDueAsync([Runs.Due("shop/a", Runs.Noon), Runs.Due("shop/a", Runs.Noon.AddMinutes(1))], Runs.Noon, Token);
        var postgres = (PostgresStateDatabase)Database;
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Search Path=monitor;Pooling=false");
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var other = connection.CreateCommand();
        other.CommandText = $"""
            SELECT dataset FROM dataset_state WHERE dataset = 'shop/a' FOR UPDATE;
            UPDATE run SET status = 'Running', fence = 1, lease_until = {long.MaxValue} WHERE id = '{runs[0].Id}'
            """;
        await other.ExecuteNonQueryAsync(Token);

        var claiming = Task.Run(() => Store.ClaimAsync(runs[1].Id, "node", Runs.Lease, Runs.Noon, Token), Token);
        await postgres.WaitForBlockedAsync(claiming, Token);
        await transaction.CommitAsync(Token);

        (await claiming).ShouldBeNull();
    }
}
