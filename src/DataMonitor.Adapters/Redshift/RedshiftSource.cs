using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using Npgsql;

namespace DataMonitor.Adapters.Redshift;

internal sealed record RedshiftSource(
    SourceHeader Header,
    string Host,
    int Port,
    string Database,
    string? User,
    Secret? Password,
    SqlTls Tls,
    string? RootCertificate) : ServerSource(Header, Host, Port, Database, User, Password, Tls, RootCertificate)
{
    private static readonly ServerFields Fields = new(
        "Redshift",
        5439,
        ["redshift", "postgresql"],
        "sslmode",
        (header, host, port, database, user, password, tls, certificate) => new RedshiftSource(header, host, port, database, user, password, tls, certificate));

    public static SourceKind Kind { get; } = new("redshift", "An Amazon Redshift database.", Fields.All, Fields.Read);

    /// <remarks>Without a pool: its reset is a statement that Redshift does not know.</remarks>
    internal string ConnectionString() => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Database = Database,
        Username = UserName,
        Password = Password?.Reveal(),
        SslMode = Enum.Parse<SslMode>(Tls.ToString(), ignoreCase: true),
        RootCertificate = RootCertificate,
        GssEncryptionMode = GssEncryptionMode.Disable,
        ApplicationName = string.Create(CultureInfo.InvariantCulture, $"monitor {Name}"),
        Pooling = false,
        Timeout = (int)Math.Clamp(Header.Timeout.TotalSeconds, 1, 15),
        CommandTimeout = 0, // the session has its own limit, on the server and here
        CancellationTimeout = (int)SqlEngine.Grace.TotalMilliseconds,
        TcpKeepAlive = true,
    }.ConnectionString;
}
