using System.Text.RegularExpressions;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Checks;

public sealed class NamedFormatsTests
{
    public static TheoryData<string> Names => [.. NamedFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Format_ItsExamples_AreToldApart(string name)
    {
        var format = NamedFormats.All.Single(known => known.Name == name);
        var (accepted, refused) = FormatExamples.All[name];

        accepted.ShouldAllBe(text => Accepts(format, text));
        refused.ShouldAllBe(text => !Accepts(format, text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pattern_OfAnyFormat_IsPortable(string name)
    {
        if (NamedFormats.All.Single(known => known.Name == name).Pattern is { } pattern)
        {
            PortablePattern.ProblemOf(pattern).ShouldBeNull();
        }
    }

    [Fact]
    public void Values_OfSets_AreUniqueAndComplete()
    {
        NamedFormats.All.Single(format => format.Name == "country_code").Values!.Count.ShouldBe(249);
        NamedFormats.All.Single(format => format.Name == "language_code").Values!.Count.ShouldBe(183);
        NamedFormats.All.Where(format => format.Values is not null).ShouldAllBe(format => format.Values!.Distinct(StringComparer.Ordinal).Count() == format.Values!.Count);
    }

    private static bool Accepts(NamedFormat format, string text) =>
        (format.Values?.Contains(text, StringComparer.Ordinal) ?? Regex.IsMatch(text, format.Pattern!, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)))
        && format.Beyond?.Invoke("x") switch
        {
            HasCheckDigits { Scheme: CheckDigits.Luhn } => Texts.PassesLuhn(text),
            HasCheckDigits => Texts.PassesIban(text),
            IsJson => Texts.IsJson(text),
            _ => true,
        };
}
