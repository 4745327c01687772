using System.Data.Common;
using DataMonitor.Adapters.State;
using DataMonitor.Core.Runs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DataMonitor.Adapters.Tests.State;

/// <summary>Every statement of the important transactions fails once: each time nothing was written, and trying again writes all of it once.</summary>
public abstract class FaultTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task CompleteAsync_FailsAtCallN_AllOrNothing()
    {
        var claim = await Store.ClaimNewAsync("shop/a", Runs.Noon);
        var consequences = new RunConsequences([Runs.Incident("shop/a"), Runs.Incident("", "$source", Core.Incidents.IncidentKind.SourceDown)], [Runs.Notification(), Runs.Notification()]);
        var calls = await FailAtEachCallAsync(
            faulty => faulty.CompleteAsync(claim, "shop", Runs.FullReport(), _ => consequences, Token),
            async () =>
            {
                (await Store.FindAsync(claim.RunId, Token)).ShouldNotBeNull().Status.ShouldBe(RunStatus.Running);
                (await Store.ValuesAsync("shop/a", "a", Runs.Noon.AddDays(1), 10, Token)).ShouldBeEmpty();
                (await Store.IncidentsAsync(null, 10, Token)).ShouldBeEmpty();
                (await Store.ListAsync(null, 10, Token)).ShouldBeEmpty();
                (await Store.NewestAsync("shop/a", Token)).ShouldBeNull();
            });

        calls.ShouldBeGreaterThan(10);
        (await Store.ValuesAsync("shop/a", "a", Runs.Noon.AddDays(1), 10, Token)).Count.ShouldBe(1);
        (await Store.IncidentsAsync(null, 10, Token)).Length.ShouldBe(2);
        (await Store.ListAsync(null, 10, Token)).Count.ShouldBe(2);
        (await Store.StatisticsAsync(Runs.Noon, Token)).RunsByStatus[RunStatus.Failed].ShouldBe(1);
    }

    [Fact]
    public async Task AddMissedAsync_FailsAtCallN_AllOrNothing()
    {
        var occurrences = Enumerable.Range(0, 600).Select(second => Runs.Due("shop/a", Runs.Noon.AddSeconds(second))).ToArray();

        await FailAtEachCallAsync(
            async faulty => await faulty.AddMissedAsync(occurrences, "Nobody.", Runs.Noon, Token) == 600,
            async () => (await Store.RunsAsync("shop/a", 10, Token)).ShouldBeEmpty());

        (await Store.StatisticsAsync(Runs.Noon, Token)).RunsByStatus[RunStatus.Missed].ShouldBe(600);
    }

    [Fact]
    public async Task ReadAndAdvance_FailAtCallN_NoRunIsSkipped()
    {
        for (var minute = 0; minute < 3; minute++)
        {
            await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(minute), Runs.FullReport());
        }

        var read = new HashSet<Guid>();
        await FailAtEachCallAsync(
            async faulty =>
            {
                for (var entries = await faulty.ReadAsync("influx", 1, Token); !entries.IsEmpty; entries = await faulty.ReadAsync("influx", 1, Token))
                {
                    read.UnionWith(entries.Select(entry => entry.Run.Id));
                    await faulty.AdvanceAsync("influx", entries[^1].Cursor, 0, Token);
                }

                return true;
            },
            () => Task.CompletedTask);

        read.Count.ShouldBe(3);
        (await Store.StatisticsAsync(Database.Time.GetUtcNow(), Token)).Sinks.Single().Behind.ShouldBe(0);
    }

    private protected abstract StateDialect Failing(int call);

    /// <returns>How many calls there are to fail.</returns>
    private async Task<int> FailAtEachCallAsync(Func<IStateStore, Task<bool>> act, Func<Task> nothingHappened)
    {
        for (var call = 1; ; call++)
        {
            await using var faulty = new StateStore(Failing(call), Database.Time);
            try
            {
                (await act(faulty)).ShouldBeTrue();
                return call - 1;
            }
            catch (StateException e)
            {
                e.IsTransient.ShouldBeTrue();
                await nothingHappened();
            }
        }
    }
}

public sealed class SqliteFaultTests(SqliteStateDatabase database) : FaultTests(database), IClassFixture<SqliteStateDatabase>
{
    private protected override StateDialect Failing(int call) => new FailingDialect(((SqliteStateDatabase)Database).Path, call);

    private sealed class FailingDialect(string path, int failing) : SqliteDialect(path)
    {
        private int calls;

        public override DbCommand Command(DbConnection connection, DbTransaction transaction) =>
            ++calls == failing ? throw new SqliteException("database or disk is full", 13) : base.Command(connection, transaction);
    }
}

public sealed class PostgresFaultTests(PostgresStateDatabase database) : FaultTests(database), IClassFixture<PostgresStateDatabase>
{
    private protected override StateDialect Failing(int call) => new FailingDialect(((PostgresStateDatabase)Database).ConnectionString, call);

    private sealed class FailingDialect(string connectionString, int failing) : PostgresDialect(connectionString)
    {
        private int calls;

        public override DbCommand Command(DbConnection connection, DbTransaction transaction) =>
            ++calls == failing ? throw new NpgsqlException("reset by peer", new IOException()) : base.Command(connection, transaction);
    }
}
