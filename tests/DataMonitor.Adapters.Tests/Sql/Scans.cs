using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Npgsql;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Builders of plans and sources.</summary>
internal static class Scans
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly TableObject Orders = new(["shop", "orders"]);

    public static AggregateRequest Table(Aggregate aggregate, string? filter = null) => new(aggregate, filter, CheckScope.Table);

    public static AggregateRequest Rows(RowPredicate predicate) => Table(new MatchCount(predicate));

    public static Dataset Dataset(DatasetObject relation, string? filter = null, string zone = "UTC", TimeSpan? timeout = null) => new(
        "warehouse/orders",
        "warehouse",
        relation,
        "shop",
        Tier.Normal,
        [],
        null,
        null,
        null,
        null,
        filter,
        zone,
        new(timeout ?? TimeSpan.FromSeconds(30)),
        AlertRules.Default,
        [],
        default);

    /// <summary>Statements as the planner arranges them.</summary>
    public static ScanPlan Plan(Dataset dataset, PartitionWindow? window, params IEnumerable<AggregateRequest> requests) => new(
        dataset,
        window,
        Noon,
        [.. requests.Distinct()
            .GroupBy(request => (Class: Planner.ClassOf(request), request.Scope, request.Per, Filter: request.Per is null ? null : request.Filter))
            .OrderBy(group => group.Key.Class)
            .SelectMany(group => group
                .Chunk(group.Key.Class is StatementClass.Shared or StatementClass.Quantiles or StatementClass.Catalog or StatementClass.Segments ? requests.Count() : 1)
                .Select(requests => new ScanStatement(group.Key.Class, group.Key.Scope, [.. requests])))]);

    public static ScanPlan Plan(DatasetObject relation, params IEnumerable<AggregateRequest> requests) => Plan(Dataset(relation), null, requests);

    public static SourceHeader Header(string kind = "postgres", int concurrency = 2) => new("warehouse", kind, concurrency, TimeSpan.FromMinutes(1), default);

    public static PostgresSource Postgres(string database, string? user = null, Secret? password = null, int? port = null, string? host = null, int concurrency = 2)
    {
        var server = new NpgsqlConnectionStringBuilder(TestServer.Postgres);
        return new(
            Header(concurrency: concurrency),
            host ?? server.Host!,
            port ?? server.Port,
            database,
            user ?? server.Username,
            password ?? (server.Password is { } known ? new Secret(known) : null),
            SqlTls.Prefer,
            null);
    }

    public static async Task<ScanResult> ScanAsync(SourceDefinition definition, ScanPlan plan)
    {
        await using var source = SourceKinds.Open(definition, Path.GetTempPath(), TimeProvider.System);
        return await source.ScanAsync(plan, TestContext.Current.CancellationToken);
    }

    public static async Task<AggregateValue> MeasureAsync(SourceDefinition definition, DatasetObject relation, AggregateRequest request) =>
        (await ScanAsync(definition, Plan(relation, request))).Values[request];
}
