using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Checks;

/// <summary>Rules about the values of a column: invalid, values, range, length and the figures.</summary>
public sealed class ColumnRulesTests
{
    [Fact]
    public void Invalid_SeveralRules_MustAllHoldCheapestFirst()
    {
        var check = (InvalidCheck)CheckBench.Read("invalid", """{"regex": "^[a-z]+$", "max_length": 9, "values": ["a", "b"], "min": 1}""", column: "x");

        check.Valid.ShouldBe(new AllOf([new IsInRange("x", 1, null), new HasLength("x", null, 9), new IsOneOf("x", ["a", "b"]), new IsMatch("x", "^[a-z]+$")]));
    }

    [Fact]
    public async Task Invalid_SomeMissing_CountsAgainstTheValuesThere()
    {
        var result = await CheckBench.JudgeAsync(
            CheckBench.Read("invalid", """{"format": "email", "expect": "<= 1%"}""", column: "email"),
            aggregate => new NumberValue(aggregate switch { RowCount => 1000, MatchCount { Predicate: IsMissing } => 900, _ => 2 }));

        result.Explanation.ShouldBe("email: 2 % invalid (2 of 100 rows), at most 1 % allowed.");
    }

    [Theory]
    [InlineData("{}", "Check 'invalid' has no rule. Say what is valid with 'values', 'regex', 'format', 'min', 'max', 'min_length', 'max_length' or 'not_in_future'.")]
    [InlineData("""{"min": 2, "max": 1}""", "'max' is below 'min', so no number is valid. Swap the two.")]
    [InlineData("""{"min_length": 2, "max_length": 1}""", "'max_length' is below 'min_length', so no text is valid. Swap the two.")]
    [InlineData("""{"format": "emial"}""", "'format': there is no format 'emial'. Did you mean 'email'?")]
    public void Invalid_Mistakes_AreExplained(string definition, string expected) => CheckBench.ErrorsOf("invalid", definition, column: "x").ShouldBe(expected);

    [Theory]
    [InlineData(false, CheckOutcome.Passed, "segment: 0 % not allowed (0 of 100 rows), none allowed.")]
    [InlineData(true, CheckOutcome.Failed, "segment: 0 % not allowed (0 of 100 rows), 'mid' absent, none allowed.")]
    public async Task Values_OneIsAbsent_FailsWhenAllMustBePresent(bool areAllPresent, CheckOutcome outcome, string explanation)
    {
        var definition = areAllPresent ? """{"allowed": ["smb", "mid"], "all_present": true}""" : """{"allowed": ["smb", "mid"]}""";

        var result = await CheckBench.JudgeAsync(CheckBench.Read("values", definition, column: "segment"), aggregate => new NumberValue(aggregate switch
        {
            RowCount => 100,
            MatchCount { Predicate: IsOneOf { Values: ["smb"] } } => 100,
            _ => 0,
        }));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Theory]
    [InlineData(0, 1, CheckOutcome.Passed, 1, "score: values from 0 to 1, between 0 and 1 expected.")]
    [InlineData(-0.5, 0.7, CheckOutcome.Failed, -0.5, "score: values from -0.5 to 0.7, between 0 and 1 expected.")]
    [InlineData(0.2, 1.5, CheckOutcome.Failed, 1.5, "score: values from 0.2 to 1.5, between 0 and 1 expected.")]
    public async Task Range_BothEnds_MustMeetTheExpectation(double low, double high, CheckOutcome outcome, double value, string explanation)
    {
        var result = await CheckBench.JudgeAsync(
            CheckBench.Read("range", """{"expect": "between 0 and 1"}""", column: "score"),
            aggregate => new NumberValue(aggregate is Minimum ? low : high));

        (result.Outcome, result.Value, result.Explanation).ShouldBe((outcome, value, explanation));
    }

    [Fact]
    public async Task Length_TooLong_Warns()
    {
        var result = await CheckBench.JudgeAsync(
            CheckBench.Read("length", """{"expect": {"warn": "<= 64", "fail": "<= 100"}}""", column: "name"),
            aggregate => new NumberValue(aggregate is ShortestText ? 0 : 80));

        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Warned, "name: texts of 0 to 80 characters, at most 64 allowed."));
    }

    [Theory]
    [InlineData("range", "{}", "Check 'range' lacks 'expect'. Say what good looks like, such as expect: \"between 0 and 1\".")]
    [InlineData("range", """{"expect": "within 10% of previous"}""", "Check 'range' cannot be compared with history, as it judges two ends at once. Use the checks 'min' and 'max', one for each end.")]
    [InlineData("quantile", """{"q": 1}""", "'q' is 1. Give a number above 0 and below 1, such as 0.95.")]
    public void Read_Mistakes_AreExplained(string kind, string definition, string expected) => CheckBench.ErrorsOf(kind, definition, column: "x").ShouldBe(expected);

    [Fact]
    public async Task Figure_NoExpectation_IsOnlyRecorded()
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("quantile", """{"q": 0.95}""", column: "price"), CheckBench.Table(9, figure: 19.99));

        (result.Outcome, result.Value, result.Limit, result.Explanation).ShouldBe((CheckOutcome.Passed, 19.99, null, "price: 95 % quantile 19.99."));
    }
}
