using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Tests.Checks;

namespace DataMonitor.Core.Tests.Evaluation;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData(10, CheckOutcome.Passed, "email: 1 % missing (10 of 1,000 rows), at most 1 % allowed.")]
    [InlineData(15, CheckOutcome.Warned, "email: 1.5 % missing (15 of 1,000 rows), at most 1 % allowed.")]
    [InlineData(30, CheckOutcome.Failed, "email: 3 % missing (30 of 1,000 rows), at most 2 % allowed.")]
    public async Task Evaluate_TwoLevels_TellsTheOneThatCounts(int missing, CheckOutcome outcome, string explanation)
    {
        var check = CheckBench.Read("missing", """{"expect": {"warn": "<= 1%", "fail": "<= 2%"}}""", column: "email");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 1000, matching: missing));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
        result.Limit.ShouldBe("at most 2 % (warning unless at most 1 %)");
    }

    [Fact]
    public async Task Evaluate_OneFigureNotMeasured_ErrorsItsChecksAlone()
    {
        Core.Checks.Check[] checks = [CheckBench.Read("volume"), CheckBench.Read("mean", column: "price")];

        var evaluated = await CheckBench.EvaluateAsync(checks, aggregate => aggregate is RowCount
            ? new NumberValue(5)
            : new MeasureError("Column 'price' does not exist.", "Did you mean 'prize'?"));

        evaluated.Results.Select(result => result.Outcome).ShouldBe([CheckOutcome.Passed, CheckOutcome.Errored]);
        evaluated.Results[1].Explanation.ShouldBe("Column 'price' does not exist. Did you mean 'prize'?");
        evaluated.Results[1].Value.ShouldBeNull();
    }

    [Fact]
    public void NotMeasured_SourceIsDown_ErrorsEveryCheckWithOneSentence()
    {
        var evaluated = Evaluator.NotMeasured(
            CheckBench.Orders,
            [CheckBench.Read("volume"), CheckBench.Read("missing", column: "email")],
            new SourceException("shop", "refused the password of user 'dq'", "Set a valid one in sources.yaml.", isTransient: false).Message);

        evaluated.Results.Length.ShouldBe(2);
        evaluated.Results.ShouldAllBe(result => result.Outcome == CheckOutcome.Errored
            && result.Value == null
            && result.Explanation == "Source 'shop' refused the password of user 'dq'. Set a valid one in sources.yaml.");
    }

    [Fact]
    public Task Evaluate_WorseValue_NeverGetsABetterOutcome() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 100]).SampleAsync(async (warn, more, better, worse) =>
        {
            var expect = $$"""{"expect": {"warn": "<= {{warn}} rows", "fail": "<= {{warn + more + 1}} rows"} }""";
            var check = CheckBench.Read("missing", expect, column: "email");

            var good = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 1000, matching: better));
            var bad = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 1000, matching: better + worse));

            bad.Outcome.Rank().ShouldBeGreaterThanOrEqualTo(good.Outcome.Rank());
        });

    [Fact]
    public Task Evaluate_AnyResult_LimitsSayTheSameAsTheOutcome() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[0, 50], Gen.Int[-120, 120]).SampleAsync(async (low, width, mean) =>
        {
            var check = CheckBench.Read("mean", $$"""{"expect": "between {{low}} and {{low + width}}"}""", column: "price");

            var result = await CheckBench.JudgeAsync(check, CheckBench.Table(rows: 9, figure: mean));

            var isInside = result.Value >= result.Lower && result.Value <= result.Upper;
            result.Outcome.ShouldBe(isInside ? CheckOutcome.Passed : CheckOutcome.Failed);
        });

    [Theory]
    [InlineData(Tier.Critical, Severity.Critical)]
    [InlineData(Tier.Normal, Severity.Major)]
    [InlineData(Tier.Low, Severity.Minor)]
    public async Task Evaluate_NoSeverityWritten_FollowsTheTier(Tier tier, Severity severity) =>
        (await CheckBench.JudgeAsync(CheckBench.Read("volume"), CheckBench.Table(1), CheckBench.Orders with { Tier = tier })).Severity.ShouldBe(severity);
}
