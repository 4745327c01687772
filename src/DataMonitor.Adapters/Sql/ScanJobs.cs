using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Makes of a plan the jobs of one scan: what goes together depends on how many rows there are.</summary>
/// <param name="plan">That of the record, or what stands in for it.</param>
internal sealed class ScanJobs(ScanRecord record, ScanPlan plan, Measuring measuring, long rows, SqlTypes types)
{
    /// <summary>Below this a sort is as quick as a sample and two scans.</summary>
    public const long LargeTable = 200_000;

    /// <summary>Up to this a further statement costs more than the end of parallel execution, which is not used for so few rows.</summary>
    public const long SmallTable = 50_000;

    /// <summary>Quantiles of one sample, so that its row fits every engine.</summary>
    private const int MostGuided = 200;

    private bool IsGuided => rows >= LargeTable && plan.Dataset.Object is Core.Definitions.TableObject && record.Catalog.Sample("t", 1) is not null;

    /// <returns>Jobs that are independent of each other, the longest first. What cannot be written is answered already.</returns>
    public IEnumerable<Func<SqlSession, CancellationToken, Task>> Arrange()
    {
        var guided = new HashSet<ScanStatement>();
        foreach (var quantiles in plan.Statements.Where(statement => statement.Class == StatementClass.Quantiles && IsGuided))
        {
            guided.Add(quantiles);
            var shared = plan.Statements.FirstOrDefault(statement => statement.Class == StatementClass.Shared && statement.Scope == quantiles.Scope && !guided.Contains(statement));
            if (shared is not null)
            {
                guided.Add(shared);
            }

            var frame = new SqlFrame(plan, quantiles.Scope);
            var others = shared is null ? [] : Writable(frame, shared);
            foreach (var (index, writable) in Writable(frame, quantiles).Chunk(MostGuided).Index())
            {
                yield return (session, token) => new GuidedQuantiles(record, measuring, session, frame, rows).MeasureAsync(writable, index == 0 ? others : [], token);
            }
        }

        foreach (var statement in Joined(plan.Statements.Where(statement => !guided.Contains(statement))))
        {
            var frame = new SqlFrame(plan, statement.Scope);
            var writable = Writable(frame, statement);
            yield return statement.Class switch
            {
                StatementClass.Catalog => (session, token) => measuring.Describing.AnswerAsync(session, frame, writable, token),
                StatementClass.Distinct => (session, token) => measuring.CountKeysAsync(session, frame, writable, rows, token),
                StatementClass.Segments => (session, token) => new SegmentedScan(record, measuring, session, frame).MeasureAsync(writable, token),
                _ => (session, token) => measuring.MeasureAsync(session, frame, writable, token),
            };
        }
    }

    /// <returns>The statements; of a small table those that may share one do.</returns>
    private IEnumerable<ScanStatement> Joined(IEnumerable<ScanStatement> statements)
    {
        if (rows is 0 or > SmallTable)
        {
            return statements;
        }

        var byKind = statements.ToLookup(statement => statement.Class is StatementClass.Shared or StatementClass.Distinct && !statement.Requests.Any(record.Renderer.IsWholeStatement));
        return byKind[true]
            .GroupBy(statement => statement.Scope)
            .Select(group => new ScanStatement(StatementClass.Shared, group.Key, [.. group.SelectMany(statement => statement.Requests)]))
            .Concat(byKind[false]);
    }

    /// <summary>Answers what cannot be written, and keeps the rest.</summary>
    private AggregateRequest[] Writable(SqlFrame frame, ScanStatement statement) =>
        [.. statement.Requests.Where(request =>
        {
            if ((record.Renderer.ProblemOf(frame, request) ?? types.ProblemOf(frame, request, record.Timeout)) is not { } problem)
            {
                return true;
            }

            record.Answer(request, problem);
            return false;
        })];
}
