using System.Globalization;
using System.Net;
using DataMonitor.Core.Definitions;
using Npgsql;

namespace DataMonitor.Adapters.Sql;

/// <param name="User"><see langword="null"/> for the name of the daemon's own user.</param>
/// <param name="RootCertificate">PEM file of the authority that signed the server's certificate; <see langword="null"/> for those of the machine.</param>
internal sealed record PostgresSource(
    SourceHeader Header,
    string Host,
    int Port,
    string Database,
    string? User,
    Secret? Password,
    PostgresTls Tls,
    string? RootCertificate) : SourceDefinition(Header)
{
    private static readonly Field<Secret> UrlField = new("url", Shapes.Secret, "Everything in one secret: ${env:WAREHOUSE_URL} with postgresql://user:password@host:5432/database?sslmode=require.");
    private static readonly Field<string> HostField = new("host", Shapes.Text, "Name or address of the server.");
    private static readonly Field<int> PortField = new("port", Shapes.Whole(1, 65_535), "Port of the server, 5432 when left out.");
    private static readonly Field<string> DatabaseField = new("database", Shapes.Text, "Name of the database.");
    private static readonly Field<string> UserField = new("user", Shapes.Text, "A role that may only read.");
    private static readonly Field<Secret> PasswordField = new("password", Shapes.Secret, "Its password: ${env:NAME} or ${file:PATH}.");
    private static readonly Field<PostgresTls> TlsField = new("tls", Shapes.OneOf<PostgresTls>(), "disable, prefer (default), require, verify_ca or verify_full.");
    private static readonly Field<string> CertificateField = new("root_certificate", Shapes.Text, "PEM file of the authority that signed the server's certificate.");

    public static SourceKind Kind { get; } = new(
        "postgres",
        "A PostgreSQL database, or one that speaks its language.",
        [UrlField, HostField, PortField, DatabaseField, UserField, PasswordField, TlsField, CertificateField],
        Read);

    public bool IsLocal => Host.StartsWith('/') || Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    private static PostgresSource? Read(SourceHeader header, FieldValues values) =>
        values.Get(UrlField) is { } url ? ReadUrl(header, url, values) : ReadFields(header, values);

    private static PostgresSource? ReadFields(SourceHeader header, FieldValues values)
    {
        if (values.Get(HostField) is not { } host || values.Get(DatabaseField) is not { } database)
        {
            values.Context.Report(values.Place, "The source says neither 'url' nor both 'host' and 'database'.", "Add 'host:' and 'database:', or 'url:' as a secret.");
            return null;
        }

        return new(
            header,
            host,
            values.Get(PortField, 5432),
            database,
            values.Get(UserField),
            values.Get(PasswordField),
            values.Get(TlsField, PostgresTls.Prefer),
            values.Get(CertificateField));
    }

    private static PostgresSource? ReadUrl(SourceHeader header, Secret url, FieldValues values)
    {
        Field[] others = [HostField, PortField, DatabaseField, UserField, PasswordField, TlsField];
        if (others.FirstOrDefault(values.Has) is { } other)
        {
            values.Context.Report(values.PlaceOf(other), $"'{other.Name}' stands beside 'url', which says it too.", "Keep one of the two.");
            return null;
        }

        var isUrl = Uri.TryCreate(url.Reveal(), UriKind.Absolute, out var uri) && uri.Scheme is "postgresql" or "postgres" && uri!.Host.Length > 0 && uri.AbsolutePath.Length > 1;
        var tls = isUrl ? TlsOf(uri!.Query) : null;
        if (tls is null)
        {
            values.Context.Report(values.PlaceOf(UrlField), "The secret does not hold a PostgreSQL address.", "Write postgresql://user:password@host:5432/database?sslmode=require; 'sslmode' is the only option known.");
            return null;
        }

        var user = uri!.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return new(
            header,
            uri.Host,
            uri.Port > 0 ? uri.Port : 5432,
            Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            user[0].Length > 0 ? user[0] : null,
            user.Length > 1 ? new(user[1]) : null,
            tls.Value,
            values.Get(CertificateField));
    }

    /// <returns><see langword="null"/> when the query holds something else than a known <c>sslmode</c>.</returns>
    private static PostgresTls? TlsOf(string query) => query switch
    {
        "" or "?sslmode=prefer" => PostgresTls.Prefer,
        "?sslmode=disable" => PostgresTls.Disable,
        "?sslmode=require" => PostgresTls.Require,
        "?sslmode=verify-ca" => PostgresTls.VerifyCa,
        "?sslmode=verify-full" => PostgresTls.VerifyFull,
        _ => null,
    };

    /// <param name="isPooled">Whether a closed connection is kept for the next session.</param>
    internal string ConnectionString(bool isPooled) => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Database = Database,
        Username = User ?? Environment.UserName,
        Password = Password?.Reveal(),
        SslMode = Enum.Parse<SslMode>(Tls.ToString(), ignoreCase: true),
        RootCertificate = RootCertificate,
        GssEncryptionMode = GssEncryptionMode.Disable,
        ApplicationName = string.Create(CultureInfo.InvariantCulture, $"monitor {Name}"),
        Pooling = isPooled,
        MaxPoolSize = Header.MaxConcurrency + 1,
        ConnectionIdleLifetime = 60,
        Timeout = (int)Math.Clamp(Header.Timeout.TotalSeconds, 1, 15),
        CommandTimeout = 0, // the session has its own limit, on the server and here
        CancellationTimeout = (int)SqlEngine.Grace.TotalMilliseconds,
        TcpKeepAlive = true,
    }.ConnectionString;
}

/// <summary>How much the connection must be protected, in libpq's words.</summary>
internal enum PostgresTls
{
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}
