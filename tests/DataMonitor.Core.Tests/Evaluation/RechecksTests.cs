using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Tests.Checks;

namespace DataMonitor.Core.Tests.Evaluation;

/// <summary>Daily partitions in Berlin, ready after three hours; the occurrence is Monday, 23 November 2026, at 12:00 UTC.</summary>
public sealed class RechecksTests
{
    private static readonly Check Volume = CheckBench.Read("volume", """{"expect": ">= 100 rows"}""");

    private static readonly Dataset Daily = CheckBench.DailyOrders with
    {
        Partition = CheckBench.DailyOrders.Partition! with { Recheck = [TimeSpan.FromDays(2), TimeSpan.FromDays(1), TimeSpan.FromHours(1)] },
        Checks = [Volume],
    };

    [Fact]
    public async Task Measure_PartitionsThatClosedBefore_AreMeasuredOnceEachAndJudgedAgain()
    {
        var source = new Counting();
        var history = Measured(scheduledAt => scheduledAt.Day == 22 ? 90 : null);

        var again = await Rechecks.MeasureAsync(source, Daily, history, CheckBench.Noon, CheckBench.Noon, TestContext.Current.CancellationToken);

        // One day and two days before; an hour before it was the partition that this run measures anyway.
        source.Windows.Select(window => window.Start).ShouldBe([At(20, 23), At(19, 23)]);
        again.Statements.Length.ShouldBe(2);
        again.Rechecks.Select(recheck => recheck.PartitionStart).ShouldBe([At(20, 23), At(19, 23)]);
        var newest = again.Rechecks[0];
        (newest.PartitionEnd, newest.FirstValue, newest.Result.Value, newest.Result.Outcome).ShouldBe((At(21, 23), 90, 41_210, CheckOutcome.Passed));
        newest.ScheduledAt.ShouldBe(At(22, 12));
        newest.FirstMeasuredAt.ShouldBe(At(22, 12).AddSeconds(5));
        newest.MeasuredAt.ShouldBe(CheckBench.Noon);
        newest.Result.Explanation.ShouldBe("on 2026-11-21, measured again: 41,210 rows (first 90 rows).");
        again.Rechecks[1].Result.Explanation.ShouldBe("on 2026-11-20, measured again: 41,210 rows (first not measured).");
    }

    [Fact]
    public async Task Measure_PartitionThatNobodyMeasured_IsLeftAlone()
    {
        var source = new Counting();

        var again = await Rechecks.MeasureAsync(source, Daily, new FakeHistory(), CheckBench.Noon, CheckBench.Noon, TestContext.Current.CancellationToken);

        again.Rechecks.ShouldBeEmpty();
        source.Windows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("freshness", """{"column": "at", "expect": "<= 26h"}""")]
    [InlineData("unique", """{"columns": ["id"]}""")]
    [InlineData("arrival", """{"by": "07:00"}""")]
    [InlineData("schema", """{"required": {"id": "integer"}}""")]
    public async Task Measure_CheckThatIsNotOfAPartition_IsNotAsked(string kind, string json)
    {
        var source = new Counting();

        await Rechecks.MeasureAsync(source, Daily with { Checks = [CheckBench.Read(kind, json)] }, Measured(_ => 1), CheckBench.Noon, CheckBench.Noon, TestContext.Current.CancellationToken);

        source.Windows.ShouldBeEmpty();
    }

    private static DateTimeOffset At(int day, int hour) => new(2026, 11, day, hour, 0, 0, TimeSpan.Zero);

    /// <summary>A run at noon of every day.</summary>
    private static FakeHistory Measured(Func<DateTimeOffset, double?> value) => new()
    {
        Past = (from, until) =>
        {
            var noon = new DateTimeOffset(until.AddTicks(-1).UtcDateTime.Date.AddHours(12), TimeSpan.Zero);
            noon = noon < until ? noon : noon.AddDays(-1);
            return noon >= from ? new(noon, noon.AddSeconds(5), ImmutableDictionary<string, double?>.Empty.Add("id", value(noon))) : null;
        },
    };

    /// <summary>Finds 41,210 rows everywhere.</summary>
    private sealed class Counting : IMetricSource
    {
        public string Name => "shop";

        public List<PartitionWindow> Windows { get; } = [];

        public ImmutableArray<string> Render(ScanPlan plan) => [];

        public Task<ScanResult> ScanAsync(ScanPlan plan, CancellationToken cancellationToken)
        {
            Windows.Add(plan.Window.ShouldNotBeNull());
            return Task.FromResult(new ScanResult(
                plan.Statements.SelectMany(statement => statement.Requests).ToDictionary(request => request, AggregateValue (_) => new NumberValue(41_210)),
                [new("SELECT 1", TimeSpan.Zero)],
                plan.Now));
        }

        public Task<ScanEstimate> EstimateAsync(ScanPlan plan, CancellationToken cancellationToken) => Task.FromResult(new ScanEstimate([]));

        public Task<SourceListing> ListAsync(CancellationToken cancellationToken) => Task.FromResult(new SourceListing([], null));

        public Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<string>.Empty);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
