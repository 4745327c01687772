using DataMonitor.Core.Checks;
using DataMonitor.Core.Runs;
using Spectre.Console;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>The table for a terminal.</summary>
internal static class ConsoleReport
{
    public static void Write(RunSummary summary, IAnsiConsole console)
    {
        foreach (var (dataset, _, report, _) in summary.Datasets)
        {
            var table = new Table { Border = TableBorder.Rounded, Expand = true };
            table.Title = new($"{Markup.Escape(dataset.Name)} {Mark(report.Status)}{CostWords.Read(report.Statements)}");
            table.AddColumn(new TableColumn("").NoWrap());
            table.AddColumn("check");
            table.AddColumn("what was found");
            if (report.Results.Length == 0 && report.Problem is { } problem)
            {
                table.AddRow(Mark(report.Status), "", Markup.Escape(problem));
            }

            foreach (var result in report.Results)
            {
                table.AddRow(Mark(result.Outcome), Markup.Escape(result.Name), Markup.Escape(result.Explanation));
                foreach (var (outcome, name, figure) in RunSummary.BadSegments(result))
                {
                    table.AddRow(Mark(outcome), $"  {Markup.Escape(name)}", Markup.Escape(figure));
                }
            }

            foreach (var recheck in report.Rechecks)
            {
                table.AddRow("[grey]again[/]", Markup.Escape(recheck.Result.Name), Markup.Escape(recheck.Result.Explanation));
            }

            console.Write(table);
        }

        console.MarkupLine($"{Mark(summary.Status)} {summary.Sentence()}.");
    }

    private static string Mark(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "[green]passed[/]",
        CheckOutcome.Warned => "[yellow]warned[/]",
        CheckOutcome.Failed => "[red]failed[/]",
        CheckOutcome.Errored => "[magenta]errored[/]",
        _ => "[grey]n/a[/]",
    };

    private static string Mark(RunStatus status) => status switch
    {
        RunStatus.Passed => "[green]passed[/]",
        RunStatus.Warned => "[yellow]warned[/]",
        RunStatus.Failed => "[red]failed[/]",
        _ => "[magenta]errored[/]",
    };
}
