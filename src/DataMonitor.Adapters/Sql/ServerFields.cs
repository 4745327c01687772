using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Sql;

/// <summary>The keys of a <see cref="ServerSource"/>, alike for every engine but for the form of its address.</summary>
/// <param name="engine">For people: <c>PostgreSQL</c>.</param>
/// <param name="schemes">Of the address in one piece, the first being the one that is shown.</param>
/// <param name="tlsOption">Name of the only option that such an address may have.</param>
/// <param name="create">Makes the definition.</param>
internal sealed class ServerFields(string engine, int port, ImmutableArray<string> schemes, string tlsOption, ServerFields.Create create)
{
    private static readonly Field<string> HostField = new("host", Shapes.Text, "Name or address of the server.");
    private static readonly Field<string> DatabaseField = new("database", Shapes.Text, "Name of the database.");
    private static readonly Field<string> UserField = new("user", Shapes.Text, "A role that may only read.");
    private static readonly Field<Secret> PasswordField = new("password", Shapes.Secret, "Its password: ${env:NAME} or ${file:PATH}.");
    private static readonly Field<SqlTls> TlsField = new("tls", Shapes.OneOf<SqlTls>(), "disable, prefer (default), require, verify_ca or verify_full.");
    private static readonly Field<string> CertificateField = new("root_certificate", Shapes.Text, "PEM file of the authority that signed the server's certificate.");

    private readonly string example = $"{schemes[0]}://user:password@host:{port}/database?{tlsOption}=require";
    private readonly Field<Secret> urlField = new("url", Shapes.Secret, $"Everything in one secret: ${{env:WAREHOUSE_URL}} with {schemes[0]}://user:password@host:{port}/database?{tlsOption}=require.");
    private readonly Field<int> portField = new("port", Shapes.Whole(1, 65_535), $"Port of the server, {port} when left out.");

    public delegate ServerSource Create(SourceHeader header, string host, int port, string database, string? user, Secret? password, SqlTls tls, string? rootCertificate);

    public ImmutableArray<Field> All => [urlField, HostField, portField, DatabaseField, UserField, PasswordField, TlsField, CertificateField];

    public ServerSource? Read(SourceHeader header, FieldValues values) =>
        values.Get(urlField) is { } url ? ReadUrl(header, url, values) : ReadFields(header, values);

    private ServerSource? ReadFields(SourceHeader header, FieldValues values)
    {
        if (values.Get(HostField) is not { } host || values.Get(DatabaseField) is not { } database)
        {
            values.Context.Report(values.Place, "The source says neither 'url' nor both 'host' and 'database'.", "Add 'host:' and 'database:', or 'url:' as a secret.");
            return null;
        }

        return create(
            header,
            host,
            values.Get(portField, port),
            database,
            values.Get(UserField),
            values.Get(PasswordField),
            values.Get(TlsField, SqlTls.Prefer),
            values.Get(CertificateField));
    }

    private ServerSource? ReadUrl(SourceHeader header, Secret url, FieldValues values)
    {
        Field[] others = [HostField, portField, DatabaseField, UserField, PasswordField, TlsField];
        if (others.FirstOrDefault(values.Has) is { } other)
        {
            values.Context.Report(values.PlaceOf(other), $"'{other.Name}' stands beside 'url', which says it too.", "Keep one of the two.");
            return null;
        }

        var isUrl = Uri.TryCreate(url.Reveal(), UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme, StringComparer.Ordinal) && uri.Host.Length > 0 && uri.AbsolutePath.Length > 1;
        var tls = isUrl ? TlsOf(uri!.Query) : null;
        if (tls is null)
        {
            values.Context.Report(values.PlaceOf(urlField), $"The secret does not hold a {engine} address.", $"Write {example}; '{tlsOption}' is the only option known.");
            return null;
        }

        var user = uri!.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return create(
            header,
            uri.Host,
            uri.Port > 0 ? uri.Port : port,
            Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            user[0].Length > 0 ? user[0] : null,
            user.Length > 1 ? new(user[1]) : null,
            tls.Value,
            values.Get(CertificateField));
    }

    /// <returns><see langword="null"/> when the query holds something else than a known mode.</returns>
    private SqlTls? TlsOf(string query) => query.Length == 0 ? SqlTls.Prefer : query.StartsWith($"?{tlsOption}=", StringComparison.Ordinal) ? query[(tlsOption.Length + 2)..] switch
    {
        "prefer" => SqlTls.Prefer,
        "disable" => SqlTls.Disable,
        "require" => SqlTls.Require,
        "verify-ca" => SqlTls.VerifyCa,
        "verify-full" => SqlTls.VerifyFull,
        _ => null,
    }
    : null;
}
