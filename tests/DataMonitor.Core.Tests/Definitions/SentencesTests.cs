using CsCheck;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Tests.Definitions;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("expct", "Did you mean 'expect'?")]
    [InlineData("Expect", "Did you mean 'expect'?")]
    [InlineData("wheer", "Did you mean 'where'?")]
    [InlineData("tresholds", "Known here: expect, where or id.")]
    [InlineData("", "Known here: expect, where or id.")]
    public void Suggest_Word_NamesTheNearestOrAll(string word, string told) => Sentences.Suggest(word, ["expect", "where", "id"]).ShouldBe(told);

    [Fact]
    public void Quoted_AnyText_IsShortAndMovesNoCursor() =>
        Gen.String.Sample(text =>
        {
            var quoted = Sentences.Quoted(text);

            quoted.ShouldAllBe(sign => !char.IsControl(sign));
            quoted.EnumerateRunes().Count().ShouldBeLessThanOrEqualTo(63);
        });

    [Fact]
    public void Quoted_Hostile_IsMadeHarmless() =>
        Sentences.Quoted("a\u001b[31m\nb\u202ec\0").ShouldBe("'a�[31m⏎b�c�'");
}
