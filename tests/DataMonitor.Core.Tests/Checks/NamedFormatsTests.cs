using System.Text.RegularExpressions;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Tests.Checks;

public sealed class NamedFormatsTests
{
    private static readonly Dictionary<string, (string[] Accepted, string[] Refused)> Examples = new(StringComparer.Ordinal)
    {
        ["email"] = (["a@b.de", "first.last+tag@mail.example.co.uk", "o'neil@x-y.org"], ["", "a@b", "a@.de", "a@b..de", "a b@c.de", "a@b.c1", "@b.de", "a@b.de "]),
        ["url"] = (["https://example.org", "http://localhost:8080/a?b=c#d", "https://a.b/ü"], ["example.org", "ftp://a.b", "https://", "https://a b", "https:///a", "https://-a.b", "https://a.b:123456"]),
        ["uuid"] = (["123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000", "ABCDEFAB-1234-1234-1234-ABCDEFABCDEF"], ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g", "{123e4567-e89b-12d3-a456-426614174000}"]),
        ["ipv4"] = (["0.0.0.0", "192.168.1.10", "255.255.255.255"], ["256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 "]),
        ["ipv6"] = (["::", "::1", "2001:db8::8a2e:370:7334", "1:2:3:4:5:6:7:8", "1::", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "fe80::1:2"], ["1:2:3:4:5:6:7", "1::2::3", "12345::", ":1", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "::ffff:1.2.3.4"]),
        ["date"] = (["2026-01-31", "2024-02-29", "0001-12-01"], ["2026-02-30", "2026-13-01", "2026-04-31", "26-01-01", "2026-1-1", "2026-01-01T00:00", "01.02.2026"]),
        ["time"] = (["00:00", "23:59:59", "07:05:01.123456"], ["24:00", "7:05", "12:60", "12:00:60", "12:00:00."]),
        ["datetime"] = (["2026-01-31T06:15", "2026-01-31 06:15:00.5", "2026-01-31T06:15:00Z", "2026-01-31T06:15:00+02:00", "2026-01-31T06:15:00-0330"], ["2026-01-31", "2026-01-31T6:15", "2026-02-30T06:15", "2026-01-31T06:15 CET", "2026-01-31T06:15+25:00"]),
        ["phone_e164"] = (["+4930123456", "+14155552671"], ["004930123456", "+0493012345", "+49 30 123456", "+123456", "+1234567890123456"]),
        ["iban"] = (["DE89370400440532013000", "NO9386011117947"], ["DE89 3704 0044 0532 0130 00", "de89370400440532013000", "D189370400440532013000", "DE8937"]),
        ["integer"] = (["0", "-12", "+7", "007"], ["", "1.0", "1e3", "1,000", "--1", "x"]),
        ["number"] = (["0", "-1.5", ".5", "2.", "1e-9", "+3.0E+8"], ["", ".", "1,5", "1e", "NaN", "0x1f"]),
        ["country_code"] = (["DE", "GB", "US"], ["de", "UK", "EU", "XX", "DEU", ""]),
        ["currency_code"] = (["EUR", "USD", "BGN"], ["eur", "EURO", "DEM", "XXX", ""]),
    };

    public static TheoryData<string> Names => [.. NamedFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Format_ItsExamples_AreToldApart(string name)
    {
        var format = NamedFormats.All.Single(known => known.Name == name);
        var (accepted, refused) = Examples[name];

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
        NamedFormats.All.Where(format => format.Values is not null).ShouldAllBe(format => format.Values!.Distinct(StringComparer.Ordinal).Count() == format.Values!.Count);
    }

    private static bool Accepts(NamedFormat format, string text) =>
        format.Values?.Contains(text, StringComparer.Ordinal) ?? Regex.IsMatch(text, format.Pattern!, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
}
