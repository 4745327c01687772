using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Tests.Checks;

namespace DataMonitor.Core.Tests.Evaluation;

public sealed class SegmentedEvaluationTests
{
    private const string AtMost2 = """{"per": "country", "expect": {"warn": "<= 1%", "fail": "<= 2%"}}""";

    [Fact]
    public async Task Evaluate_SomeSegmentsFail_WorstCountsAndIsToldFirst()
    {
        var result = await JudgeAsync(Read("missing", AtMost2, "email"), [("AT", 100, 0), ("DE", 1000, 71), ("FR", 1000, 15), (null, 10, 1)]);

        result.Outcome.ShouldBe(CheckOutcome.Failed);
        result.Explanation.ShouldBe(
            "email per country: 2 of 4 fail, 1 warns: (none) 10 % missing (1 of 10 rows), at most 2 % allowed; "
            + "DE 7.1 % missing (71 of 1,000 rows), at most 2 % allowed; FR 1.5 % missing (15 of 1,000 rows), at most 1 % allowed.");
        (result.Value, result.Upper, result.FailedRows, result.Rows).ShouldBe((0.1, 0.02, 87L, 2110L));
        result.Segments.Select(segment => (segment.Segment.Name, segment.Outcome, segment.Value, segment.FailedRows, segment.Rows)).ShouldBe(
        [
            ("(none)", CheckOutcome.Failed, 0.1, 1L, 10L),
            ("DE", CheckOutcome.Failed, 0.071, 71L, 1000L),
            ("FR", CheckOutcome.Warned, 0.015, 15L, 1000L),
            ("AT", CheckOutcome.Passed, 0, 0L, 100L),
        ]);
    }

    [Theory]
    [InlineData(1, "the only one passes: A ")]
    [InlineData(3, "all 3 pass, nearest to its limit: C ")]
    public async Task Evaluate_AllPass_NamesTheNearestToItsLimit(int count, string told)
    {
        var result = await JudgeAsync(Read("missing", AtMost2, "email"), [.. Enumerable.Range(0, count).Select(index => ($"{(char)('A' + index)}", 1000L, (double)index))]);

        result.Outcome.ShouldBe(CheckOutcome.Passed);
        result.Explanation.ShouldStartWith($"email per country: {told}");
    }

    [Fact]
    public async Task Evaluate_ManyFail_NamesThreeAndCountsTheRest() =>
        (await JudgeAsync(Read("volume", """{"per": "country", "expect": "< 5"}"""), [.. Enumerable.Range(1, 8).Select(i => ($"c{i}", (long)i, 0d))])).Explanation.ShouldBe(
            "Per country: 4 of 8 fail: c8 8 rows in the table, less than 5 rows allowed; c7 7 rows in the table, less than 5 rows allowed; "
            + "c6 6 rows in the table, less than 5 rows allowed; and 1 more.");

    [Fact]
    public async Task Evaluate_NoExpectation_RecordsTheLargestFirst()
    {
        var result = await JudgeAsync(Read("mean", """{"per": "country"}""", "price"), [("AT", 5, 1.5), ("DE", 9, 2.5)]);

        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Passed, "price per country: all 2 pass, the largest: DE mean 2.5."));
    }

    [Fact]
    public async Task Evaluate_NoRowsAtAll_IsJudgedOnceAsOthers() =>
        (await JudgeAsync(Read("volume", """{"per": "country"}"""), [(Other, 0, 0)])).Explanation.ShouldBe(
            "Per country: 1 of 1 fails: (other) 0 rows in the table, more than 0 rows expected.");

    [Fact]
    public async Task Evaluate_SeveralColumns_AreJudgedEachOnItsOwn()
    {
        var check = Read("missing", """{"per": ["country", "plan"], "expect": "<= 2%"}""", "email");

        var result = await JudgeAsync(check, [("free", 100, 1), ("paid", 50, 3)]);

        result.Explanation.ShouldStartWith("email per country, per plan: 2 of 4 fail: country paid 6 % missing");
        result.Rows.ShouldBe(150);
        result.Segments.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Evaluate_Baseline_IsThatOfTheSegment()
    {
        var history = new FakeHistory { Segments = { ["DE"] = [Past(1, 1000)], ["AT"] = [Past(1, 10)] } };

        var result = await JudgeAsync(Read("volume", """{"per": "country", "expect": "within 10% of previous"}"""), [("DE", 1000, 0), ("AT", 20, 0), ("XK", 5, 0)], history);

        result.Outcome.ShouldBe(CheckOutcome.Failed);
        result.Segments.Select(segment => (segment.Segment.Name, segment.Outcome)).ShouldBe(
            [("AT", CheckOutcome.Failed), ("DE", CheckOutcome.Passed), ("XK", CheckOutcome.NotApplicable)]);
    }

    [Theory]
    [InlineData("tell", CheckOutcome.Passed, " New: XK. Vanished: YU.")]
    [InlineData("ignore", CheckOutcome.Passed, "")]
    [InlineData("warn", CheckOutcome.Warned, " New, which is not expected: XK. Vanished, which is not expected: YU.")]
    [InlineData("fail", CheckOutcome.Failed, " New, which is not expected: XK. Vanished, which is not expected: YU.")]
    public async Task Evaluate_ValuesCameAndWent_AreNamedAndJudgedAsWritten(string news, CheckOutcome outcome, string told)
    {
        var check = Read("volume", $$"""{"per": {"columns": "country", "new": "{{news}}", "vanished": "{{news}}"} }""");

        var result = await JudgeAsync(check, [("DE", 9, 0), ("XK", 3, 0)], new FakeHistory { Before = [Named("DE"), Named("YU")] });

        result.Outcome.ShouldBe(outcome);
        result.Explanation.ShouldEndWith($"more than 0 rows expected.{told}");
    }

    [Fact]
    public void Between_RowsLieInOthers_SaysOnlyWhatIsCertain()
    {
        SegmentEvents.Between([Named("DE"), Named("YU")], [Named("DE"), Named("XK"), Segment.Other("country")])
            .ShouldSatisfyAllConditions(events => events.New.ShouldBe([Named("XK")]), events => events.Vanished.ShouldBeEmpty());
        SegmentEvents.Between([Named("DE"), Named("YU"), Segment.Other("country")], [Named("DE"), Named("XK")])
            .ShouldSatisfyAllConditions(events => events.New.ShouldBeEmpty(), events => events.Vanished.ShouldBe([Named("YU")]));
        SegmentEvents.Between([], [Named("DE")]).New.ShouldBeEmpty();
    }

    [Fact]
    public async Task Evaluate_GroupingFailed_ErrorsTheCheck()
    {
        var check = Read("missing", AtMost2, "email");

        var result = await EvaluateAsync(check, _ => new MeasureError("Column 'country' does not exist.", "Did you mean 'county'?"));

        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Errored, "Column 'country' does not exist. Did you mean 'county'?"));
        result.Segments.ShouldBeEmpty();
    }

    [Fact]
    public async Task Evaluate_OneSegmentHasNoFiniteFigure_ErrorsThatSegmentAlone()
    {
        var check = Read("mean", """{"per": "country", "expect": "<= 3"}""", "price");

        var result = await EvaluateAsync(check, _ => Segments("country", [("DE", 9, new NumberValue(2)), ("AT", 5, new MeasureError("Column 'price' holds NaN.", "Leave it out."))]));

        result.Explanation.ShouldBe("price per country: 1 of 2 cannot be measured: AT Column 'price' holds NaN. Leave it out.");
        result.Segments.Select(segment => segment.Outcome).ShouldBe([CheckOutcome.Errored, CheckOutcome.Passed]);
    }

    [Fact]
    public Task Evaluate_AnySegments_OutcomeIsTheWorstAndRowsAddUp() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[1, 30], (bad, more) => (Bad: bad, Rows: bad + more)).Array[1, 30].SampleAsync(async segments =>
        {
            var check = Read("missing", AtMost2.Replace("%", "0%", StringComparison.Ordinal), "email");

            var result = await JudgeAsync(check, [.. segments.Select((segment, index) => ($"s{index}", (long)segment.Rows, (double)segment.Bad))]);

            result.Outcome.Rank().ShouldBe(result.Segments.Max(segment => segment.Outcome.Rank()));
            result.Segments.Select(segment => segment.Outcome.Rank()).ShouldBeInOrder(SortDirection.Descending);
            result.Rows.ShouldBe(segments.Sum(segment => (long)segment.Rows));
            result.FailedRows.ShouldBe(segments.Sum(segment => (long)segment.Bad));
            (result.Value, result.Lower, result.Upper).ShouldBe((result.Segments[0].Value, result.Segments[0].Lower, result.Segments[0].Upper));
        });

    private const string Other = "\0other";

    private static Core.Checks.Check Read(string kind, string json, string? column = null)
    {
        var (check, errors) = CheckBench.ReadWhole(kind, json, column);
        errors.ShouldBeEmpty();
        return check.ShouldNotBeNull();
    }

    /// <param name="segments">Value, rows, and what any other figure gives.</param>
    private static Task<CheckResult> JudgeAsync(Core.Checks.Check check, (string? Value, long Rows, double Figure)[] segments, IHistory? history = null) =>
        EvaluateAsync(
            check,
            request => Segments(request.Per!.Column, [.. segments.Select(segment => (segment.Value, segment.Rows, (AggregateValue)new NumberValue(request.Aggregate is RowCount ? segment.Rows : segment.Figure)))]),
            history);

    private static async Task<CheckResult> EvaluateAsync(Core.Checks.Check check, Func<AggregateRequest, AggregateValue> answer, IHistory? history = null)
    {
        var plan = Planner.Plan(CheckBench.Orders, [check], CheckBench.Noon, CheckBench.Noon);
        var values = plan.Statements.SelectMany(statement => statement.Requests).ToDictionary(request => request, answer);
        var evaluated = await Evaluator.EvaluateAsync(
            plan, [check], new(values, [], CheckBench.Noon), new Dictionary<string, Core.Reconciliation.ElsewhereAnswer>(StringComparer.Ordinal), history ?? new FakeHistory(), CheckBench.Noon, CancellationToken.None);
        return evaluated.Results.ShouldHaveSingleItem();
    }

    private static SegmentedValue Segments(string column, (string? Value, long Rows, AggregateValue Figure)[] segments) =>
        new(segments.Select(segment => new SegmentAnswer(segment.Value == Other ? Segment.Other(column) : Segment.Of(column, segment.Value), segment.Rows, segment.Figure)).ToValueList());

    private static Segment Named(string name) => Segment.Of("country", name);

    private static PastValue Past(int daysAgo, double value) => new(CheckBench.Noon.AddDays(-daysAgo), CheckOutcome.Passed, value, MetricUnit.Rows, null, null);
}
