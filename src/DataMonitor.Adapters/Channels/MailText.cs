using System.Text;
using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.Channels;

/// <summary>The plain part of a mail. It stands alone: pagers, watches and screen readers show nothing else.</summary>
internal sealed class MailText
{
    public const int MostDetailed = 20;
    public const int MostListed = 100;

    private readonly StringBuilder text = new();

    private MailText()
    {
    }

    public static string Write(AlertMessage message)
    {
        var mail = new MailText();
        foreach (var alert in message.Alerts.Take(MostDetailed))
        {
            mail.WriteAlert(message, alert);
            mail.Line("");
        }

        mail.Lines(Rest(message));
        return mail.text.ToString();
    }

    /// <returns>What a mail says in a line each, because there is too much of it or it was told before.</returns>
    public static IEnumerable<string> Rest(AlertMessage message)
    {
        var lines = message.Alerts.Skip(MostDetailed).Take(MostListed).Select(alert => $"{MailWords.Status(alert)}: {alert.Title}");
        if (message.Alerts.Count > MostDetailed + MostListed)
        {
            lines = lines.Append($"and {MailWords.Count(message.Alerts.Count - MostDetailed - MostListed, "more change")}");
        }

        return message.StillFiring == 0 ? lines : lines.Append($"Still open since earlier: {MailWords.Count(message.StillFiring, "problem")}.");
    }

    private void WriteAlert(AlertMessage message, Alert alert)
    {
        Lines(
        [
            $"{MailWords.Status(alert)}: {alert.Title}",
            $"{(alert.Dataset.Length == 0 ? $"source {alert.Source}" : alert.Dataset)} · {MailWords.Scope(alert)}",
            "",
            alert.Explanation,
            "",
        ]);
        Fact("Observed", alert.Observed);
        Fact("Expected", alert.Expected);
        Fact("Broken", alert.FailedRows is { } rows ? MailWords.Count(rows, "row") : null);
        foreach (var (index, segment) in MailWords.Segments(alert).Index())
        {
            Fact(index == 0 ? "Segments" : "", segment);
        }

        Fact("History", MailWords.History(alert));
        Fact("Since", MailWords.Since(alert));
        Fact("Last good", alert.LastGoodAt is { } good ? MailWords.Instant(good) : null);
        Fact("About", alert.Description);
        if (alert.Sql is { } sql)
        {
            Lines(["", "SQL to reproduce:", .. sql.ReplaceLineEndings("\n").Split('\n').Select(line => $"  {line}"), ""]);
        }

        Fact("Owner", alert.Owner);
        Fact("Runbook", alert.Runbook?.AbsoluteUri);
        Fact("Status", StatusLinks.Of(message.StatusPage, alert)?.AbsoluteUri);
        Fact("Why you", $"{alert.MatchedRoute} (receiver {message.Receiver}, incident {MailWords.ShortId(alert)})");
    }

    private void Fact(string name, string? value)
    {
        if (value is not null)
        {
            Line($"  {name,-10} {value}");
        }
    }

    private void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Line(line);
        }
    }

    private void Line(string line) => text.Append(MailWords.OneLine(line)).Append('\n');
}
