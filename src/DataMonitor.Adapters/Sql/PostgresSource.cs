using System.Globalization;
using DataMonitor.Core.Definitions;
using Npgsql;

namespace DataMonitor.Adapters.Sql;

internal sealed record PostgresSource(
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
        "PostgreSQL",
        5432,
        ["postgresql", "postgres"],
        "sslmode",
        (header, host, port, database, user, password, tls, certificate) => new PostgresSource(header, host, port, database, user, password, tls, certificate));

    public static SourceKind Kind { get; } = new("postgres", "A PostgreSQL database, or one that speaks its language.", Fields.All, Fields.Read);

    /// <param name="isPooled">Whether a closed connection is kept for the next session.</param>
    internal string ConnectionString(bool isPooled) => new NpgsqlConnectionStringBuilder
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
        Pooling = isPooled,
        MaxPoolSize = Header.MaxConcurrency + 1,
        ConnectionIdleLifetime = 60,
        Timeout = (int)Math.Clamp(Header.Timeout.TotalSeconds, 1, 15),
        CommandTimeout = 0, // the session has its own limit, on the server and here
        CancellationTimeout = (int)SqlEngine.Grace.TotalMilliseconds,
        TcpKeepAlive = true,
    }.ConnectionString;
}
