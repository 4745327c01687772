using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>Statements to ClickHouse over HTTP. There are no sessions and no snapshots: each statement stands alone and sees the data as it then is.</summary>
/// <param name="folder">What a relative path of a certificate is relative to.</param>
internal sealed class ClickHouseEngine(ClickHouseSource source, string folder, TimeProvider time) : SqlEngine
{
    private readonly ClickHouseFaults faults = new(source);
    private readonly SemaphoreSlim opening = new(1);
    private HttpClient? http;
    private ClickHouseClient? client;
    private int readOnly;

    public override SqlDialect Dialect { get; } = new ClickHouseDialect(source.Database, source.Cluster);

    public override SqlCatalog Catalog { get; } = new ClickHouseCatalog(source);

    public override async Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken);
        try
        {
            client ??= Connect();
            if (readOnly == 0)
            {
                readOnly = await ReadOnlyAsync(client, cancellationToken);
            }
        }
        finally
        {
            opening.Release();
        }

        return new ClickHouseSession(client, ClickHouseSettings.Of(source, options, readOnly), options.Timeout, faults, time);
    }

    /// <summary>Rows of the parts that the index leaves over. The server tells no bytes, and nothing at all of tables without parts.</summary>
    public override async Task<StatementRead> CostAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken)
    {
        var answer = await session.QueryAsync(statement with { Sql = "EXPLAIN ESTIMATE " + statement.Sql }, cancellationToken);
        return answer.Rows.Count == 0 ? default : new(answer.Rows.Sum(row => SqlCells.Count(row[3])), null);
    }

    public override async Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(new(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false), cancellationToken);
        try
        {
            var answer = await session.QueryAsync(ClickHouseRights.Query, cancellationToken);
            return ClickHouseRights.Warnings(answer, source, readOnly);
        }
        catch (SqlFaultException)
        {
            return [$"User '{source.User}' may not read system.grants, so nobody can tell whether its rights are least."];
        }
    }

    public override async ValueTask DisposeAsync()
    {
        client?.Dispose();
        http?.Dispose();
        opening.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>A profile of the user with readonly = 2 must not be made stricter, and one with 1 lets no limit be set at all.</summary>
    private async Task<int> ReadOnlyAsync(ClickHouseClient open, CancellationToken cancellationToken)
    {
        var bare = new Dictionary<string, object>(StringComparer.Ordinal) { ["wait_end_of_query"] = 1 };
        var session = new ClickHouseSession(open, bare, TimeSpan.FromSeconds(Math.Clamp(source.Header.Timeout.TotalSeconds, 1, 15)), faults, time);
        try
        {
            var answer = await session.QueryAsync(new("SELECT toString(getSetting('readonly'))", []), cancellationToken);
            return answer.Rows is [["0"]] ? 1 : answer.Rows is [["2"]] ? 2 : throw faults.ForbidsLimits();
        }
        catch (SqlFaultException e)
        {
            throw faults.AtStart(e);
        }
        catch (SessionLostException e)
        {
            throw e.Outcome;
        }
    }

    private ClickHouseClient Connect()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // the password goes to nobody else
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(Math.Clamp(source.Header.Timeout.TotalSeconds, 1, 15)),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5), // servers drop idle connections after 10 s, or 3 s when old
            MaxConnectionsPerServer = source.Header.MaxConcurrency + 1,
            SslOptions = new() { RemoteCertificateValidationCallback = Validation() },
        };
        http = new(handler) { Timeout = Timeout.InfiniteTimeSpan }; // the session has its own limit, on the server and here
        return new(new ClickHouseClientSettings
        {
            HttpClient = http,
            Protocol = source.Tls == ClickHouseTls.Disable ? "http" : "https",
            Host = source.Host,
            Port = (ushort)source.Port,
            Database = source.Database,
            Username = source.User,
            Password = source.Password?.Reveal() ?? "",
            UseCompression = false,
            UseSession = false,
            JsonReadMode = JsonReadMode.None,
            JsonWriteMode = JsonWriteMode.None,
        });
    }

    private RemoteCertificateValidationCallback? Validation()
    {
        if (source.RootCertificate is not { } file)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(Path.GetFullPath(file, Path.GetFullPath(folder)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SourceException(source.Name, $"has the certificate '{file}', which cannot be read", "Correct 'root_certificate' in checks/sources.yaml: a PEM file.", isTransient: false, e);
        }

        return (_, certificate, _, errors) => certificate is X509Certificate2 shown && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && IsSignedBy(shown, authorities);
    }

    private static bool IsSignedBy(X509Certificate2 shown, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }
}
