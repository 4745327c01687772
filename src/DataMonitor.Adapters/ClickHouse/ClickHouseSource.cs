using System.Globalization;
using System.Net;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.ClickHouse;

/// <param name="Database">Where tables without a database are looked up.</param>
/// <param name="RootCertificate">PEM file of the authority that signed the server's certificate; <see langword="null"/> for those of the machine.</param>
/// <param name="Cluster">Tables are read on all shards of this cluster; <see langword="null"/> to read what the server itself has or distributes.</param>
/// <param name="Settings">Sent with every statement, beside our own.</param>
internal sealed record ClickHouseSource(
    SourceHeader Header,
    string Host,
    int Port,
    string Database,
    string User,
    Secret? Password,
    ClickHouseTls Tls,
    string? RootCertificate,
    string? Cluster,
    ValueList<Named<string>> Settings) : SourceDefinition(Header)
{
    private const string Usual = "default";

    private static readonly Field<Secret> UrlField = new("url", Shapes.Secret, "Everything in one secret: ${env:CLICKHOUSE_URL} with https://user:password@host:8443/database.");
    private static readonly Field<string> HostField = new("host", Shapes.Text, "Name or address of the server.");
    private static readonly Field<int> PortField = new("port", Shapes.Whole(1, 65_535), "Port of its HTTP interface; 8123 when left out, 8443 with TLS.");
    private static readonly Field<string> DatabaseField = new("database", Shapes.Text, "Where tables without a database are looked up; 'default' when left out.");
    private static readonly Field<string> UserField = new("user", Shapes.Text, "A user that may only read; 'default' when left out.");
    private static readonly Field<Secret> PasswordField = new("password", Shapes.Secret, "Its password: ${env:NAME} or ${file:PATH}.");
    private static readonly Field<ClickHouseTls> TlsField = new("tls", Shapes.OneOf<ClickHouseTls>(), "disable (default) or verify_full.");
    private static readonly Field<string> CertificateField = new("root_certificate", Shapes.Text, "PEM file of the authority that signed the server's certificate.");
    private static readonly Field<string> ClusterField = new("cluster", Shapes.Identifier, "Read tables on all shards of this cluster. Leave it out for Distributed tables, which do so themselves.");
    private static readonly Field<ValueList<Named<string>>> SettingsField = new(
        "settings", Shapes.MapOf("a setting", Shapes.Text), "Limits and choices that go with every statement: {max_memory_usage: 2000000000, max_threads: 4}.");

    public static SourceKind Kind { get; } = new(
        "clickhouse",
        "A ClickHouse server or cluster, asked over HTTP.",
        [UrlField, HostField, PortField, DatabaseField, UserField, PasswordField, TlsField, CertificateField, ClusterField, SettingsField],
        Read);

    public bool IsLocal => Host == "localhost" || (IPAddress.TryParse(Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    public IMetricSource Open(string folder, TimeProvider time) => new SqlSource(Header, () => new ClickHouseEngine(this, folder, time), time);

    private static ClickHouseSource? Read(SourceHeader header, FieldValues values)
    {
        if (values.Get(SettingsField) is { } settings && settings.FirstOrDefault(setting => !ClickHouseSettings.MaySet(setting.Name)) is { } refused)
        {
            values.Context.Report(values.PlaceOf(SettingsField), $"'settings' names {Sentences.Quoted(refused.Name)}, which is not for owners to set.", ClickHouseSettings.Remedy);
            return null;
        }

        return values.Get(UrlField) is { } url ? ReadUrl(header, url, values) : ReadFields(header, values);
    }

    private static ClickHouseSource? ReadFields(SourceHeader header, FieldValues values)
    {
        if (values.Get(HostField) is not { } host || Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown)
        {
            values.Context.Report(values.Place, "The source says neither 'url' nor the name or address of a 'host'.", "Add 'host:', or 'url:' as a secret.");
            return null;
        }

        var tls = values.Get(TlsField, ClickHouseTls.Disable);
        return new(
            header,
            host,
            values.Get(PortField, UsualPort(tls)),
            values.Get(DatabaseField) ?? Usual,
            values.Get(UserField) ?? Usual,
            values.Get(PasswordField),
            tls,
            values.Get(CertificateField),
            values.Get(ClusterField),
            values.Get(SettingsField) ?? []);
    }

    private static ClickHouseSource? ReadUrl(SourceHeader header, Secret url, FieldValues values)
    {
        Field[] others = [HostField, PortField, DatabaseField, UserField, PasswordField, TlsField];
        if (others.FirstOrDefault(values.Has) is { } other)
        {
            values.Context.Report(values.PlaceOf(other), $"'{other.Name}' stands beside 'url', which says it too.", "Keep one of the two.");
            return null;
        }

        var isUrl = Uri.TryCreate(url.Reveal(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri!.Host.Length > 0 && uri.Query.Length == 0 && uri.Segments.Length <= 2;
        if (!isUrl)
        {
            values.Context.Report(values.PlaceOf(UrlField), "The secret does not hold an address of ClickHouse's HTTP interface.", "Write https://user:password@host:8443/database, without options.");
            return null;
        }

        var tls = uri!.Scheme == "https" ? ClickHouseTls.VerifyFull : ClickHouseTls.Disable;
        var user = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return new(
            header,
            uri.Host,
            uri.IsDefaultPort ? UsualPort(tls) : uri.Port,
            uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : Usual,
            user[0].Length > 0 ? user[0] : Usual,
            user.Length > 1 ? new(user[1]) : null,
            tls,
            values.Get(CertificateField),
            values.Get(ClusterField),
            values.Get(SettingsField) ?? []);
    }

    private static int UsualPort(ClickHouseTls tls) => tls == ClickHouseTls.Disable ? 8123 : 8443;

    internal string Address => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}

/// <summary>How much the connection must be protected.</summary>
internal enum ClickHouseTls
{
    Disable,

    /// <summary>Encrypted, and the certificate is valid for the host.</summary>
    VerifyFull,
}
