using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>What <c>monitor run</c> did.</summary>
internal sealed record RunSummary(ImmutableArray<DatasetOutcome> Datasets)
{
    private const int MostSegments = 10;

    public IEnumerable<CheckResult> Results => Datasets.SelectMany(dataset => dataset.Report.Results);

    /// <summary>The worst of all.</summary>
    public RunStatus Status => Datasets.Select(dataset => dataset.Report.Status).DefaultIfEmpty(RunStatus.Passed).MaxBy(ExitCode.Of);

    public int Count(CheckOutcome outcome) => Results.Count(result => result.Outcome == outcome);

    /// <returns><c>2 datasets, 9 checks: 7 passed, 1 warned, 1 failed, 0 errored, 0 not applicable</c>.</returns>
    public string Sentence()
    {
        var parts = new[]
        {
            $"{Count(CheckOutcome.Passed)} passed", $"{Count(CheckOutcome.Warned)} warned", $"{Count(CheckOutcome.Failed)} failed",
            $"{Count(CheckOutcome.Errored)} errored", $"{Count(CheckOutcome.NotApplicable)} not applicable",
        };
        return $"{Counted(Datasets.Length, "dataset")}, {Counted(Results.Count(), "check")}: {string.Join(", ", parts)}";
    }

    /// <returns>The segments of a check that did not pass, the worst first: at most ten, as an explanation names but three.</returns>
    public static IEnumerable<(CheckOutcome Outcome, string Name, string Figure)> BadSegments(CheckResult result) => result.Segments
        .Where(segment => segment.Outcome.Rank() > 0)
        .Take(MostSegments)
        .Select(segment => (segment.Outcome, $"{segment.Segment.Column} {segment.Segment.Name}", segment.Figure + (segment.Limits is { } limits ? $", {limits} expected" : "")));

    public static string Counted(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}

/// <param name="IsRecorded">Stands in the state store; a run of single checks does not, as it would hide the others.</param>
internal sealed record DatasetOutcome(Dataset Dataset, DateTimeOffset ScheduledAt, RunReport Report, bool IsRecorded);
