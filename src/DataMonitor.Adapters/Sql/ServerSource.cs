using System.Net;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Sql;

/// <summary>A database behind an address, a name and a password.</summary>
/// <param name="User"><see langword="null"/> for the name of the daemon's own user.</param>
/// <param name="RootCertificate">PEM file of the authority that signed the server's certificate; <see langword="null"/> for those of the machine.</param>
internal abstract record ServerSource(
    SourceHeader Header,
    string Host,
    int Port,
    string Database,
    string? User,
    Secret? Password,
    SqlTls Tls,
    string? RootCertificate) : SourceDefinition(Header)
{
    public bool IsLocal => Host.StartsWith('/') || Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    public string UserName => User ?? Environment.UserName;
}

/// <summary>How much the connection must be protected, in libpq's words.</summary>
internal enum SqlTls
{
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}
