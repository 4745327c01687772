using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Commands;
using DataMonitor.Daemon.Commands.Reports;
using DataMonitor.Daemon.Tests.Scheduling;

namespace DataMonitor.Daemon.Tests.Commands;

public sealed class ReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Text_EveryOutcome_IsATableOfSpaces() => Written(TextReport.Write, Summary()).ShouldMatchApproved(golden => golden.SubFolder("Golden"));

    [Fact]
    public void Json_EveryOutcome_HoldsEverything() => Written(JsonReport.Write, Summary()).ShouldMatchApproved(golden => golden.SubFolder("Golden"));

    [Fact]
    public void JUnit_EveryOutcome_IsOneSuiteADataset() => Written(JUnitReport.Write, Summary()).ShouldMatchApproved(golden => golden.SubFolder("Golden"));

    [Fact]
    public void Markdown_EveryOutcome_ShowsTheWorstFirst() => Written(MarkdownReport.Write, Summary()).ShouldMatchApproved(golden => golden.SubFolder("Golden"));

    [Fact]
    public void Write_SegmentedCheck_ListsWhatDidNotPassInEveryReport() => string.Join(
        "\n--------\n",
        new Action<RunSummary, TextWriter>[] { TextReport.Write, MarkdownReport.Write, JUnitReport.Write, JsonReport.Write }.Select(write => Written(write, Segmented())))
        .ShouldMatchApproved(golden => golden.SubFolder("Golden"));

    [Fact] // names and sentences come from definitions and databases
    public void Write_AnyText_IsWellFormed() => Gen.String[Gen.Char, 0, 40].Sample(text =>
    {
        var summary = Of(Result("a", text, CheckOutcome.Failed, text));

        XDocument.Parse(Written(JUnitReport.Write, summary)).Descendants("testcase").Count().ShouldBe(1);
        using var json = JsonDocument.Parse(Written(JsonReport.Write, summary));
        json.RootElement.GetProperty("datasets").GetArrayLength().ShouldBe(1);
        Written(MarkdownReport.Write, summary).Split('\n').Count(line => line.StartsWith("| failed", StringComparison.Ordinal)).ShouldBe(1);
    });

    [Theory]
    [InlineData(new[] { CheckOutcome.Passed, CheckOutcome.NotApplicable }, ExitCode.Passed)]
    [InlineData(new[] { CheckOutcome.Passed, CheckOutcome.Warned }, ExitCode.Warned)]
    [InlineData(new[] { CheckOutcome.Warned, CheckOutcome.Failed }, ExitCode.Failed)]
    [InlineData(new[] { CheckOutcome.Failed, CheckOutcome.Errored }, ExitCode.Errored)]
    [InlineData(new CheckOutcome[0], ExitCode.Passed)]
    public void Status_SeveralOutcomes_IsTheWorst(CheckOutcome[] outcomes, int code) =>
        ExitCode.Of(Of([.. outcomes.Select((outcome, index) => Result($"c{index}", "check", outcome, ""))]).Status).ShouldBe(code);

    private static string Written(Action<RunSummary, TextWriter> write, RunSummary summary)
    {
        using var output = new StringWriter();
        write(summary, output);
        return output.ToString();
    }

    private static RunSummary Summary() => new([
        Outcome("lake/scores/dt=*/*.parquet", RunStatus.Errored, "Source 'lake' does not answer. Start it."),
        WithLate(Outcome(
            "shop/orders",
            RunStatus.Errored,
            null,
            Result("volume", "volume", CheckOutcome.Passed, "100 rows in the table, at least 1 row expected.") with { Value = 100, Unit = MetricUnit.Rows, Limit = "at least 1 row", Lower = 1, Rows = 100 },
            Result("missing-email", "missing | email", CheckOutcome.Failed, "email: 10 % missing (10 of 100 rows), at most 1 % allowed.") with { Column = "email", Value = 0.1, Upper = 0.01, FailedRows = 10, Rows = 100 },
            Result("mean-total", "mean <total>", CheckOutcome.Warned, "total: mean 75.75 & rising."),
            Result("fresh", "freshness", CheckOutcome.NotApplicable, "No rows yet."),
            Result("sum", "sum amuont", CheckOutcome.Errored, "Column 'amuont' does not exist in orders. Did you mean 'amount'?")))]);

    private static DatasetOutcome WithLate(DatasetOutcome outcome) => outcome with { Report = outcome.Report with { Rechecks = [Late] } };

    private static Recheck Late { get; } = new(
        Noon.AddDays(-3), Noon.AddDays(-2), Noon.AddDays(-2), Noon.AddDays(-2).AddSeconds(4), 38_000, Noon,
        Result("volume", "volume", CheckOutcome.Passed, "on 2026-03-01, measured again: 41,210 rows (first 38,000 rows).") with { Value = 41_210, Unit = MetricUnit.Rows });

    private static RunSummary Segmented() => Of(Result("missing-email", "missing email per country", CheckOutcome.Failed, "email per country: 1 of 3 fails, 1 warns: …") with
    {
        Value = 0.071,
        Upper = 0.02,
        FailedRows = 86,
        Rows = 2010,
        Segments =
        [
            new(Segment.Of("country", "D|E<"), CheckOutcome.Failed, 0.071, MetricUnit.Share, null, 0.02, 71, 1000),
            new(Segment.Other("country"), CheckOutcome.Warned, 0.015, MetricUnit.Share, null, 0.02, 15, 1000),
            new(Segment.Of("country", null), CheckOutcome.Passed, 0, MetricUnit.Share, null, 0.02, 0, 10),
        ],
    });

    private static RunSummary Of(params CheckResult[] results) =>
        new([Outcome("shop/orders", Daemon.Scheduling.Measurer.StatusOf(results), null, results)]);

    private static DatasetOutcome Outcome(string name, RunStatus status, string? problem, params CheckResult[] results) => new(
        Datasets.Of(name), Noon, new(status, Noon, Noon.AddMilliseconds(120), "hash", problem, [.. results], [], null, ImmutableArray<Core.Planning.StatementCost>.Empty), IsRecorded: true);

    private static CheckResult Result(string id, string name, CheckOutcome outcome, string explanation) => new(
        id, "missing", name, null, Dimension.Completeness, Severity.Major, outcome, null, MetricUnit.Share, null, null, null, null, null, explanation, TimeSpan.FromMilliseconds(40));
}
