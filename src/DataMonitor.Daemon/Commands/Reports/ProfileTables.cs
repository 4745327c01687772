using DataMonitor.Core.Profiles;
using Spectre.Console;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>A profile as a table: for a terminal, for a pipe, for a pull request.</summary>
internal static class ProfileTables
{
    private static readonly string[] Titles = ["column", "type", "missing", "different", "range or length", "spread", "looks like", "most frequent"];

    public static void Write(ProfileView view, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new(Markup.Escape(view.Heading)) };
        foreach (var title in Titles)
        {
            var column = new TableColumn(title);
            table.AddColumn(title is "column" or "type" or "spread" ? column.NoWrap() : column);
        }

        foreach (var profile in view.Profile.Columns)
        {
            var cells = Cells(view, profile).Select(Markup.Escape).ToArray();
            cells[2] = profile.Nulls == profile.Rows && profile.Rows > 0 ? $"[red]{cells[2]}[/]" : cells[2];
            cells[5] = $"[blue]{cells[5]}[/]";
            cells[6] = profile.Personal is null ? cells[6] : $"[yellow]{cells[6]}[/]";
            table.AddRow(cells);
        }

        console.Write(table);
        foreach (var gap in view.Report.Gaps)
        {
            console.MarkupLine($"[grey]not measured: {Markup.Escape(gap)}[/]");
        }
    }

    /// <summary>No colour, no frame, columns by spaces.</summary>
    public static void WriteText(ProfileView view, TextWriter output)
    {
        string[][] rows = [Titles, .. view.Profile.Columns.Select(profile => Cells(view, profile).ToArray())];
        var widths = Titles.Select((_, index) => rows.Max(row => row[index].Length)).ToArray();
        output.Write($"{view.Heading}\n\n");
        foreach (var row in rows)
        {
            output.Write($"{string.Join("  ", row.Select((cell, index) => cell.PadRight(widths[index]))).TrimEnd()}\n");
        }

        foreach (var gap in view.Report.Gaps)
        {
            output.Write($"not measured: {gap}\n");
        }
    }

    public static void WriteMarkdown(ProfileView view, TextWriter output)
    {
        output.Write($"### {MarkdownReport.Escape(view.Heading)}\n\n| {string.Join(" | ", Titles)} |\n|{string.Concat(Titles.Select(_ => "---|"))}\n");
        foreach (var profile in view.Profile.Columns)
        {
            output.Write($"| {string.Join(" | ", Cells(view, profile).Select(MarkdownReport.Escape))} |\n");
        }

        foreach (var gap in view.Report.Gaps)
        {
            output.Write($"\nnot measured: {MarkdownReport.Escape(gap)}\n");
        }
    }

    private static IEnumerable<string> Cells(ProfileView view, ColumnProfile profile) =>
    [
        profile.Column,
        ProfileView.Type(profile),
        ProfileView.Missing(profile),
        ProfileView.Different(profile),
        view.Range(profile),
        ProfileView.Bar(profile),
        ProfileView.Meaning(profile),
        view.Top(profile),
    ];
}
