using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using MySqlConnector;

namespace DataMonitor.Adapters.MySql;

internal sealed record MySqlSource(
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
        "MySQL",
        3306,
        ["mysql", "mariadb"],
        "sslmode",
        (header, host, port, database, user, password, tls, certificate) => new MySqlSource(header, host, port, database, user, password, tls, certificate));

    public static SourceKind Kind { get; } = new("mysql", "A MySQL or MariaDB database.", Fields.All, Fields.Read);

    /// <param name="isPooled">Whether a closed connection is kept for the next session.</param>
    internal string ConnectionString(bool isPooled) => new MySqlConnectionStringBuilder
    {
        Server = Host,
        Port = (uint)Port,
        Database = Database,
        UserID = UserName,
        Password = Password?.Reveal() ?? "",
        SslMode = Tls switch
        {
            SqlTls.Disable => MySqlSslMode.None,
            SqlTls.Prefer => MySqlSslMode.Preferred,
            SqlTls.Require => MySqlSslMode.Required,
            SqlTls.VerifyCa => MySqlSslMode.VerifyCA,
            _ => MySqlSslMode.VerifyFull,
        },
        SslCa = RootCertificate ?? "",
        ApplicationName = string.Create(CultureInfo.InvariantCulture, $"monitor {Name}"),
        Pooling = isPooled,
        MaximumPoolSize = (uint)Header.MaxConcurrency + 1,
        ConnectionIdleTimeout = 60,
        ConnectionTimeout = (uint)Math.Clamp(Header.Timeout.TotalSeconds, 1, 15),
        DefaultCommandTimeout = 0, // the session has its own limit, on the server and here
        CancellationTimeout = (int)SqlEngine.Grace.TotalSeconds, // for KILL QUERY
        Keepalive = 60,
        AllowLoadLocalInfile = false,
        AllowUserVariables = false,
        AllowPublicKeyRetrieval = false,
        IgnoreCommandTransaction = true,
        NoBackslashEscapes = true,
        TreatTinyAsBoolean = false,
        GuidFormat = MySqlGuidFormat.None,
        ConvertZeroDateTime = true,
        ServerRedirectionMode = MySqlServerRedirectionMode.Disabled,
    }.ConnectionString;
}
