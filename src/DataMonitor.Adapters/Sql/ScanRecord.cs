using System.Collections.Concurrent;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>What one attempt at a plan was answered so far, and what it sent for that. Safe from any thread.</summary>
internal sealed class ScanRecord(SqlDialect dialect, SqlCatalog catalog, ScanPlan plan, TimeSpan timeout, TimeProvider time)
{
    private readonly ConcurrentDictionary<AggregateRequest, AggregateValue> values = new();
    private readonly ConcurrentQueue<(long Start, StatementCost Cost)> costs = new();

    public SqlDialect Dialect => dialect;

    public SqlCatalog Catalog => catalog;

    public SqlRenderer Renderer { get; } = new(dialect);

    public ScanPlan Plan => plan;

    /// <summary>Limit of one statement.</summary>
    public TimeSpan Timeout => timeout;

    /// <exception cref="SqlFaultException">The statement failed.</exception>
    public async Task<SqlRows> SendAsync(SqlSession session, SqlText statement, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            return await session.QueryAsync(statement, cancellationToken);
        }
        finally
        {
            costs.Enqueue((start, new(statement.Sql, time.GetElapsedTime(start))));
        }
    }

    public AggregateValue? Value(AggregateRequest request) => values.GetValueOrDefault(request);

    public void Answer(AggregateRequest request, AggregateValue value) => values[request] = value;

    /// <summary>Takes back an answer of ours that no check asked for.</summary>
    public void Forget(AggregateRequest request) => values.TryRemove(request, out _);

    public ScanResult Result(DateTimeOffset snapshotAt) => new(values, [.. costs.OrderBy(cost => cost.Start).Select(cost => cost.Cost)], snapshotAt);
}
