using System.Globalization;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Adapters.Channels;

/// <summary>The history of a check as bars made of table cells: the one kind of picture that every mailbox shows without asking.</summary>
internal static class MailChart
{
    private const int Height = 64;
    private const int LineHeight = 1;

    public static void Write(HtmlWriter html, Alert alert, string colour)
    {
        if (MailWords.History(alert) is not { } caption)
        {
            return;
        }

        var newest = alert.History[^1];
        double?[] shown = [.. alert.History.Select(past => past.Value), newest.Lower, newest.Upper, 0];
        var (least, most) = (shown.Min()!.Value, shown.Max()!.Value);
        html.Write($"""
            <tr><td class="pad" style="padding:16px 24px 0">
            <table class="rule" role="img" aria-label="{caption}" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-bottom:1px solid #c3ccd5;table-layout:fixed;max-width:592px"><tr>
            """);
        foreach (var past in alert.History)
        {
            html.Write($"""<td valign="bottom" style="height:{Height}px;padding:0 1px;font-size:0;line-height:0;vertical-align:bottom">""");
            WriteColumn(html, past, ColourOf(past, colour), [LevelOf(newest.Lower), LevelOf(newest.Upper)]);
            html.Write($"</td>");
        }

        html.Write($"""
            </tr></table>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:592px"><tr>
            <td class="dim" align="left" style="{Caption}">{MailWords.Instant(alert.History[0].ScheduledAt)}</td>
            <td class="dim" align="right" style="{Caption}">{MailWords.Instant(newest.ScheduledAt)}</td>
            </tr><tr><td class="dim" colspan="2" style="{Caption}">{caption}{LimitsOf(newest)}</td></tr></table>
            </td></tr>
            """);

        int? LevelOf(double? value) => value is { } number && most > least ? (int)Math.Round((number - least) / (most - least) * Height) : null;

        void WriteColumn(HtmlWriter into, PastValue past, (string Class, string Colour) bar, int?[] limits)
        {
            // From top to bottom: pieces of air and bar, parted by the lines of the limits.
            var top = past.Value is null ? 0 : Math.Max(LevelOf(past.Value) ?? Height, 2);
            int[] cuts = [.. limits.OfType<int>().Where(level => level is > 0 and <= Height).Append(top).Append(Height).Append(0).Distinct().OrderDescending()];
            foreach (var (upper, lower) in cuts.Zip(cuts.Skip(1)))
            {
                var isLimit = limits.Contains(upper);
                var height = upper - lower - (isLimit ? LineHeight : 0);
                if (isLimit)
                {
                    into.Write($"""<div style="height:{LineHeight}px;margin:0 -1px;background:#8a96a3"></div>""");
                }

                if (height > 0)
                {
                    into.Write($"""<div class="{(upper <= top ? bar.Class : "")}" style="height:{height}px;background:{(upper <= top ? bar.Colour : "transparent")}"></div>""");
                }
            }
        }
    }

    private const string Caption = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:12px;line-height:18px;color:#5b6775;padding-top:2px";

    private static string LimitsOf(PastValue newest) => (newest.Lower, newest.Upper) switch
    {
        ({ } lower, { } upper) => string.Create(CultureInfo.InvariantCulture, $"; outside the lines ({Display.Of(lower, newest.Unit)} and {Display.Of(upper, newest.Unit)}) it fails"),
        ({ } lower, null) => $"; below the line ({Display.Of(lower, newest.Unit)}) it fails",
        (null, { } upper) => $"; above the line ({Display.Of(upper, newest.Unit)}) it fails",
        _ => "",
    };

    private static (string Class, string Colour) ColourOf(PastValue past, string alertColour) => past.Outcome switch
    {
        CheckOutcome.Failed => ("", "#d13438"),
        CheckOutcome.Warned => ("", "#b36b00"),
        CheckOutcome.Errored => ("", alertColour),
        _ => ("good", "#9fb2c5"),
    };
}
