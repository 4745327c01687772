using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;

namespace DataMonitor.Adapters.Channels;

/// <summary>The HTML part of a mail: tables and inline styles, because many mailboxes drop the rest; what they keep of the style sheet adds dark colours and narrow screens.</summary>
internal static class MailHtml
{
    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private const string Mono = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";
    private const string Label = $"{Font};font-size:12px;line-height:16px;color:#5b6775;padding:0 0 2px";

    private static readonly (string Name, string Colour) Ink = ("ink", "#16202b");

    public static string Write(AlertMessage message)
    {
        var html = new HtmlWriter();
        html.Write($$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{{message.Headline}}</title>
            <style>
            :root { color-scheme: light dark; supported-color-schemes: light dark; }
            @media (prefers-color-scheme: dark) {
              .page { background: #0e1318 !important; }
              .card { background: #182028 !important; border-right-color: #2b3743 !important; border-bottom-color: #2b3743 !important; border-left-color: #2b3743 !important; }
              .ink { color: #e8edf2 !important; }
              .dim { color: #9fadbb !important; }
              .rule { border-color: #2b3743 !important; }
              .code { background: #10161c !important; border-color: #2b3743 !important; color: #d5dee7 !important; }
              .quiet { background: #243040 !important; color: #e8edf2 !important; }
              .good { background: #5f7387 !important; }
              .red { color: #ff7b72 !important; }
              .amber { color: #f0a83c !important; }
              .violet { color: #b794f6 !important; }
            }
            @media (max-width: 480px) {
              .outer { padding: 0 !important; }
              .pad { padding-left: 16px !important; padding-right: 16px !important; }
              .half { display: block !important; width: 100% !important; padding: 0 0 12px !important; }
              .value { font-size: 20px !important; line-height: 26px !important; }
            }
            </style>
            </head>
            <body class="page" style="margin:0;padding:0;background:#eef1f4;-webkit-text-size-adjust:100%">
            <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{{MailWords.Summary(message)}}</div>
            <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#eef1f4">
            <tr><td class="outer" align="center" style="padding:24px 12px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px;text-align:left">
            """);
        foreach (var alert in message.Alerts.Take(MailText.MostDetailed))
        {
            WriteAlert(html, message, alert);
        }

        foreach (var line in MailText.Rest(message))
        {
            html.Write($"""<tr><td class="dim pad" style="{Font};font-size:13px;line-height:20px;color:#5b6775;padding:0 24px 4px;word-break:break-word">{line}</td></tr>""");
        }

        html.Write($"</table></td></tr></table></body></html>");
        return html.ToString();
    }

    private static void WriteAlert(HtmlWriter html, AlertMessage message, Alert alert)
    {
        var (name, colour) = ColourOf(alert);
        html.Write($"""
            <tr><td style="padding:0 0 16px">
            <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#ffffff;border:1px solid #d9e0e6;border-top:4px solid {colour};border-radius:8px">
            <tr><td class="pad" style="padding:20px 24px 0">
            <span style="{Font};display:inline-block;background:{colour};color:#ffffff;font-size:12px;line-height:20px;font-weight:700;letter-spacing:.4px;padding:2px 10px;border-radius:12px">{MailWords.Status(alert)}</span>
            <h1 class="ink" style="{Font};margin:12px 0 4px;font-size:20px;line-height:26px;font-weight:650;color:#16202b;word-break:break-word">{alert.Title}</h1>
            <div class="ink" style="{Mono};font-size:13px;line-height:20px;color:#16202b;word-break:break-all">{(alert.Dataset.Length == 0 ? alert.Source : alert.Dataset)}</div>
            <div class="dim" style="{Font};font-size:13px;line-height:20px;color:#5b6775">{MailWords.Scope(alert)}</div>
            <p class="ink" style="{Font};margin:14px 0 0;font-size:15px;line-height:22px;color:#16202b;word-break:break-word">{alert.Explanation}</p>
            </td></tr>
            """);
        if (alert.Observed is not null || alert.Expected is not null)
        {
            html.Write($"""
                <tr><td class="pad" style="padding:16px 24px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
                """);
            WriteFigure(html, "Observed", alert.Observed ?? "no value", alert.IsFiring ? (name, colour) : Ink);
            WriteFigure(html, "Expected", alert.Expected ?? "anything", Ink);
            html.Write($"</tr></table></td></tr>");
        }

        MailChart.Write(html, alert, colour);
        html.Write($"""
            <tr><td class="pad" style="padding:16px 24px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
            """);
        WriteFact(html, "Since", MailWords.Since(alert));
        WriteFact(html, "Last good", alert.LastGoodAt is { } good ? MailWords.Instant(good) : null);
        WriteFact(html, "Broken", alert.FailedRows is { } rows ? MailWords.Count(rows, "row") : null);
        foreach (var (index, segment) in MailWords.Segments(alert).Index())
        {
            WriteFact(html, index == 0 ? "Segments" : "", segment);
        }

        WriteFact(html, "Owner", alert.Owner);
        WriteFact(html, "About", alert.Description);
        html.Write($"</table></td></tr>");
        if (alert.Sql is { } sql)
        {
            html.Write($"""
                <tr><td class="pad" style="padding:14px 24px 0"><div class="dim" style="{Label}">SQL to reproduce</div>
                <div class="code" style="{Mono};font-size:12px;line-height:18px;color:#243240;background:#f5f7f9;border:1px solid #d9e0e6;border-radius:6px;padding:10px 12px;white-space:pre-wrap;word-break:break-word">{sql}</div></td></tr>
                """);
        }

        WriteActions(html, message, alert);
        html.Write($"""
            <tr><td class="pad" style="padding:16px 24px 18px"><div class="dim rule" style="{Font};border-top:1px solid #e3e8ed;padding-top:10px;font-size:12px;line-height:18px;color:#5b6775;word-break:break-word">Why you got this: {alert.MatchedRoute} (receiver {message.Receiver}, incident {MailWords.ShortId(alert)})</div></td></tr>
            </table></td></tr>
            """);
    }

    private static void WriteFigure(HtmlWriter html, string label, string value, (string Name, string Colour) ink) => html.Write($"""
        <td class="half" width="50%" valign="top" style="padding:0 12px 0 0"><div class="dim" style="{Label}">{label}</div>
        <div class="value {ink.Name}" style="{Font};font-size:22px;line-height:28px;font-weight:650;color:{ink.Colour};word-break:break-word">{value}</div></td>
        """);

    private static void WriteFact(HtmlWriter html, string label, string? value)
    {
        if (value is not null)
        {
            html.Write($"""
                <tr><td class="dim" width="84" valign="top" style="{Font};font-size:13px;line-height:22px;color:#5b6775;white-space:nowrap;padding-right:12px">{label}</td>
                <td class="ink" valign="top" style="{Font};font-size:13px;line-height:22px;color:#16202b;word-break:break-word">{value}</td></tr>
                """);
        }
    }

    private static void WriteActions(HtmlWriter html, AlertMessage message, Alert alert)
    {
        var status = StatusLinks.Of(message.StatusPage, alert);
        if (status is null && alert.Runbook is null)
        {
            return;
        }

        html.Write($"""<tr><td class="pad" style="padding:16px 24px 0">""");
        if (status is not null)
        {
            html.Write($"""<a href="{status.AbsoluteUri}" style="{Font};display:inline-block;background:#1f5fbf;color:#ffffff;font-size:14px;line-height:20px;font-weight:600;text-decoration:none;padding:8px 16px;border-radius:6px;margin:0 8px 6px 0">Open status page</a>""");
        }

        if (alert.Runbook is { } runbook)
        {
            html.Write($"""<a class="quiet" href="{runbook.AbsoluteUri}" style="{Font};display:inline-block;background:#e6ebf0;color:#16202b;font-size:14px;line-height:20px;font-weight:600;text-decoration:none;padding:8px 16px;border-radius:6px;margin:0 8px 6px 0">Runbook</a>""");
        }

        html.Write($"</td></tr>");
    }

    /// <summary>Dark enough for white text upon it, and light enough to be seen on both backgrounds.</summary>
    private static (string Name, string Colour) ColourOf(Alert alert) => alert switch
    {
        { IsFiring: false } => ("green", "#1d8a4a"),
        { Outcome: CheckOutcome.Errored } => ("violet", "#7a52c7"),
        { Outcome: CheckOutcome.Warned } => ("amber", "#b36b00"),
        _ => ("red", "#d13438"),
    };
}
