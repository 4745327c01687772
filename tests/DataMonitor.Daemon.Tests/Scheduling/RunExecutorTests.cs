using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class RunExecutorTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.NewAsync();

    public async ValueTask DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task Execute_SourceAnswers_CommitsResults()
    {
        var run = await store.QueueAsync("shop/orders");

        var evidence = await ExecuteAsync(run, new());

        evidence.ShouldNotBeNull().Report.Status.ShouldBe(RunStatus.Passed);
        (await store.FindAsync(run.Id)).Status.ShouldBe(RunStatus.Passed);
        var state = (await store.Store.NewestAsync("shop/orders", CancellationToken.None)).ShouldNotBeNull();
        state.Results.ShouldHaveSingleItem().Value.ShouldBe(7);
        state.Statements.ShouldHaveSingleItem().Sql.ShouldBe("SELECT 7");
    }

    [Fact]
    public async Task Execute_CheckFails_TellsWithHistoryAndSql()
    {
        await ExecuteAsync(await store.QueueAsync("shop/orders"), new());
        store.Time.Advance(TimeSpan.FromHours(1));
        var run = await store.QueueAsync("shop/orders");

        var evidence = await ExecuteAsync(run, new(), least: 8);

        evidence.ShouldNotBeNull().Report.Status.ShouldBe(RunStatus.Failed);
        var proof = evidence.Checks["volume"];
        proof.Sql.ShouldBe("SELECT 7");
        proof.History.ShouldHaveSingleItem().Value.ShouldBe(7);
        (await store.Store.IncidentsAsync("shop/orders", 10, CancellationToken.None)).ShouldHaveSingleItem().Subject.ShouldBe("volume");
    }

    [Fact]
    public async Task Execute_SourceIsDown_IsErroredWithTheRemedyAndSaysNothingOfTheData()
    {
        var run = await store.QueueAsync("shop/orders");

        var evidence = await ExecuteAsync(run, new(_ => throw new SourceException("shop", "does not answer", "Start it.", isTransient: true)));

        var report = evidence.ShouldNotBeNull().Report;
        report.ShouldSatisfyAllConditions(
            () => report.Status.ShouldBe(RunStatus.Errored),
            () => report.IsSourceDown.ShouldBeTrue(),
            () => report.Problem.ShouldBe("Source 'shop' does not answer. Start it."),
            () => report.Results.ShouldAllBe(result => result.Outcome == CheckOutcome.Errored));
    }

    [Fact]
    public async Task Execute_BugOfOurs_EndsThisRunWithANeutralSentence()
    {
        var run = await store.QueueAsync("shop/orders");

        var evidence = await ExecuteAsync(run, new(_ => throw new KeyNotFoundException("secret detail")));

        var report = evidence.ShouldNotBeNull().Report;
        report.Status.ShouldBe(RunStatus.Errored);
        report.IsSourceDown.ShouldBeFalse();
        report.Results.ShouldHaveSingleItem().Explanation.ShouldContain("Monitor itself failed");
        report.ToString().ShouldNotContain("secret detail");
    }

    [Theory]
    [InlineData(1999, true)]
    [InlineData(2000, false)]
    public async Task Execute_BudgetOfTheDay_RefusesWithTheFigure(long rows, bool isRefused)
    {
        var limits = DatasetLimits.Default with { Budget = new(rows, null, null) };
        var first = new FakeSource { RowsRead = 1000 };
        (await Executor(first, 1, limits: limits).ExecuteAsync((await store.QueueAsync("shop/orders")).Id, CancellationToken.None)).ShouldNotBeNull().Report.Status.ShouldBe(RunStatus.Passed);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var second = new FakeSource();

        var report = (await Executor(second, 1, limits: limits).ExecuteAsync((await store.QueueAsync("shop/orders")).Id, CancellationToken.None)).ShouldNotBeNull().Report;

        (report.Status, second.Scans).ShouldBe(isRefused ? (RunStatus.Errored, 0) : (RunStatus.Passed, 1));
        if (isRefused)
        {
            report.Problem.ShouldNotBeNull().ShouldStartWith("Not measured: it would read about 1,000 rows; the budget of dataset 'shop/orders' is 1,999 rows a day (UTC), of which 1,000 rows are used.");
            report.IsSourceDown.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Execute_ClaimedByAnother_LeavesItAlone()
    {
        var run = await store.QueueAsync("shop/orders");
        await store.Store.ClaimAsync(run.Id, "other", Lease, store.Now, CancellationToken.None);
        var source = new FakeSource();

        (await ExecuteAsync(run, source)).ShouldBeNull();

        source.Scans.ShouldBe(0);
    }

    [Fact]
    public async Task Execute_TakenOverMeanwhile_DropsItsOwnOutcome()
    {
        var run = await store.QueueAsync("shop/orders");
        var source = new FakeSource(async _ =>
        {
            store.Time.Advance(Lease + Lease);
            await store.FinishAsync(run);
        });
        var paused = new FakeTimeProvider(store.Now);

        (await Executor(source, 1, paused).ExecuteAsync(run.Id, CancellationToken.None)).ShouldBeNull();

        (await store.Store.NewestAsync("shop/orders", CancellationToken.None)).ShouldNotBeNull().Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Execute_LongScan_KeepsItsLease()
    {
        var run = await store.QueueAsync("shop/orders");
        var renewed = 0;
        var source = new FakeSource(async cancellationToken =>
        {
            for (var third = 0; third < 9; third++)
            {
                var before = renewed;
                store.Time.Advance(Lease / 3);
                for (var turn = 0; turn < 10_000 && before == renewed; turn++)
                {
                    await Task.Yield();
                    renewed = (await store.Store.WaitingAsync(store.Now, 10, cancellationToken)).IsEmpty ? before + 1 : before;
                }
            }
        });

        (await ExecuteAsync(run, source)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Execute_ProcessStops_GivesTheRunBack()
    {
        var run = await store.QueueAsync("shop/orders");
        using var stop = new CancellationTokenSource();
        var source = new FakeSource(async cancellationToken =>
        {
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        });

        await Should.ThrowAsync<OperationCanceledException>(() => Executor(source, 1).ExecuteAsync(run.Id, stop.Token));

        (await store.FindAsync(run.Id)).Status.ShouldBe(RunStatus.Queued);
        (await ExecuteAsync(run, new())).ShouldNotBeNull();
    }

    [Fact]
    public async Task Execute_DatasetTakenOut_GivesTheRunBack()
    {
        var run = await store.QueueAsync("shop/gone");

        (await ExecuteAsync(run, new())).ShouldBeNull();

        (await store.FindAsync(run.Id)).Status.ShouldBe(RunStatus.Queued);
    }

    private Task<RunEvidence?> ExecuteAsync(Run run, FakeSource source, double least = 1) => Executor(source, least).ExecuteAsync(run.Id, CancellationToken.None);

    /// <param name="clock">Of the executor, where it is not that of the store.</param>
    private RunExecutor Executor(FakeSource source, double least, TimeProvider? clock = null, DatasetLimits? limits = null)
    {
        var time = clock ?? store.Time;
        var catalog = new CurrentCatalog(Datasets.Catalog(Datasets.Of("shop/orders", new Volume(Header(least))) with { Limits = limits ?? DatasetLimits.Default }));
        var measurer = new Measurer(store.Store, store.Store, new(_ => source), time, NullLogger.Instance);
        return new(store.Store, measurer, catalog, "test", Lease, null, time, NullLogger.Instance);
    }

    private static CheckHeader Header(double least) => new(
        "volume",
        "volume",
        "volume",
        null,
        Dimension.Volume,
        null,
        CheckScope.Table,
        new(null, new Comparison(ComparisonOperator.AtLeast, new(least, MetricUnit.Rows))),
        null,
        new("checks/orders.yaml", 4, 5));

    private sealed record Volume(CheckHeader Header) : Check(Header)
    {
        public override ValueList<AggregateRequest> Needs => [Request(new RowCount())];

        public override Expectation? DefaultExpectation => null;

        public override Observation Observe(Measurements measurements, ObservationContext context) =>
            new([new(MetricUnit.Rows, measurements.Count(Needs[0]))], "rows");
    }
}
