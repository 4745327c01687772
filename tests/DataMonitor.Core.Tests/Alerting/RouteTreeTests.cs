using CsCheck;
using DataMonitor.Core.Alerting;
using static DataMonitor.Core.Tests.Alerting.Samples;

namespace DataMonitor.Core.Tests.Alerting;

public sealed class RouteTreeTests
{
    private static readonly AlertLabels Labels = new("sales", "high", "major", "shop/orders", "shop", "volume", "volume", ["gold", "billing"]);

    [Theory]
    [InlineData("owner", MatchOperator.Equal, "sales", true)]
    [InlineData("owner", MatchOperator.Equal, "sale", false)]
    [InlineData("owner", MatchOperator.NotEqual, "sales", false)]
    [InlineData("owner", MatchOperator.Regex, "sale", false)]
    [InlineData("owner", MatchOperator.Regex, "sale.|crm", true)]
    [InlineData("owner", MatchOperator.NotRegex, "crm.*", true)]
    [InlineData("dataset", MatchOperator.Regex, "shop/.*", true)]
    [InlineData("tag", MatchOperator.Equal, "billing", true)]
    [InlineData("tag", MatchOperator.NotEqual, "billing", false)]
    [InlineData("tag", MatchOperator.Regex, "gol.", true)]
    [InlineData("tag", MatchOperator.NotRegex, "gol.", false)]
    public void IsMatch_Table(string label, MatchOperator comparison, string value, bool expected) =>
        RouteTree.IsMatch(new(label, comparison, value), Labels).ShouldBe(expected);

    [Theory]
    [InlineData("tag")]
    [InlineData("check")]
    public void IsMatch_LabelIsMissing_IsTheEmptyText(string label)
    {
        var bare = Labels with { Tags = [], Check = "" };

        RouteTree.IsMatch(new(label, MatchOperator.Equal, ""), bare).ShouldBeTrue();
        RouteTree.IsMatch(new(label, MatchOperator.Regex, ".+"), bare).ShouldBeFalse();
    }

    [Fact]
    public void Route_SecondRouteMatches_TakesItAndNotTheDefault()
    {
        var configuration = Configuration(
            ["crm", "sales", "everybody"], Route("crm", false, new Matcher("owner", MatchOperator.Equal, "crm")), Route("sales", false, new Matcher("owner", MatchOperator.Equal, "sales")));

        RouteTree.Route(configuration, Labels).ShouldBe([new("sales", "it matches owner=\"sales\"")]);
    }

    [Fact]
    public void Route_Continues_GathersEachReceiverOnce()
    {
        var configuration = Configuration(["pager", "sales"], Route("pager", true), Route("sales", true), Route("pager", false));

        RouteTree.Route(configuration, Labels).Select(match => match.Receiver).ShouldBe(["pager", "sales"]);
    }

    [Fact]
    public void Route_NothingMatches_TakesTheDefault() =>
        RouteTree.Route(Configuration(["everybody"]), Labels).ShouldHaveSingleItem().Receiver.ShouldBe("everybody");

    [Fact]
    public void Route_NothingConfigured_GivesNobody() => RouteTree.Route(AlertConfiguration.Nothing, Labels).ShouldBeEmpty();

    [Fact]
    public void Route_NegatedMatcher_DecidesTheOpposite() => Gen.Select(Any("owner", "tag", "check"), Any("sales", "go.*", "gold", "volume", "", "x")).Sample((label, value) =>
    {
        RouteTree.IsMatch(new(label, MatchOperator.NotEqual, value), Labels).ShouldBe(!RouteTree.IsMatch(new(label, MatchOperator.Equal, value), Labels));
        RouteTree.IsMatch(new(label, MatchOperator.NotRegex, value), Labels).ShouldBe(!RouteTree.IsMatch(new(label, MatchOperator.Regex, value), Labels));
    });

    [Theory]
    [InlineData("critical|high", null)]
    [InlineData("(a", "a '(' is not closed")]
    [InlineData("a)|(b", "a ')' was never opened")]
    [InlineData("(?=a)b", "it holds something that is not understood here, or grows too large")]
    public void ProblemOf_Pattern_NamesTheMistake(string pattern, string? problem) => LabelPattern.ProblemOf(pattern).ShouldBe(problem);

    [Fact]
    public void IsMatch_PatternThatWouldBacktrackForEver_Answers() =>
        LabelPattern.IsMatch("(a+)+", new string('a', 5_000) + "!").ShouldBeFalse();
}
