using System.Globalization;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Counts of keys whose repeats a unique index keeps out: as many keys as complete ones, so these are counted with the plain aggregates and nothing is sorted or hashed.</summary>
/// <remarks>Trusts the engine: an index that is damaged hides repeats. A check with a filter always looks for them.</remarks>
internal sealed class UniqueKeys(ScanRecord record)
{
    private readonly Dictionary<AggregateRequest, AggregateRequest> counts = [];

    /// <returns>Requests of a plan that a unique index could answer.</returns>
    public static IEnumerable<AggregateRequest> Candidates(ScanPlan plan) => plan.Dataset.Filter is not null
        ? []
        : plan.Statements.SelectMany(statement => statement.Requests).Where(request => request is { Aggregate: Distinctness, Filter: null, Per: null, Scope: CheckScope.Table });

    /// <summary>Asks the catalog, once for all keys, and only where there are any.</summary>
    /// <returns>The plan with a plain count in place of each key that is unique anyway.</returns>
    public async Task<ScanPlan> SpareAsync(SqlSession session, CancellationToken cancellationToken)
    {
        var plan = record.Plan;
        var candidates = Candidates(plan).ToArray();
        if (candidates.Length == 0 || record.Catalog.UniqueKeysOf(plan.Dataset.Object) is not { } query)
        {
            return plan;
        }

        var unique = await AskAsync(session, query, cancellationToken);
        foreach (var request in candidates.Where(request => unique.Exists(key => key.IsSubsetOf(((Distinctness)request.Aggregate).Columns))))
        {
            counts.Add(request, Counting(request));
        }

        return counts.Count == 0
            ? plan
            : Planner.Arrange(plan with { Statements = [] }, plan.Statements.SelectMany(statement => statement.Requests).Select(request => counts.GetValueOrDefault(request, request)));
    }

    /// <summary>Answers what was asked for from what was counted instead.</summary>
    public void Answer()
    {
        foreach (var (request, counting) in counts)
        {
            record.Answer(request, record.Value(counting) is NumberValue { Number: { } rows } ? new DistinctValue((long)rows, (long)rows) : record.Value(counting)!);
        }

        foreach (var counting in counts.Values.Except(record.Plan.Statements.SelectMany(statement => statement.Requests)))
        {
            record.Forget(counting);
        }
    }

    /// <returns>A count of the rows that have the whole key.</returns>
    public static AggregateRequest Counting(AggregateRequest request) =>
        request with { Aggregate = new MatchCount(new AllOf(((Distinctness)request.Aggregate).Columns.Select(RowPredicate (column) => new Not(new IsMissing(column))).ToValueList())) };

    private async Task<List<HashSet<string>>> AskAsync(SqlSession session, SqlText query, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await record.SendAsync(session, query, cancellationToken);
            return answer.Rows.Count < SqlWriter.MostRows // of the last key a part might be missing
                ? [.. answer.Rows.GroupBy(row => Convert.ToString(row[0], CultureInfo.InvariantCulture), StringComparer.Ordinal).Where(key => key.All(row => row[1] is not null)).Select(key => key.Select(row => (string)row[1]!).ToHashSet(StringComparer.Ordinal))]
                : [];
        }
        catch (SqlFaultException)
        {
            return []; // an older server, or a missing table: the statements themselves will say so
        }
    }
}
