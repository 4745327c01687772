using System.Globalization;
using System.Net;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Trino;

/// <param name="Catalog">Where tables without a catalog are looked up.</param>
/// <param name="Schema">Where tables without a schema are looked up.</param>
/// <param name="Password">For basic authentication; not beside <paramref name="Token"/>.</param>
/// <param name="Token">For bearer authentication.</param>
/// <param name="Protocol">Names the headers.</param>
internal sealed record TrinoSource(
    SourceHeader Header,
    string Host,
    int Port,
    string Catalog,
    string Schema,
    string User,
    Secret? Password,
    Secret? Token,
    TrinoTls Tls,
    TrinoProtocol Protocol) : SourceDefinition(Header)
{
    private static readonly Field<string> HostField = new("host", Shapes.Text, "Name or address of the coordinator.", isRequired: true);
    private static readonly Field<int> PortField = new("port", Shapes.Whole(1, 65_535), "Port of its HTTP interface; 8080 when left out, 8443 with TLS.");
    private static readonly Field<string> CatalogField = new("catalog", Shapes.Text, "Catalog of tables whose name has no catalog.", isRequired: true);
    private static readonly Field<string> SchemaField = new("schema", Shapes.Text, "Schema of tables whose name has no schema; 'default' when left out.");
    private static readonly Field<string> UserField = new("user", Shapes.Text, "A user that may only SELECT.", isRequired: true);
    private static readonly Field<Secret> PasswordField = new("password", Shapes.Secret, "Its password: ${env:NAME} or ${file:PATH}.");
    private static readonly Field<Secret> TokenField = new("token", Shapes.Secret, "A token (JWT) in place of a password: ${env:NAME} or ${file:PATH}.");
    private static readonly Field<TrinoTls> TlsField = new("tls", Shapes.OneOf<TrinoTls>(), "disable (default) or verify_full.");
    private static readonly Field<TrinoProtocol> ProtocolField = new("protocol", Shapes.OneOf<TrinoProtocol>(), "trino (default) or presto.");

    public static SourceKind Kind { get; } = new(
        "trino",
        "A Trino or Presto cluster, asked over HTTP.",
        [HostField, PortField, CatalogField, SchemaField, UserField, PasswordField, TokenField, TlsField, ProtocolField],
        Read);

    public bool IsLocal => IsLoopback(Host);

    public Uri Address => new UriBuilder(Tls == TrinoTls.Disable ? "http" : "https", Host, Port).Uri;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static TrinoSource? Read(SourceHeader header, FieldValues values)
    {
        var (host, catalog, user) = (values.Get(HostField)!, values.Get(CatalogField)!, values.Get(UserField)!);
        var (password, token, tls) = (values.Get(PasswordField), values.Get(TokenField), values.Get(TlsField, TrinoTls.Disable));
        if (Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown)
        {
            values.Context.Report(values.PlaceOf(HostField), "'host' is no name or address of a server.", "Write it without http:// and port.");
            return null;
        }

        if (new[] { user, catalog, values.Get(SchemaField) ?? "" }.Any(text => !text.All(letter => letter is > ' ' and <= '~')))
        {
            values.Context.Report(values.Place, "'user', 'catalog' or 'schema' holds a blank or a letter beyond ASCII, which cannot travel in a header.", "Write the name as the cluster spells it.");
            return null;
        }

        if (password is not null && token is not null)
        {
            values.Context.Report(values.PlaceOf(TokenField), "'token' stands beside 'password'.", "Keep one of the two.");
            return null;
        }

        if ((password ?? token) is not null && tls == TrinoTls.Disable && !IsLoopback(host))
        {
            values.Context.Report(values.Place, "A password or token would travel unprotected.", "Set 'tls: verify_full'.");
            return null;
        }

        return new(
            header,
            host,
            values.Get(PortField, tls == TrinoTls.Disable ? 8080 : 8443),
            catalog,
            values.Get(SchemaField) ?? "default",
            user,
            password,
            token,
            tls,
            values.Get(ProtocolField, TrinoProtocol.Trino));
    }
}

/// <summary>How much the connection must be protected.</summary>
internal enum TrinoTls
{
    Disable,

    /// <summary>Encrypted, and the certificate is valid for the host.</summary>
    VerifyFull,
}

/// <summary>Whose names the headers have.</summary>
internal enum TrinoProtocol
{
    Trino,
    Presto,
}
