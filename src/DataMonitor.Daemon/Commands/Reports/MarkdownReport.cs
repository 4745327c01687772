using DataMonitor.Core.Checks;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>For pull requests and chat.</summary>
internal static class MarkdownReport
{
    public static void Write(RunSummary summary, TextWriter output)
    {
        output.Write($"**{TextReport.WordOf(summary.Status)}**: {summary.Sentence()}.\n");
        foreach (var (dataset, _, report, _) in summary.Datasets)
        {
            output.Write($"\n### {Escape(dataset.Name)}: {TextReport.WordOf(report.Status)}\n\n");
            if (report.Results.Length == 0)
            {
                output.Write($"{Escape(report.Problem ?? "No checks.")}\n");
                continue;
            }

            output.Write("| | check | what was found |\n|---|---|---|\n");
            foreach (var result in report.Results.OrderByDescending(result => result.Outcome.Rank()))
            {
                output.Write($"| {TextReport.WordOf(result.Outcome)} | {Escape(result.Name)} | {Escape(result.Explanation)} |\n");
                foreach (var (outcome, name, figure) in RunSummary.BadSegments(result))
                {
                    output.Write($"| {TextReport.WordOf(outcome)} | · {Escape(name)} | {Escape(figure)} |\n");
                }
            }
        }
    }

    /// <summary>Names and sentences are text, not markup; a line break would end the row.</summary>
    public static string Escape(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\r' or '\n' => " ",
        '<' => "&lt;",
        '>' => "&gt;",
        '|' or '*' or '_' or '`' or '[' or ']' or '\\' or '~' => $"\\{letter}",
        _ => letter.ToString(),
    }));
}
