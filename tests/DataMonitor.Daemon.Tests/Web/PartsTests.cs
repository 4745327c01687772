using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Evaluation;
using DataMonitor.Daemon.Web;

namespace DataMonitor.Daemon.Tests.Web;

public sealed partial class PartsTests
{
    private static readonly Gen<double?> Number = Gen.OneOf(Gen.Const((double?)null), Gen.Double.Select(number => (double?)number), Gen.Double[-10, 10].Select(number => (double?)number));

    [Fact]
    public void Sparkline_AnyValuesAndLimits_StaysInItsBox() =>
        Gen.Select(Number, Number, Number, Gen.Enum<CheckOutcome>()).Select((value, lower, upper, outcome) => new PastValue(Scenario.Now, outcome, value, MetricUnit.Number, lower, upper))
            .Array[0, 60]
            .Sample(values =>
            {
                if (SparklineShape.Of(values) is { } shape)
                {
                    var numbers = Coordinate().Matches($"{shape.Line}{shape.Band}{string.Concat(shape.Dots.Select(dot => $"M{dot.X} {dot.Y}"))}");
                    numbers.ShouldAllBe(point => Inside(point, "x", SparklineShape.Width) && Inside(point, "y", SparklineShape.Height));
                    $"{shape.Line}{shape.Band}".ShouldNotContain("NaN");
                    shape.Line.ShouldStartWith("M");
                }
                else
                {
                    values.ShouldAllBe(value => value.Value == null || !double.IsFinite(value.Value.Value));
                }
            });

    [Theory]
    [InlineData("https://wiki.example.org/a", true)]
    [InlineData("http://wiki/a", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Outside_OnlyWebAddresses_MayBeFollowed(string address, bool expected) => (Links.Outside(new Uri(address)) is not null).ShouldBe(expected);

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-59, "59 s ago")]
    [InlineData(-3599, "59 min ago")]
    [InlineData(7200, "in 2 h")]
    [InlineData(-200_000, "2 d ago")]
    public void Relative_Distance_IsOneUnit(int seconds, string expected) => Words.Relative(Scenario.Now.AddSeconds(seconds), Scenario.Now).ShouldBe(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Stylesheet_EachTheme_KeepsTextReadable(int theme)
    {
        using var stream = typeof(Words).Assembly.GetManifestResourceStream("DataMonitor.Daemon.Web.Assets.monitor.css")!;
        using var reader = new StreamReader(stream);
        var blocks = reader.ReadToEnd().Split(":root {").Skip(1).Select(block => block[..block.IndexOf('}', StringComparison.Ordinal)]).ToArray();
        var colors = Color().Matches(blocks[theme]).ToDictionary(match => match.Groups["name"].Value, match => Luminance(match.Groups["hex"].Value), StringComparer.Ordinal);

        string[] inks = ["ink", "soft", "accent", "passed", "warned", "failed", "errored", "missed"];
        string[] grounds = ["ground", "surface", "sunken"];
        (string Ink, string Ground)[] pairs =
        [
            .. inks.SelectMany(ink => grounds.Select(ground => (ink, ground))),
            ("surface", "accent"), ("accent", "accent-ground"), ("ink", "warned-ground"), ("accent", "warned-ground"), ("ink", "errored-ground"), ("ink", "failed-ground"),
        ];
        foreach (var (ink, ground) in pairs)
        {
            Contrast(colors[ink], colors[ground]).ShouldBeGreaterThanOrEqualTo(4.5, $"{ink} on {ground}");
        }

        Contrast(colors["strong-line"], colors["surface"]).ShouldBeGreaterThanOrEqualTo(3, "edges of controls");
    }

    private static bool Inside(Match point, string axis, double size) => double.Parse(point.Groups[axis].Value, CultureInfo.InvariantCulture) is var at && at >= 0 && at <= size;

    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static double Luminance(string hex)
    {
        var channels = Convert.FromHexString(hex).Select(value => value / 255.0).Select(share => share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex(@"[ML](?<x>\S+) (?<y>[^MLZ\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Coordinate();

    [GeneratedRegex(@"--(?<name>[a-z-]+): #(?<hex>[0-9a-f]{6});", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Color();
}
