using System.Globalization;
using DataMonitor.Core.Checks;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>The table for a file or a pipe: no colour, no frame, columns by spaces.</summary>
internal static class TextReport
{
    public static void Write(RunSummary summary, TextWriter output)
    {
        foreach (var (dataset, _, report, _) in summary.Datasets)
        {
            output.Write($"{dataset.Name}  {WordOf(report.Status)}  {RunSummary.Counted(report.Results.Length, "check")} in {Seconds(report.FinishedAt - report.StartedAt)}{CostWords.Read(report.Statements)}\n");
            if (report.Results.Length == 0 && report.Problem is { } problem)
            {
                output.Write($"  {problem}\n");
            }

            var width = report.Results.Select(result => result.Name.Length).DefaultIfEmpty().Max();
            foreach (var result in report.Results)
            {
                output.Write($"  {WordOf(result.Outcome),-7}  {result.Name.PadRight(width)}  {result.Explanation}\n");
                foreach (var (outcome, name, figure) in RunSummary.BadSegments(result))
                {
                    output.Write($"    {WordOf(outcome),-7}  {name}: {figure}\n");
                }
            }

            foreach (var recheck in report.Rechecks)
            {
                output.Write($"  {"again",-7}  {recheck.Result.Name.PadRight(width)}  {recheck.Result.Explanation}\n");
            }

            output.Write('\n');
        }

        output.Write($"{summary.Sentence()}.\n");
    }

    public static string WordOf(CheckOutcome outcome) => outcome == CheckOutcome.NotApplicable ? "n/a" : WordOf<CheckOutcome>(outcome);

    public static string WordOf<T>(T status)
        where T : struct, Enum => status.ToString().ToLowerInvariant();

    private static string Seconds(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.00} s");
}
