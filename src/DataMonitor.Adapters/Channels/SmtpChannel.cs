using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DataMonitor.Core.Alerting;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DataMonitor.Adapters.Channels;

/// <summary>Sends through a mail server, one mail for each recipient, so that one refused address takes nobody else's mail along.</summary>
internal sealed class SmtpChannel(EmailDefinition definition, string root) : IAlertChannel
{
    /// <summary>Notifications whose recipients are half done; more than this many only at the price of a mail sent twice.</summary>
    private const int MostHalfDone = 1_000;
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(30);

    private readonly SmtpServer server = definition.Server!;
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<string, string>> halfDone = [];

    /// <returns>The server's last words, which name the mail in its queue.</returns>
    public async Task<string> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var done = halfDone.Count < MostHalfDone ? halfDone.GetOrAdd(notification.Id, _ => []) : halfDone.GetValueOrDefault(notification.Id, []);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var client = new SmtpClient { CheckCertificateRevocation = server.CheckRevocation, LocalDomain = server.Hello };
        string? later = null, answer = null;
        try
        {
            await ConnectAsync(client, limit);
            foreach (var recipient in definition.To.Where(recipient => !done.ContainsKey(recipient)))
            {
                limit.CancelAfter(StepLimit);
                try
                {
                    using var mail = MailMessage.Compose(notification, definition.From, [recipient]);
                    answer = await client.SendAsync(mail, limit.Token);
                    done[recipient] = "";
                }
                catch (SmtpCommandException e)
                {
                    var problem = $"{Name} refused the mail to {AddressOf(recipient)}: {Answer(e)}.";
                    _ = (int)e.StatusCode >= 500 ? done[recipient] = problem : later ??= problem;
                }
            }

            limit.CancelAfter(StepLimit);
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Transient($"{Name} did not answer within {StepLimit.TotalSeconds:0} s.", e);
        }
        catch (Exception e) when (e is SmtpProtocolException or ServiceNotConnectedException or IOException or SocketException)
        {
            // After the last recipient was accepted the rest is courtesy.
            later = definition.To.All(done.ContainsKey) ? null : ConnectionProblem(e);
        }

        if (later is not null)
        {
            throw Transient(later);
        }

        halfDone.TryRemove(notification.Id, out _);
        var refused = done.Values.Where(problem => problem.Length > 0).ToArray();
        return refused.Length == 0
            ? MailWords.OneLine(answer ?? "accepted", 200)
            : throw new DeliveryException(string.Join(' ', refused) + (refused.Length < definition.To.Count ? " The others got it." : ""), isTransient: false);
    }

    private string Name => string.Create(CultureInfo.InvariantCulture, $"The mail server {server.Host}:{server.Port}");

    private async Task ConnectAsync(SmtpClient client, CancellationTokenSource limit)
    {
        if (server.CaFile is { } file)
        {
            var authorities = LoadAuthorities(Path.Combine(root, file));
            client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => errors == SslPolicyErrors.None
                || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 own && IsSignedBy(authorities, own, chain));
        }

        limit.CancelAfter(StepLimit);
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Tls switch
            {
                SmtpTls.Starttls => SecureSocketOptions.StartTls,
                SmtpTls.Implicit => SecureSocketOptions.SslOnConnect,
                _ => SecureSocketOptions.None,
            }, limit.Token);
            if (server.Password is { } password)
            {
                limit.CancelAfter(StepLimit);
                await client.AuthenticateAsync(server.Username!, password.Reveal(), limit.Token);
            }
        }
        catch (NotSupportedException e)
        {
            throw Transient(
                server.Tls == SmtpTls.Starttls && !client.IsSecure ? $"{Name} offers no STARTTLS; nothing was sent in plain text. Use 'tls: implicit' if it speaks TLS from the start."
                : $"{Name} offers no way of login that is known here.", e);
        }
        catch (SslHandshakeException e)
        {
            throw Transient($"{Name} showed a certificate that is not trusted. Set 'ca_file' to its authority, or 'check_revocation: false' when the authority's server cannot be reached from here.", e);
        }
        catch (AuthenticationException e)
        {
            // Not for ever: whoever mends the password within a day still gets the mail.
            throw Transient($"{Name} refused the user or the password, or allows no password login for this mailbox.", e);
        }
        catch (SmtpCommandException e)
        {
            throw new DeliveryException($"{Name} refused the connection: {Answer(e)}.", isTransient: true, cause: e);
        }
    }

    private X509Certificate2Collection LoadAuthorities(string path)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(path);
            return authorities;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Transient($"The file {server.CaFile} ('ca_file') holds no certificate that can be read.", e);
        }
    }

    private bool IsSignedBy(X509Certificate2Collection authorities, X509Certificate2 certificate, X509Chain? offered)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = server.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        foreach (var element in offered?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(certificate);
    }

    private string ConnectionProblem(Exception e) => e is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
        ? $"The name of the mail server {server.Host} is not known here."
        : e is SocketException ? $"{Name} cannot be reached." : $"The connection to {Name.Replace("The", "the", StringComparison.Ordinal)} broke.";

    private static string AddressOf(string recipient) => MailboxAddress.Parse(recipient).Address;

    /// <summary>Code and words of the server, which its postmaster can look up.</summary>
    private static string Answer(SmtpCommandException e) => MailWords.OneLine(string.Create(CultureInfo.InvariantCulture, $"{(int)e.StatusCode} {e.Message}"), 160).TrimEnd('.', ' ');

    private static DeliveryException Transient(string problem, Exception? cause = null) => new(problem, isTransient: true, cause: cause);
}
