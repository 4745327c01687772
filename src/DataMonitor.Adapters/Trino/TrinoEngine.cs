using System.Collections.Immutable;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.Trino;

/// <summary>Statements to Trino over HTTP. There are no sessions to open and no snapshots.</summary>
internal sealed class TrinoEngine : SqlEngine
{
    private static readonly SqlText Anything = new("SELECT 1", []);

    private readonly TrinoSource source;
    private readonly TrinoFaults faults;
    private readonly TrinoClient client;
    private readonly TimeProvider time;

    public TrinoEngine(TrinoSource source, TimeProvider time)
    {
        (this.source, this.time, faults) = (source, time, new(source));
        client = new(source, faults, time);
        var dialect = new TrinoDialect();
        (Dialect, Catalog) = (dialect, new TrinoCatalog(dialect, source.Schema));
    }

    public override SqlDialect Dialect { get; }

    public override SqlCatalog Catalog { get; }

    public override Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<SqlSession>(new TrinoSession(client, options, faults, time));

    public override async Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(new(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false), cancellationToken);
        try
        {
            await session.QueryAsync(Anything, cancellationToken);
        }
        catch (SqlFaultException e)
        {
            throw faults.DoesNotAnswer(e);
        }

        return source is { IsLocal: false, Tls: TrinoTls.Disable }
            ? [$"The connection to '{source.Host}' is not encrypted. Set 'tls: verify_full'."]
            : [];
    }

    public override async ValueTask DisposeAsync()
    {
        client.Dispose();
        await base.DisposeAsync();
    }
}
