using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Checks;

/// <summary>Freshness and arrival; the bench measures on Monday, 23 November 2026, at 12:00 UTC, 13:00 in Berlin.</summary>
public sealed class TimelinessTests
{
    [Theory]
    [InlineData(-26, CheckOutcome.Passed, "at: newest value is 26 h old (2026-11-22 10:00), at most 26 h allowed.")]
    [InlineData(-28, CheckOutcome.Warned, "at: newest value is 28 h old (2026-11-22 08:00), at most 26 h allowed.")]
    [InlineData(-50, CheckOutcome.Failed, "at: newest value is 2 d 2 h old (2026-11-21 10:00), at most 30 h allowed.")]
    [InlineData(3, CheckOutcome.Passed, "at: newest value is 3 h in the future (2026-11-23 15:00), at most 26 h allowed.")]
    public async Task Freshness_NewestValue_IsComparedWithTheTimeOfMeasuring(int hours, CheckOutcome outcome, string explanation)
    {
        var check = CheckBench.Read("freshness", """{"column": "at", "expect": {"warn": "<= 26h", "fail": "<= 30h"}}""");

        var result = await CheckBench.JudgeAsync(check, _ => new InstantValue(CheckBench.Noon.AddHours(hours)));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Theory]
    [InlineData("""{"column": "at", "expect": "<= 26h"}""", CheckOutcome.Failed)]
    [InlineData("""{"column": "at", "expect": {"warn": "<= 26h"}}""", CheckOutcome.Warned)]
    public async Task Freshness_NoValues_IsOlderThanAnyLimit(string definition, CheckOutcome outcome)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("freshness", definition), _ => new InstantValue(null));

        (result.Outcome, result.Value, result.Explanation).ShouldBe((outcome, null, "at: no values in the table."));
    }

    [Theory]
    [InlineData(-399, CheckOutcome.Passed, "at: oldest value is 399 d old (2025-10-20 12:00), at most 400 d allowed.")]
    [InlineData(-401, CheckOutcome.Failed, "at: oldest value is 401 d old (2025-10-18 12:00), at most 400 d allowed.")]
    public async Task Retention_OldestValue_IsComparedWithTheTimeOfMeasuring(int days, CheckOutcome outcome, string explanation)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("retention", """{"column": "at", "expect": "<= 400d"}"""), _ => new InstantValue(CheckBench.Noon.AddDays(days)));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Theory]
    [InlineData(5400, CheckOutcome.Passed, "loaded_at: at most 1 h 30 min after at, at most 2 h allowed.")]
    [InlineData(10_800, CheckOutcome.Failed, "loaded_at: at most 3 h after at, at most 2 h allowed.")]
    [InlineData(-60, CheckOutcome.Passed, "loaded_at: always before at, by 1 min at least, at most 2 h allowed.")]
    public async Task Delay_LongestTime_IsJudged(double seconds, CheckOutcome outcome, string explanation)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("delay", """{"column": "loaded_at", "since": "at", "expect": "<= 2h"}"""), _ => new NumberValue(seconds));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Fact]
    public void Freshness_PartitionedDataset_LooksAtTheWholeTable() =>
        CheckBench.Read("freshness", """{"column": "at", "expect": "<= 26h"}""").Needs.ShouldAllBe(need => need.Scope == CheckScope.Table);

    [Theory]
    [InlineData("""{"by": "07:00"}""", 5, CheckOutcome.Passed, "5 rows on 2026-11-22.")]
    [InlineData("""{"by": "07:00"}""", 0, CheckOutcome.Failed, "0 rows on 2026-11-22, due by 07:00.")]
    [InlineData("""{"by": "13:00"}""", 0, CheckOutcome.Failed, "0 rows on 2026-11-22, due by 13:00.")]
    [InlineData("""{"by": "13:01"}""", 0, CheckOutcome.NotApplicable, "0 rows on 2026-11-22, due by 13:01.")]
    [InlineData("""{"by": "07:00", "days": ["mon", "fri"]}""", 0, CheckOutcome.Failed, "0 rows on 2026-11-22, due by 07:00.")]
    [InlineData("""{"by": "07:00", "days": ["tue"]}""", 0, CheckOutcome.NotApplicable, "0 rows on 2026-11-22, none due on Monday, 2026-11-23.")]
    public async Task Arrival_Deadline_IsUnderstoodInTheZoneOfTheDataset(string definition, int rows, CheckOutcome outcome, string explanation)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("arrival", definition), CheckBench.Table(rows), CheckBench.DailyOrders);

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Theory]
    [InlineData("2026-11-23T00:00:00+01:00", CheckOutcome.Passed, "loaded_at: newest value is of 2026-11-23 00:00.")]
    [InlineData("2026-11-22T23:59:59+01:00", CheckOutcome.Failed, "loaded_at: newest value is of 2026-11-22 23:59, due by 07:00.")]
    public async Task Arrival_WithColumn_WantsAValueOfTheDay(string newest, CheckOutcome outcome, string explanation)
    {
        var check = CheckBench.Read("arrival", """{"by": "07:00", "column": "loaded_at"}""");

        var result = await CheckBench.JudgeAsync(check, _ => new InstantValue(DateTimeOffset.Parse(newest, null)), CheckBench.DailyOrders);

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }
}
