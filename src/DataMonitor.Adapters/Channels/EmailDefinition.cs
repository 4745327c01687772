using System.Globalization;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using MimeKit;

namespace DataMonitor.Adapters.Channels;

/// <summary>Mail to fixed addresses, through a mail server or into a folder.</summary>
/// <param name="To">Each gets a mail of its own.</param>
/// <param name="Server">The mail server; <see langword="null"/> exactly when <paramref name="Folder"/> is set.</param>
/// <param name="Folder">Pick-up folder, relative: every mail becomes a file <c>.eml</c> in it, and nothing is sent.</param>
internal sealed record EmailDefinition(ChannelHeader Header, ValueList<string> To, string From, SmtpServer? Server, string? Folder) : ChannelDefinition(Header)
{
    private const int MostRecipients = 50;

    private static readonly Field<ValueList<string>> ToField = new("to", Shapes.ListOf(Shapes.Text), "Who gets the mail: one address or a list, at most 50; each gets a mail of its own.", isRequired: true);
    private static readonly Field<string> FromField = new("from", Shapes.Text, "Sender, such as Monitor <monitor@example.org>.", isRequired: true);
    private static readonly Field<string> Smarthost = new("smarthost", Shapes.Text, "Mail server and port, such as smtp.example.org:587.");
    private static readonly Field<SmtpTls> Tls = new("tls", Shapes.OneOf<SmtpTls>(), "starttls, implicit or none; without it implicit on port 465 and starttls on any other. Never falls back to plain text.");
    private static readonly Field<string> Username = new("auth_username", Shapes.Text, "User name at the mail server.");
    private static readonly Field<Secret> Password = new("auth_password", Shapes.Secret, "Password at the mail server, as ${env:NAME} or ${file:PATH}.");
    private static readonly Field<string> CaFile = new("ca_file", Shapes.Text, "PEM file of the authority that signed the mail server's certificate, when the machine does not know it.");
    private static readonly Field<bool> Revocation = new("check_revocation", Shapes.Flag, "Whether to ask if the certificate was revoked; on unless ca_file is set. Needs a way to the authority's server.");
    private static readonly Field<string> Hello = new("hello", Shapes.Text, "Host name for the greeting (EHLO), where the server insists on a certain one.");
    private static readonly Field<string> FolderField = new("folder", Shapes.Text, "Instead of smarthost: a folder, relative to the daemon's, that gets each mail as a file .eml.");

    public static ChannelKind Kind { get; } = new(
        "email_configs", "A mail with a plain and an HTML part.", [ToField, FromField, Smarthost, Tls, Username, Password, CaFile, Revocation, Hello, FolderField], Read);

    private static EmailDefinition? Read(ChannelHeader header, FieldValues values)
    {
        var (to, from, folder) = (values.Get(ToField)!, values.Get(FromField)!, values.Get(FolderField));
        var isWhole = AreAddresses(values, ToField, to) & AreAddresses(values, FromField, [from]);
        if (to.Count > MostRecipients)
        {
            values.Context.Report(values.PlaceOf(ToField), $"'to' has {to.Count.ToString(CultureInfo.InvariantCulture)} addresses.", "Name at most 50; a mailing list serves more people.");
            isWhole = false;
        }

        if (values.Has(Smarthost) == (folder is not null))
        {
            values.Context.Report(values.Place, "The mail needs one of 'smarthost' and 'folder'.", "Write smarthost: smtp.example.org:587 to send mails, or folder: outbox/mail to write them into files.");
            return null;
        }

        if (folder is not null && (Path.IsPathRooted(folder) || folder.Split('/', '\\').Contains("..")))
        {
            values.Context.Report(values.PlaceOf(FolderField), $"'folder': {Sentences.Quoted(folder)} leads out of the daemon's folder.", "Write a relative path without '..', such as outbox/mail.");
            return null;
        }

        var server = folder is null ? ServerOf(values) : null;
        return isWhole && (server is not null || folder is not null) ? new(header, to, from, server, folder) : null;
    }

    private static SmtpServer? ServerOf(FieldValues values)
    {
        var smarthost = values.Get(Smarthost)!;
        if (smarthost.Split(':') is not [{ Length: > 0 } host, var digits] || Uri.CheckHostName(host) == UriHostNameType.Unknown
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            values.Context.Report(values.PlaceOf(Smarthost), $"'smarthost': {Sentences.Quoted(smarthost)} is not a host and a port.", "Write both, such as smtp.example.org:587.");
            return null;
        }

        var (tls, username, password) = (values.Get(Tls, port == 465 ? SmtpTls.Implicit : SmtpTls.Starttls), values.Get(Username), values.Get(Password));
        if ((username is null) != (password is null))
        {
            values.Context.Report(values.Place, "'auth_username' and 'auth_password' belong together.", "Write both, or neither for a server that asks for none.");
            return null;
        }

        if (tls == SmtpTls.None && password is not null)
        {
            values.Context.Report(values.PlaceOf(Tls), "'tls: none' would send the password in plain text.", "Use starttls or implicit, or take auth_username and auth_password away.");
            return null;
        }

        var authority = values.Get(CaFile);
        return new(host, port, tls, username, password, authority, values.Get(Revocation, authority is null), values.Get(Hello));
    }

    private static bool AreAddresses(FieldValues values, Field field, ValueList<string> texts)
    {
        foreach (var text in texts.Where(text => text.Any(char.IsControl) || !MailboxAddress.TryParse(text, out var mailbox) || mailbox is not { LocalPart.Length: > 0, Domain.Length: > 0 }))
        {
            values.Context.Report(values.PlaceOf(field), $"'{field.Name}': {Sentences.Quoted(text)} is not an address for mail.", "Write it like data-team@example.org or Data Team <data-team@example.org>.");
            return false;
        }

        return true;
    }
}

/// <param name="CheckRevocation">Whether the authority is asked if it revoked the server's certificate.</param>
internal sealed record SmtpServer(
    string Host,
    int Port,
    SmtpTls Tls,
    string? Username,
    Secret? Password,
    string? CaFile,
    bool CheckRevocation,
    string? Hello);

/// <summary>How the connection to a mail server is encrypted. There is no "if possible": whoever stands in between could say it is not.</summary>
internal enum SmtpTls
{
    Starttls,
    Implicit,
    None,
}
