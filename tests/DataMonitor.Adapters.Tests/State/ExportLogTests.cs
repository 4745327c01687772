using DataMonitor.Core.Runs;
using Npgsql;

namespace DataMonitor.Adapters.Tests.State;

public abstract class ExportLogTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task ReadAsync_FullReport_ComesBackAsItWas()
    {
        var report = Runs.FullReport() with { IsSourceDown = true, Problem = "The source did not answer." };
        var claim = await Store.RunAsync("shop/a", Runs.Noon, report);

        var entry = (await Store.ReadAsync("influx", 10, Token)).ShouldHaveSingleItem();

        entry.Run.ShouldBe(await Store.FindAsync(claim.RunId, Token));
        (entry.Report with { Results = report.Results, Profiles = report.Profiles, Statements = report.Statements, Rechecks = report.Rechecks }).ShouldBe(report);
        entry.Report.Results.ShouldBe(report.Results);
        entry.Report.Rechecks.ShouldBe(report.Rechecks);
        entry.Report.Profiles.ShouldBe(report.Profiles);
        entry.Report.Statements.ShouldBe(report.Statements);
    }

    [Fact]
    public async Task ReadAsync_InSteps_EveryFinishedRunOnceInOrderOfCommit()
    {
        var first = await Store.RunAsync("shop/b", Runs.Noon, Runs.Report());
        await Store.AddMissedAsync([Runs.Due("shop/c", Runs.Noon), Runs.Due("shop/d", Runs.Noon), Runs.Due("shop/e", Runs.Noon)], "Nobody.", Runs.Noon, Token);
        var late = await Store.AddAsync("shop/f", Runs.Noon);
        await Store.MissAsync(late.Id, "Too late.", Runs.Noon, Token);
        var last = await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, Runs.Result("a", 1)));
        await Store.AddAsync("shop/queued", Runs.Noon);

        var read = new List<ExportEntry>();
        for (var entries = await Store.ReadAsync("influx", 2, Token); !entries.IsEmpty; entries = await Store.ReadAsync("influx", 2, Token))
        {
            read.AddRange(entries);
            await Store.AdvanceAsync("influx", entries[^1].Cursor, 0, Token);
        }

        read.Select(entry => entry.Run.Dataset).ShouldBe(["shop/b", "shop/c", "shop/d", "shop/e", "shop/f", "shop/a"]);
        read.Select(entry => entry.Report.Results.Length).ShouldBe([0, 0, 0, 0, 0, 1]);
        (read[0].Run.Id, read[^1].Run.Id).ShouldBe((first.RunId, last.RunId));
    }

    [Fact]
    public async Task ReadAsync_WritersAndReaderAtOnce_NothingSkipped()
    {
        var stores = new[] { Store, Database.Open() };
        var writing = Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
            async () =>
            {
                for (var minute = 0; minute < 15; minute++)
                {
                    await stores[writer % 2].RunAsync($"shop/{writer}", Runs.Noon.AddMinutes(minute), Runs.Report());
                }
            },
            Token)));
        var read = new List<Guid>();
        var ended = false;
        while (!ended)
        {
            ended = writing.IsCompleted;
            var entries = await stores[1].ReadAsync("influx", 7, Token);
            read.AddRange(entries.Select(entry => entry.Run.Id));
            if (!entries.IsEmpty)
            {
                await Store.AdvanceAsync("influx", entries[^1].Cursor, 0, Token);
                ended = false;
            }
        }

        await writing;
        read.ShouldBeUnique();
        read.Count.ShouldBe(90);
    }

    [Fact]
    public async Task AdvanceAsync_OldCursor_NeverGoesBack()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report());
        await Store.RunAsync("shop/b", Runs.Noon, Runs.Report());
        var entries = await Store.ReadAsync("influx", 10, Token);
        await Store.AdvanceAsync("influx", entries[1].Cursor, 2, Token);

        await Store.AdvanceAsync("influx", entries[0].Cursor, 3, Token);

        (await Store.ReadAsync("influx", 10, Token)).ShouldBeEmpty();
        (await Store.StatisticsAsync(Runs.Noon, Token)).Sinks.ShouldBe([new("influx", 0, null, 5, null)]);
    }

    [Fact]
    public async Task AdvanceAsync_NoCursorOfOurs_Refused() =>
        await Should.ThrowAsync<ArgumentException>(() => Store.AdvanceAsync("influx", "tomorrow", 0, Token));

    [Fact]
    public async Task ReportAsync_ThenNull_ShowsAndForgets()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report());
        await Store.ReportAsync("influx", "answered 401", Token);
        (await Store.StatisticsAsync(Runs.Noon, Token)).Sinks.ShouldBe([new("influx", 1, Runs.Noon.AddSeconds(2), 0, "answered 401")]);

        await Store.ReportAsync("influx", null, Token);

        (await Store.StatisticsAsync(Runs.Noon, Token)).Sinks.Single().LastProblem.ShouldBeNull();
    }

    [Fact]
    public async Task StatisticsAsync_SinkLeftTheConfiguration_IsForgotten()
    {
        await Store.ReadAsync("old", 10, Token);
        Database.Time.Advance(TimeSpan.FromDays(6));
        await Store.ReadAsync("influx", 10, Token);
        Database.Time.Advance(TimeSpan.FromDays(2));

        (await Store.StatisticsAsync(Database.Time.GetUtcNow(), Token)).Sinks.Select(sink => sink.Sink).ShouldBe(["influx"]);
    }
}

public sealed class SqliteExportLogTests(SqliteStateDatabase database) : ExportLogTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresExportLogTests(PostgresStateDatabase database) : ExportLogTests(database), IClassFixture<PostgresStateDatabase>
{
    [Fact]
    public async Task ReadAsync_CompletionHeldOpen_ComesAfterTheOthersAndIsNotSkipped()
    {
        var slow = await Store.ClaimNewAsync("shop/slow", Runs.Noon);
        using var deciding = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var completing = Task.Run(() => Store.CompleteAsync(slow, "shop", Runs.Report(), _ => Held(deciding, goOn), Token), Token);
        await deciding.WaitAsync(Token);

        var quick = await Store.RunAsync("shop/quick", Runs.Noon, Runs.Report());
        var first = (await Store.ReadAsync("influx", 10, Token)).ShouldHaveSingleItem();
        await Store.AdvanceAsync("influx", first.Cursor, 0, Token);
        goOn.Release();
        await completing;

        first.Run.Id.ShouldBe(quick.RunId);
        (await Store.ReadAsync("influx", 10, Token)).ShouldHaveSingleItem().Run.Id.ShouldBe(slow.RunId);
    }

    [Fact]
    public async Task CompleteAsync_AnotherHoldsTheLastPlace_WaitsForItsEnd()
    {
        await using var connection = new NpgsqlConnection(((PostgresStateDatabase)Database).ConnectionString + ";Search Path=monitor;Pooling=false");
        await connection.OpenAsync(Token);
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);
        Task<bool> completing;
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await using var place = connection.CreateCommand();
            Database.Dialect().CommitPosition.WriteTo(place, Database.Dialect());
            await place.ExecuteScalarAsync(Token);
            completing = Task.Run(() => Store.CompleteAsync(claim, "shop", Runs.Report(), _ => RunConsequences.None, Token), Token);
            await ((PostgresStateDatabase)Database).WaitForBlockedAsync(completing, Token);

            (await Store.ReadAsync("influx", 10, Token)).ShouldBeEmpty();
            await transaction.CommitAsync(Token);
        }

        (await completing).ShouldBeTrue();
        (await Store.ReadAsync("influx", 10, Token)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task ReadAsync_LongTransactionOfSomebodyElse_DoesNotStopTheExport()
    {
        await using var connection = new NpgsqlConnection(TestServer.Postgres + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT pg_current_xact_id()";
        await command.ExecuteScalarAsync(Token);

        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report());

        (await Store.ReadAsync("influx", 10, Token)).Length.ShouldBe(1);
    }

    private static RunConsequences Held(SemaphoreSlim deciding, SemaphoreSlim goOn)
    {
        deciding.Release();
        goOn.Wait(Token);
        return RunConsequences.None;
    }
}
