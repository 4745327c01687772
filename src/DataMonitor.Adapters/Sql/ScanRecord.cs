using System.Collections.Concurrent;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>What one attempt at a plan was answered so far, and what it sent for that. Safe from any thread.</summary>
internal sealed class ScanRecord(SqlEngine engine, ScanPlan plan, TimeSpan timeout, TimeProvider time)
{
    /// <summary>What takes less costs too little to ask the engine what it read.</summary>
    private static readonly TimeSpan WorthAsking = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<AggregateRequest, AggregateValue> values = new();
    private readonly ConcurrentQueue<(long Start, StatementCost Cost)> costs = new();

    public SqlDialect Dialect => engine.Dialect;

    public SqlCatalog Catalog => engine.Catalog;

    public SqlRenderer Renderer { get; } = new(engine.Dialect);

    public ScanPlan Plan => plan;

    /// <summary>Limit of one statement.</summary>
    public TimeSpan Timeout => timeout;

    /// <exception cref="SqlFaultException">The statement failed.</exception>
    public async Task<SqlRows> SendAsync(SqlSession session, SqlText statement, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        SqlRows answer;
        try
        {
            answer = await session.QueryAsync(statement, cancellationToken);
        }
        catch
        {
            costs.Enqueue((start, new(statement.Sql, time.GetElapsedTime(start))));
            throw;
        }

        var duration = time.GetElapsedTime(start);
        var read = answer.Read == default && duration >= WorthAsking ? await ReadAsync(session, statement, cancellationToken) : answer.Read;
        costs.Enqueue((start, new(statement.Sql, duration, read.Rows, read.Bytes)));
        return answer;
    }

    private async Task<StatementRead> ReadAsync(SqlSession session, SqlText statement, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.CostAsync(session, statement, plan.Dataset.Object, cancellationToken);
        }
        catch (SqlFaultException)
        {
            return default; // it was answered; what it read stays unknown
        }
    }

    public AggregateValue? Value(AggregateRequest request) => values.GetValueOrDefault(request);

    public void Answer(AggregateRequest request, AggregateValue value) => values[request] = value;

    /// <summary>Takes back an answer of ours that no check asked for.</summary>
    public void Forget(AggregateRequest request) => values.TryRemove(request, out _);

    public ScanResult Result(DateTimeOffset snapshotAt) => new(values, [.. costs.OrderBy(cost => cost.Start).Select(cost => cost.Cost)], snapshotAt);
}
