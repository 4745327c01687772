using DataMonitor.Core.Checks;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Tests.Checks;

namespace DataMonitor.Core.Tests.Evaluation;

public sealed class BaselinesTests
{
    [Fact]
    public async Task Judge_NoHistory_DoesNotApplyButKeepsTheValue()
    {
        var result = await JudgeAsync("within 10% of previous", 1000);

        result.Outcome.ShouldBe(CheckOutcome.NotApplicable);
        result.Explanation.ShouldBe("1,000 rows in the table, no history yet to compare with.");
        result.Value.ShouldBe(1000);
    }

    [Theory]
    [InlineData(1100, CheckOutcome.Passed)]
    [InlineData(1101, CheckOutcome.Failed)]
    [InlineData(900, CheckOutcome.Passed)]
    [InlineData(899, CheckOutcome.Failed)]
    public async Task Judge_WithinPrevious_AllowsTheShareBothWays(int rows, CheckOutcome outcome)
    {
        var result = await JudgeAsync("within 10% of previous", rows, Past(1, 1000), Past(2, 5));

        result.Outcome.ShouldBe(outcome);
        result.Limit.ShouldBe("between 900 rows and 1,100 rows (within 10 % of the previous value)");
        (result.Lower, result.Upper).ShouldBe((900, 1100));
    }

    [Fact]
    public async Task Judge_PreviousFailedOrErrored_LooksFurtherBack() =>
        (await JudgeAsync("within 10% of previous", 1000, Past(1, 10, CheckOutcome.Failed), Past(2, null, CheckOutcome.Errored), Past(3, 1000, CheckOutcome.Warned)))
            .Outcome.ShouldBe(CheckOutcome.Passed);

    [Fact]
    public async Task Judge_LongStreakOfFailures_NeverBecomesNormal()
    {
        var failures = Enumerable.Range(1, 300).Select(day => Past(day, 10, CheckOutcome.Failed));

        (await JudgeAsync("within 10% of previous", 10, [.. failures, Past(301, 1000)])).Outcome.ShouldBe(CheckOutcome.Failed);
    }

    [Theory]
    [InlineData("within 1% of average(3)", 200)] // of 100, 200 and 300
    [InlineData("within 1% of median(3)", 200)]
    [InlineData("within 1% of median(4)", 250)]
    [InlineData("within 1% of average(4)", 400)]
    public async Task Judge_SeveralValues_TakesTheNewest(string expect, int rows) =>
        (await JudgeAsync(expect, rows, Past(1, 100), Past(2, 300), Past(3, 200), Past(4, 1000))).Outcome.ShouldBe(CheckOutcome.Passed);

    [Fact]
    public async Task Judge_AverageOfOneValue_IsTooLittle() =>
        (await JudgeAsync("within 1% of average(7)", 100, Past(1, 100))).Outcome.ShouldBe(CheckOutcome.NotApplicable);

    [Fact]
    public async Task Judge_SameWeekday_TakesTheSameDayOfPastWeeks()
    {
        var past = Enumerable.Range(1, 28).Select(day => Past(day, day % 7 == 0 ? 100 : 900)).ToArray();

        (await JudgeAsync("within 1% of same_weekday(4)", 100, past)).Outcome.ShouldBe(CheckOutcome.Passed);
    }

    [Fact]
    public async Task Judge_SameWeekdayManyTimesADay_TakesTheNearestTimeOfDay()
    {
        var lastWeek = CheckBench.Noon.AddDays(-7);
        var past = Enumerable.Range(-11, 23).Select(hour => new PastValue(lastWeek.AddHours(hour), CheckOutcome.Passed, 1000 + hour, MetricUnit.Rows, null, null)).ToArray();

        (await JudgeAsync("within 0.01% of same_weekday(1)", 1000, past)).Outcome.ShouldBe(CheckOutcome.Passed);
    }

    [Fact]
    public async Task Judge_ValuesInAnotherUnit_AreNotCompared() =>
        (await JudgeAsync("within 10% of previous", 1000, Past(1, 1000) with { Unit = MetricUnit.Share })).Outcome.ShouldBe(CheckOutcome.NotApplicable);

    [Fact]
    public async Task Judge_OneLevelLacksHistory_TheOtherStillCounts()
    {
        var check = CheckBench.Read("volume", """{"expect": {"warn": "within 10% of previous", "fail": ">= 500 rows"}}""");

        var low = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 499));
        var high = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 500));

        (low.Outcome, low.Explanation).ShouldBe((CheckOutcome.Failed, "499 rows in the table, at least 500 rows expected."));
        (high.Outcome, high.Explanation).ShouldBe((CheckOutcome.Passed, "500 rows in the table, at least 500 rows expected."));
    }

    private static Task<CheckResult> JudgeAsync(string expect, long rows, params PastValue[] past) =>
        CheckBench.JudgeAsync(CheckBench.Read("volume", $$"""{"expect": "{{expect}}"}"""), CheckBench.Table(rows), history: new FakeHistory(past));

    private static PastValue Past(int daysAgo, double? value, CheckOutcome outcome = CheckOutcome.Passed) =>
        new(CheckBench.Noon.AddDays(-daysAgo), outcome, value, MetricUnit.Rows, null, null);
}
