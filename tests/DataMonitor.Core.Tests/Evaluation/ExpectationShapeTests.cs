using System.Collections.Immutable;
using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Core.Tests.Evaluation;

public sealed class ExpectationShapeTests
{
    private static readonly ImmutableArray<MetricUnit> Share = [MetricUnit.Share, MetricUnit.Rows];

    public static TheoryData<string, Condition> Readable => new()
    {
        { "<= 1%", new Comparison(ComparisonOperator.AtMost, new(0.01, MetricUnit.Share)) },
        { "<=1 %", new Comparison(ComparisonOperator.AtMost, new(0.01, MetricUnit.Share)) },
        { "= 0", new Comparison(ComparisonOperator.Equal, new(0, null)) },
        { "= 0 rows", new Comparison(ComparisonOperator.Equal, new(0, MetricUnit.Rows)) },
        { "!= 1 row", new Comparison(ComparisonOperator.NotEqual, new(1, MetricUnit.Rows)) },
        { "< 1e3 rows", new Comparison(ComparisonOperator.Less, new(1000, MetricUnit.Rows)) },
        { "between 0 and 5%", new Between(new(0, MetricUnit.Share), new(0.05, MetricUnit.Share)) },
        { "between 10 rows and 20 rows", new Between(new(10, MetricUnit.Rows), new(20, MetricUnit.Rows)) },
        { "within 10% of previous", new Within(0.1, new(BaselineKind.Previous, 1)) },
        { "within 250% of same_weekday(4)", new Within(2.5, new(BaselineKind.SameWeekday, 4)) },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Parse_Condition_IsRead(string text, Condition expected)
    {
        var condition = ConditionParser.Parse(text, Share, out _);

        condition.ShouldBe(expected);
    }

    [Theory]
    [InlineData("<= 1.5h", 5400)]
    [InlineData("<= 26h", 93_600)]
    [InlineData("<= 90m", 5400)]
    [InlineData("<= 2d", 172_800)]
    [InlineData("<= 30s", 30)]
    public void Parse_Duration_IsInSeconds(string text, double seconds)
    {
        var condition = ConditionParser.Parse(text, [MetricUnit.Seconds], out _);

        condition.ShouldBe(new Comparison(ComparisonOperator.AtMost, new(seconds, MetricUnit.Seconds)));
    }

    [Theory]
    [InlineData("between 1 and 5%")]
    [InlineData("between 1% and 5 rows")]
    [InlineData("<= 5")]
    [InlineData("<= -1%")]
    [InlineData("<= 5m")]
    [InlineData("within 0% of previous")]
    [InlineData("within 10% of average(0)")]
    [InlineData("within 10% of average(1.5)")]
    [InlineData("within 10% of average(7) rows")]
    public void Parse_NothingThatStands_GivesAMistakeInTheText(string text)
    {
        var condition = ConditionParser.Parse(text, Share, out var mistake);

        condition.ShouldBeNull();
        mistake.Offset.ShouldBeInRange(0, text.Length);
        mistake.Problem.ShouldEndWith(".");
        mistake.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public void Parse_AnyText_GivesAConditionOrAMistakeInTheText() =>
        Gen.String[Gen.Char["<>=!01.5e,%- ()betwnadihofprvusrms_"], 0, 30].Sample(
            text =>
            {
                if (ConditionParser.Parse(text, Share, out var mistake) is null)
                {
                    mistake.Offset.ShouldBeInRange(0, text.Length);
                    mistake.Problem.ShouldNotBeNullOrEmpty();
                }
            },
            iter: 20_000);

    [Fact] // Warn is told before fail: whatever passes the stricter condition passes the other.
    public void IsStricter_Comparable_MeansEveryValueThatPassesWarnPassesFail()
    {
        var quantity = Gen.Int[-3, 3].Select(number => new Quantity(number, MetricUnit.Number));
        var condition = Gen.OneOf(
            Gen.Select(Gen.Enum<ComparisonOperator>(), quantity, (comparison, operand) => (Condition)new Comparison(comparison, operand)),
            Gen.Select(quantity, quantity, (a, b) => (Condition)new Between(a.Value <= b.Value ? a : b, a.Value <= b.Value ? b : a)));

        Gen.Select(condition, condition).Sample(
            (warn, fail) =>
            {
                double[] probes = [.. Enumerable.Range(-20, 41).Select(step => step / 4.0)];
                var isInside = probes.All(probe => !warn.IsMetBy(probe, null) || fail.IsMetBy(probe, null));
                var isEqual = probes.All(probe => warn.IsMetBy(probe, null) == fail.IsMetBy(probe, null));

                Strictness.IsStricter(warn, fail, MetricUnit.Number).ShouldBe(isInside && !isEqual);
            },
            iter: 20_000);
    }

    [Fact]
    public void TryRead_QuotedScalar_PointsIntoTheText()
    {
        var context = new ReadContext(new NoSyntax());
        var node = new ScalarNode(new("checks/a.yaml", 3, 10), "<= 5", IsQuoted: true);

        new ExpectationShape(Share).TryRead(node, context, out _).ShouldBeFalse();

        context.Errors.ShouldHaveSingleItem().Place.ShouldBe(new("checks/a.yaml", 3, 14));
    }

    private sealed class NoSyntax : IDefinitionSyntax
    {
        public string? ProblemOfCron(string expression) => null;

        public bool IsTimeZone(string name) => true;

        public string? EnvironmentVariable(string name) => null;

        public string? SecretFile(string path) => null;
    }
}
