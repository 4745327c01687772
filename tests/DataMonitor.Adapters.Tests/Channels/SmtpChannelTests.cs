using System.Net;
using System.Net.Sockets;
using DataMonitor.Adapters.Channels;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using MimeKit;
using static DataMonitor.Adapters.Tests.Channels.Notifications;

namespace DataMonitor.Adapters.Tests.Channels;

/// <summary>Against a real mail server with STARTTLS and AUTH; <c>greylisted@</c> is refused the first time, <c>rejected@</c> always.</summary>
public sealed class SmtpChannelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_TwoRecipients_GivesEachAMailOfItsOwn()
    {
        var (one, two) = (Unique("one"), Unique("two"));

        var answer = await Channel([one, two]).SendAsync(Firing, Cancellation);

        answer.ShouldContain("queued as");
        foreach (var recipient in new[] { one, two })
        {
            var mail = await DeliveredAsync(recipient);
            mail.To.Mailboxes.Single().Address.ShouldBe(recipient);
            mail.MessageId.ShouldBe($"{First:n}@example.org");
            mail.TextBody.ShouldNotBeNull().ShouldContain("7.1 %");
        }
    }

    [Fact]
    public async Task SendAsync_OneRecipientGreylisted_TriesLaterAndSendsTheOthersOnce()
    {
        var (prompt, slow) = (Unique("prompt"), Unique("greylisted"));
        var channel = Channel([slow, prompt]);

        var first = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));
        await channel.SendAsync(Firing, Cancellation);

        first.IsTransient.ShouldBeTrue();
        first.Message.ShouldContain("451 4.7.1 try again later");
        Mails(prompt).Length.ShouldBe(1);
        Mails(slow).Length.ShouldBe(1);
    }

    [Fact]
    public async Task SendAsync_OneRecipientRejected_IsDeadAndSaysThatTheOthersGotIt()
    {
        var (good, bad) = (Unique("good"), Unique("rejected"));

        var problem = await Should.ThrowAsync<DeliveryException>(Channel([bad, good]).SendAsync(Firing, Cancellation));

        problem.IsTransient.ShouldBeFalse();
        problem.Message.ShouldContain($"refused the mail to {bad}: 550 5.1.1 no such mailbox. The others got it.");
        Mails(good).Length.ShouldBe(1);
    }

    [Fact]
    public async Task SendAsync_WrongPassword_SaysSoAndTriesAgain()
    {
        var channel = Channel([Unique("x")], server => server with { Password = new("planted-canary") });

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        problem.IsTransient.ShouldBeTrue();
        problem.Message.ShouldContain("refused the user or the password");
        problem.ToString().ShouldNotContain("planted-canary");
    }

    [Fact]
    public async Task SendAsync_AuthorityUnknown_DoesNotTrustTheServer()
    {
        var channel = Channel([Unique("x")], server => server with { CaFile = null });

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        problem.Message.ShouldContain("certificate that is not trusted. Set 'ca_file'");
    }

    [Fact]
    public async Task SendAsync_ServerOffersNoTls_SendsNothingInPlainText()
    {
        using var server = new PlainServer();
        var channel = Channel([Unique("x")], smtp => smtp with { Host = "127.0.0.1", Port = server.Port });

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        problem.Message.ShouldContain("offers no STARTTLS; nothing was sent in plain text");
        server.Heard.ShouldAllBe(line => !line.StartsWith("AUTH", StringComparison.Ordinal) && !line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendAsync_NobodyListens_SaysThatItCannotBeReached()
    {
        var channel = Channel([Unique("x")], server => server with { Host = "127.0.0.1", Port = 1 });

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        (problem.Message, problem.IsTransient).ShouldBe(("The mail server 127.0.0.1:1 cannot be reached.", true));
    }

    private static SmtpChannel Channel(string[] to, Func<SmtpServer, SmtpServer>? change = null)
    {
        var address = TestServer.Smtp.Split(':');
        var server = new SmtpServer(
            address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture), SmtpTls.Starttls, "monitor", new Secret("mail-secret"),
            TestServer.SmtpAuthority, CheckRevocation: false, "monitor.example.org");
        return new(new(Header("email"), [.. to], "Monitor <monitor@example.org>", change?.Invoke(server) ?? server, null), "/");
    }

    private static string Unique(string name) => $"{name}-{Guid.NewGuid():n}@example.org";

    private static string[] Mails(string recipient) => Directory.GetFiles(TestServer.SmtpFolder, $"*{recipient}*.eml");

    private static async Task<MimeMessage> DeliveredAsync(string recipient) => await MimeMessage.LoadAsync(Mails(recipient).Single(), Cancellation);

    /// <summary>A mail server from before encryption.</summary>
    private sealed class PlainServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Task conversation;

        public PlainServer()
        {
            listener.Start();
            conversation = ConverseAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public List<string> Heard { get; } = [];

        public void Dispose()
        {
            listener.Dispose();
            conversation.Wait(TimeSpan.FromSeconds(5));
        }

        private async Task ConverseAsync()
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 old.example.org");
            while (await reader.ReadLineAsync() is { } line)
            {
                Heard.Add(line);
                await writer.WriteLineAsync(line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-old.example.org\r\n250 AUTH PLAIN LOGIN" : "250 OK");
            }
        }
    }
}
