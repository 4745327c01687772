using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using MimeKit;
using MimeKit.Text;

namespace DataMonitor.Adapters.Channels;

/// <summary>A notification as a mail. The same notification always gives the same bytes, so that a mailbox can drop what a retry sent twice.</summary>
internal static class MailMessage
{
    private const int LongestSubject = 200;

    public static MimeMessage Compose(Notification notification, string from, IEnumerable<string> to)
    {
        var message = notification.Message;
        var sender = MailboxAddress.Parse(from);
        var mail = new MimeMessage
        {
            MessageId = IdOf(notification.Id),
            Date = message.CreatedAt,
            Subject = MailWords.OneLine(IsReply(message) ? $"Re: {message.Headline}" : message.Headline, LongestSubject),
        };
        mail.From.Add(sender);
        mail.To.AddRange(to.Select(MailboxAddress.Parse));
        foreach (var root in message.Alerts.Where(alert => alert.Thread is not null).Select(alert => IdOf(alert.Thread!.Value)).Distinct(StringComparer.Ordinal))
        {
            mail.InReplyTo ??= root;
            mail.References.Add(root);
        }

        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834
        mail.Headers.Add("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"); // not NDR: bounces shall reach us
        if (message.Alerts.Any(alert => alert is { IsFiring: true, Severity: Severity.Critical }))
        {
            mail.Headers.Add("X-Priority", "1");
            mail.Headers.Add("Importance", "high");
        }

        mail.Body = new MultipartAlternative(Part(TextFormat.Plain, MailText.Write(message)), Part(TextFormat.Html, MailHtml.Write(message)))
        {
            Boundary = $"=_{notification.Id:n}",
        };
        return mail;

        string IdOf(Guid id) => $"{id:n}@{sender.Domain}";
    }

    /// <summary>Only news of an end repeat the subject; everything else shall catch the eye.</summary>
    private static bool IsReply(AlertMessage message) => message.Alerts.All(alert => !alert.IsFiring);

    private static TextPart Part(TextFormat format, string text) => new(format)
    {
        Text = text,
        ContentTransferEncoding = ContentEncoding.QuotedPrintable,
    };
}
