using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>What a scan sends in place of the plain statements where the engine's estimate of the rows calls for it: <see cref="GuidedQuantiles"/> and what goes with them.</summary>
internal sealed class PlanAlternatives(SqlDialect dialect, SqlCatalog catalog, ScanPlan plan)
{
    private readonly SqlRenderer renderer = new(dialect);

    public IEnumerable<string> Render()
    {
        var isWorthIt = plan.Statements.Any(statement => statement.Class is StatementClass.Quantiles or StatementClass.Distinct);
        var estimate = isWorthIt ? catalog.EstimatedRows(plan.Dataset.Object) : null;
        if (estimate is not null)
        {
            yield return $"-- first of all: how many rows, as the engine's statistics have it\n{estimate.Explained()}";
        }

        foreach (var text in Unique())
        {
            yield return text;
        }

        if (estimate is null)
        {
            yield break;
        }

        if (plan.Statements.Any(statement => statement.Class == StatementClass.Distinct))
        {
            yield return Rows($"-- up to {ScanJobs.SmallTable:N0} rows: counts of one key column join the statement of the plain aggregates");
            if (catalog.MemoryFor(ScanJobs.LargeTable, 1) is { } grant)
            {
                yield return Rows($"-- before a count of keys, memory by the number of rows; here for {ScanJobs.LargeTable:N0}\n{grant.Explained()}");
            }
        }

        foreach (var statement in plan.Statements.Where(statement => statement.Class == StatementClass.Quantiles && plan.Dataset.Object is TableObject))
        {
            foreach (var text in Guided(new(plan, statement.Scope), statement))
            {
                yield return text;
            }
        }
    }

    private IEnumerable<string> Unique()
    {
        if (UniqueKeys.Candidates(plan).FirstOrDefault() is not { } key || catalog.UniqueKeysOf(plan.Dataset.Object) is not { } query)
        {
            yield break;
        }

        yield return Rows($"-- unless up to {ScanJobs.SmallTable:N0} rows are known of, before keys are counted: which of them an index keeps unique\n{query.Explained()}");
        var counting = UniqueKeys.Counting(key);
        var frame = new SqlFrame(plan, key.Scope);
        if (renderer.ProblemOf(frame, counting) is null)
        {
            yield return $"-- then, in place of the count of such a key, with the plain aggregates: the rows that have it; repeats need no look\n{renderer.OneRow(frame, [counting]).Explained()}";
        }
    }

    private IEnumerable<string> Guided(SqlFrame frame, ScanStatement quantiles)
    {
        AggregateRequest[] wanted = [.. quantiles.Requests.Where(request => renderer.ProblemOf(frame, request) is null)];
        if (wanted.Length == 0 || catalog.Sample(dialect.Relation(frame.Relation), (double)GuidedQuantiles.SampledRows / ScanJobs.LargeTable) is not { } sample)
        {
            yield break;
        }

        var brackets = wanted.Select((request, index) => Bracketed(request, index + 1)).ToArray();
        var shared = plan.Statements.FirstOrDefault(statement => statement.Class == StatementClass.Shared && statement.Scope == quantiles.Scope)?.Requests ?? [];
        var plain = shared.Where(request => renderer.ProblemOf(frame, request) is null);
        var ranks = brackets.Select((request, index) => new BracketRank(wanted[index], (BracketCounts)request.Aggregate, 0)).ToArray();
        yield return Rows($"-- from {ScanJobs.LargeTable:N0} rows, in place of the sort: a sample of about {GuidedQuantiles.SampledRows:N0} rows draws a bracket around each quantile\n{renderer.SampleBrackets(frame, wanted, sample).Explained()}");
        yield return $"-- then, in place of the plain aggregates: the same, and what lies below the brackets\n{renderer.OneRow(frame, [.. plain, .. brackets]).Explained()}";
        yield return $"-- then: only the rows inside the brackets, each at the rank that is left (shown as 0); a bracket that missed is sorted after all\n{renderer.InsideBrackets(frame, ranks).Explained()}";
    }

    private static AggregateRequest Bracketed(AggregateRequest request, int number)
    {
        var quantile = (Quantile)request.Aggregate;
        return request with { Aggregate = new BracketCounts(quantile.Column, quantile.Q, $"(low end of bracket {number})", $"(high end of bracket {number})") };
    }

    private static string Rows(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
