using CsCheck;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Planning;

public sealed class SegmentTests
{
    private static readonly string[] Famous = ["DE", "(none)", "(other)", "\"\"", "\"(none)\"", "a #0123456789ab", "\ud800", "\udc00", "\ufffd"];

    /// <summary>Values that want to be taken for each other.</summary>
    private static readonly Gen<string> Sly = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["ab \t\u0001\u200f\"(#0"], 0, 130],
        Gen.Int[0, Famous.Length - 1].Select(index => Famous[index]));

    [Theory]
    [InlineData(null, "(none)")]
    [InlineData("", "\"\"")]
    [InlineData("DE", "DE")]
    [InlineData("Côte d'Ivoire", "Côte d'Ivoire")]
    [InlineData("DE ", "\"DE \"")]
    [InlineData("(none)", "\"(none)\"")]
    [InlineData("(other)", "\"(other)\"")]
    [InlineData("a\nb", "a\ufffdb #8a9f7e7bd0a5")]
    public void Of_AnyValue_ReadsAsItIsOrSaysThatItDoesNot(string? value, string name)
    {
        var segment = Segment.Of("country", value);

        segment.Name[..Math.Min(4, segment.Name.Length)].ShouldBe(name[..Math.Min(4, name.Length)]);
        if (value?.Contains('\n', StringComparison.Ordinal) != true)
        {
            segment.Name.ShouldBe(name);
        }
    }

    [Fact]
    public void Of_LongValue_IsCutAndMarked()
    {
        var segment = Segment.Of("country", new string('x', 300));

        segment.Name.ShouldStartWith(new string('x', 100) + "… #");
        segment.Name.Length.ShouldBe(115);
        segment.ShouldNotBe(Segment.Of("country", new string('x', 301)));
    }

    [Fact]
    public void Of_TwoValues_HaveOneNameOnlyWhenTheyAreEqual() => Gen.Select(Sly, Sly).Sample((left, right) =>
        (Segment.Of("c", left) == Segment.Of("c", right)).ShouldBe(string.Equals(Utf8(left), Utf8(right), StringComparison.Ordinal)));

    [Fact]
    public void Of_AnyValue_IsShortAndShowsNoControlCharacter() => Sly.Sample(value =>
    {
        var segment = Segment.Of("c", value);

        segment.Name.Length.ShouldBeInRange(1, 120);
        segment.Name.Any(char.IsControl).ShouldBeFalse();
        segment.IsOther.ShouldBeFalse();
        segment.ShouldNotBe(Segment.Of("c", null));
    });

    /// <summary>No engine stores half a surrogate pair.</summary>
    private static string Utf8(string text) => string.Concat(text.EnumerateRunes());
}
