using System.Text.RegularExpressions;
using CsCheck;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Tests.Definitions;

public sealed class PortablePatternTests
{
    [Theory]
    [InlineData("")]
    [InlineData("^[A-Z]{2}\\d{6}$")]
    [InlineData("^(?:new|paid)$")]
    [InlineData("^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$")]
    [InlineData("^\\+?[0-9 ()/-]{5,20}$")]
    [InlineData("[]a]|[^]a]")]
    [InlineData("(a|b)*c?")]
    [InlineData("\\[\\{\\}\\]")]
    [InlineData("^ä+$")]
    public void ProblemOf_InTheSubset_IsNull(string pattern) => PortablePattern.ProblemOf(pattern).ShouldBeNull();

    [Theory]
    [InlineData("(?i)a")]
    [InlineData("(?<name>a)")]
    [InlineData("(?!a)")]
    [InlineData("a+?")]
    [InlineData("a++")]
    [InlineData("a**")]
    [InlineData("*a")]
    [InlineData("^*")]
    [InlineData("\\bword\\b")]
    [InlineData("\\p{L}")]
    [InlineData("\\x41")]
    [InlineData("\\1")]
    [InlineData("[[:alpha:]]")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("[\\W]")]
    [InlineData("a{1000}")]
    [InlineData("a{2,1}")]
    [InlineData("a{,3}")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("a\\")]
    public void ProblemOf_OutsideOfIt_SaysWhy(string pattern) => PortablePattern.ProblemOf(pattern).ShouldNotBeNullOrEmpty();

    [Fact]
    public void ProblemOf_AnyText_AllowsOnlyWhatCompiles() =>
        Gen.String[Gen.Char["ab()[]{}?*+^$|\\.-:,1dwsx="], 0, 12].Sample(
            pattern =>
            {
                if (PortablePattern.ProblemOf(pattern) is null)
                {
                    _ = new Regex(pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
                    _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
                }
            },
            iter: 20_000);

    [Fact]
    public void ProblemOf_TooLong_IsRefused() => PortablePattern.ProblemOf(new('a', PortablePattern.Longest + 1)).ShouldBe("it is longer than 500 characters");
}
