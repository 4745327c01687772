using System.Text;
using DataMonitor.Adapters.Channels;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using MimeKit;
using static DataMonitor.Adapters.Tests.Channels.Notifications;

namespace DataMonitor.Adapters.Tests.Channels;

public sealed class MailMessageTests
{
    [Fact]
    public void Compose_Firing_HeadersMatchTheGoldenFile() => HeadersOf(Firing).ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Compose_Resolved_HeadersMatchTheGoldenFile() => HeadersOf(Resolved).ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Write_PlainPart_MatchesTheGoldenFile() =>
        $"{MailText.Write(Firing.Message)}\n--------\n{MailText.Write(Resolved.Message)}".ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Write_HtmlPart_MatchesTheGoldenFile() =>
        MailHtml.Write(Firing.Message).ShouldMatchApproved(options => options.SubFolder("Golden").WithFileExtension("html"));

    [Fact]
    public void Write_Segments_AreListedInBothParts()
    {
        var message = Message(NotifyReason.FirstNotification, Missing with
        {
            Segments =
            [
                new(Segment.Of("country", "<b>"), CheckOutcome.Failed, 0.071, MetricUnit.Share, null, 0.02, 71, 1000),
                new(Segment.Other("country"), CheckOutcome.Warned, 0.015, MetricUnit.Share, null, 0.02, 15, 1000),
            ],
        });

        MailText.Write(message).ShouldContain("  Segments   country <b>: 7.1 % (71 of 1,000 rows), failed\n             country (other): 1.5 % (15 of 1,000 rows), warned\n");
        MailHtml.Write(message).ShouldContain("country &lt;b&gt;: 7.1 % (71 of 1,000 rows), failed");
    }

    [Fact]
    public void Compose_SameNotificationAgain_GivesTheSameBytes() => Bytes(Compose(Firing)).ShouldBe(Bytes(Compose(Firing)));

    [Fact]
    public void Compose_Critical_IsMarkedUrgentUntilItEnds()
    {
        var firing = Firing with { Message = Message(NotifyReason.FirstNotification, SourceDown) };
        var resolved = Firing with { Message = Message(NotifyReason.AllAlertsResolved, SourceDown with { ResolvedAt = Noon }) };

        Compose(firing).Headers["X-Priority"].ShouldBe("1");
        Compose(resolved).Headers["X-Priority"].ShouldBeNull();
    }

    [Fact]
    public void Compose_BecameWorse_BeginsANewSubjectInTheOldThread()
    {
        var worse = Firing with { Message = Message(NotifyReason.Escalated, Missing with { Thread = Second, RaisedFrom = Severity.Minor }) };

        var mail = Compose(worse);

        mail.Subject.ShouldNotStartWith("Re:");
        mail.References.ShouldBe([$"{Second:n}@example.org"]);
    }

    [Fact]
    public void Compose_HostileText_AddsNoHeaderAndNoElement()
    {
        var mail = Compose(Injected);

        var reread = Load(Bytes(mail));
        reread.Bcc.ShouldBeEmpty();
        reread.Headers.Select(header => header.Field).ShouldBe(Load(Bytes(Compose(Firing))).Headers.Select(header => header.Field));
        reread.Subject.ShouldNotBeNull().ShouldNotContain('\n');
        reread.HtmlBody.ShouldNotBeNull().ShouldNotContain("<img");
        reread.HtmlBody.ShouldNotBeNull().ShouldContain("&lt;img src=x onerror=alert(1)&gt;");
        reread.TextBody.ShouldNotBeNull().Split('\n').ShouldNotContain(line => line.StartsWith("Bcc", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_ThousandProblems_StaysSmallAndCountsWhatItLeavesOut()
    {
        var message = Message(NotifyReason.FirstNotification, [.. Enumerable.Range(0, 1_000).Select(_ => Missing)]);

        MailText.Write(message).ShouldContain("and 880 more changes");
        MailHtml.Write(message).Length.ShouldBeLessThan(400_000);
    }

    private static MimeMessage Compose(Notification notification) =>
        MailMessage.Compose(notification, "Monitor <monitor@example.org>", ["Data Team <data@example.org>"]);

    private static string HeadersOf(Notification notification) => Encoding.UTF8.GetString(Bytes(Compose(notification))).ReplaceLineEndings("\n").Split("\n\n")[0];

    private static MimeMessage Load(byte[] bytes) => MimeMessage.Load(new MemoryStream(bytes), TestContext.Current.CancellationToken);

    private static byte[] Bytes(MimeMessage mail)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }
}
