using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Checks;

public sealed class MissingCheckTests
{
    [Fact]
    public async Task Judge_TooManyMissing_FailsInOneSentence()
    {
        var check = CheckBench.Read("missing", """{"expect": "<= 2%"}""", column: "email");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 1000, matching: 71));

        result.Outcome.ShouldBe(CheckOutcome.Failed);
        result.Explanation.ShouldBe("email: 7.1 % missing (71 of 1,000 rows), at most 2 % allowed.");
        (result.Value, result.Unit, result.Lower, result.Upper).ShouldBe((0.071, MetricUnit.Share, null, 0.02));
        (result.FailedRows, result.Rows, result.Limit).ShouldBe((71, 1000, "at most 2 %"));
    }

    [Fact]
    public async Task Judge_ExpectationInRows_IsHeldAgainstTheCount()
    {
        var check = CheckBench.Read("missing", """{"expect": "<= 70 rows"}""", column: "email");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 1000, matching: 71));

        (result.Outcome, result.Value, result.Unit).ShouldBe((CheckOutcome.Failed, 71, MetricUnit.Rows));
        result.Explanation.ShouldBe("email: 7.1 % missing (71 of 1,000 rows), at most 70 rows allowed.");
    }

    [Theory]
    [InlineData(0, CheckOutcome.Passed, "email: 0 % missing (0 of 1,000 rows), none allowed.")]
    [InlineData(1, CheckOutcome.Failed, "email: 0.1 % missing (1 of 1,000 rows), none allowed.")]
    public async Task Judge_NoExpectation_AllowsNone(int missing, CheckOutcome outcome, string explanation)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("missing", column: "email"), CheckBench.Table(rows: 1000, matching: missing));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Fact]
    public void Needs_OtherTextsCountToo_AsksForBoth() =>
        CheckBench.Read("missing", """{"also": ["", "n/a"]}""", column: "email").Needs.Select(need => need.Aggregate).ShouldBe(
            [new RowCount(), new MatchCount(new AnyOf([new IsMissing("email"), new IsOneOf("email", ["", "n/a"])]))]);

    [Fact]
    public void Read_NoColumn_SaysWhatToDo() => CheckBench.ErrorsOf("missing").ShouldBe(
        "Check 'missing' lacks 'column'. Name the column, or move the check under it in 'columns:'.");

    [Fact]
    public void Read_AnotherColumnThanItsOwn_IsRefused() => CheckBench.ErrorsOf("missing", """{"column": "phone"}""", column: "email").ShouldBe(
        "'column' is 'phone', but the check stands under 'email'. Leave 'column' out here.");
}
