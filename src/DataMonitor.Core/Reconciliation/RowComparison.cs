using System.Collections.Concurrent;
using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Reconciliation;

/// <summary>Compares the rows of two sides, each asked through its own plan; both are asked at the same time.</summary>
public sealed class RowComparison(RowPairing pairing, ComparedSide here, ComparedSide there)
{
    private readonly ConcurrentQueue<StatementCost> costs = new();

    /// <summary>What was sent to both sides.</summary>
    public ImmutableArray<StatementCost> Statements => [.. costs];

    /// <returns>The differences, or what kept one side from answering.</returns>
    /// <exception cref="SourceException">A source as a whole did not answer.</exception>
    public async Task<(RowDifferences? Rows, MeasureError? Problem)> RunAsync(CancellationToken cancellationToken)
    {
        var (left, right, problem) = RowIdentities.Of(pairing, here.Schema, there.Schema, there.Plan.Dataset.Name);
        if (problem is not null)
        {
            return (null, problem);
        }

        var narrowing = new Narrowing(
            async (split, token) => Sums(await AskAsync(new RowChecksums(left, split), new RowChecksums(right, split), token)),
            async (split, token) => Digests(await AskAsync(new RowHashes(left, split), new RowHashes(right, split), token)));
        try
        {
            return (await narrowing.FindAsync(Math.Max(here.Rows, there.Rows), cancellationToken), null);
        }
        catch (UnmeasuredException e)
        {
            return (null, e.Error);
        }
    }

    private static BothSides<BucketSum> Sums((AggregateValue Here, AggregateValue There) values) => new(((BucketSums)values.Here).Sums, ((BucketSums)values.There).Sums);

    private static BothSides<RowDigest> Digests((AggregateValue Here, AggregateValue There) values) => new(((RowDigests)values.Here).Rows, ((RowDigests)values.There).Rows);

    private async Task<(AggregateValue Here, AggregateValue There)> AskAsync(Aggregate left, Aggregate right, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(
            AskAsync(here, pairing.Here with { Aggregate = left }, cancellationToken),
            AskAsync(there, pairing.There with { Aggregate = right }, cancellationToken));
        return (answers[0], answers[1]);
    }

    private async Task<AggregateValue> AskAsync(ComparedSide side, AggregateRequest request, CancellationToken cancellationToken)
    {
        var plan = Planner.Arrange(side.Plan with { Statements = [] }, [request]);
        var answer = await side.Source.ScanAsync(plan, cancellationToken);
        foreach (var cost in answer.Statements)
        {
            costs.Enqueue(cost);
        }

        var value = answer.Values[plan.Resolve(request)];
        return value is MeasureError error
            ? throw new UnmeasuredException(side == there ? error with { Problem = $"{there.Plan.Dataset.Name}: {error.Problem}" } : error)
            : value;
    }
}

/// <param name="Plan">The one that measured its figures: names the object and the window.</param>
/// <param name="Rows">As just counted.</param>
public sealed record ComparedSide(IMetricSource Source, ScanPlan Plan, ValueList<ColumnSchema> Schema, long Rows);

/// <summary>A side could not answer one question, so the comparison ends.</summary>
public sealed class UnmeasuredException(MeasureError error) : Exception(error.Problem)
{
    public MeasureError Error => error;
}
