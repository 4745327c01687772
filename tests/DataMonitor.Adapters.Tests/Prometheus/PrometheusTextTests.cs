using System.Text;
using CsCheck;
using DataMonitor.Adapters.Prometheus;

namespace DataMonitor.Adapters.Tests.Prometheus;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Series_NoneKnown_LeavesTheFamilyOut()
    {
        var text = new PrometheusText(10);
        text.Family("dq_a", "Help.");

        text.Series([], null);
        text.Series([], double.NaN);

        text.Written.Length.ShouldBe(0);
    }

    [Fact]
    public void Series_HostileLabels_AreEscaped()
    {
        var text = new PrometheusText(10);
        text.Family("dq_a", "Help\\\nline.");

        text.Series(PrometheusText.Labels(("dataset", "a\"b\\c\nd"), ("owner", null), ("tier", "")), 1.5);

        Encoding.UTF8.GetString(text.Written.Span).ShouldBe("# HELP dq_a Help\\\\\\nline.\n# TYPE dq_a gauge\ndq_a{dataset=\"a\\\"b\\\\c\\nd\"} 1.5\n");
    }

    [Fact]
    public void Series_BeyondTheCap_AreCounted()
    {
        var text = new PrometheusText(2);
        text.Family("dq_a", "Help.");
        for (var number = 0; number < 5; number++)
        {
            text.Series(PrometheusText.Labels(("check", $"c{number}")), number);
        }

        text.Capped.ShouldBe(3);
        Encoding.UTF8.GetString(text.Written.Span).ShouldEndWith("dq_a{check=\"c1\"} 1\n");
    }

    [Fact]
    public void Labels_AnyText_StayOnOneLineAndReadBack() => Gen.String.Where(value => value.Length > 0).Sample(value =>
    {
        var line = Encoding.UTF8.GetString(PrometheusText.Labels(("a", value)));

        line.ShouldNotContain("\n");
        line[4..^2].Replace("\\\\", "\0", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\0", "\\", StringComparison.Ordinal).ShouldBe(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)).Replace("\0", "\\", StringComparison.Ordinal));
    });
}
