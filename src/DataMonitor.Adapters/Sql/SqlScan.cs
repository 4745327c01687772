using System.Collections.Concurrent;
using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>One attempt at one plan: shares its statements among the sessions of one snapshot, and finds the guilty one when a statement fails.</summary>
internal sealed class SqlScan(SqlEngine engine, ScanPlan plan, SessionOptions options, TimeProvider time)
{
    /// <summary>Below this a sort is as quick as a sample and two scans.</summary>
    public const long LargeTable = 200_000;

    /// <summary>Up to this a further statement costs more than the end of parallel execution, which is not used for so few rows.</summary>
    public const long SmallTable = 50_000;

    private readonly SqlRenderer renderer = new(engine.Dialect);
    private readonly ConcurrentDictionary<AggregateRequest, AggregateValue> values = new();
    private readonly ConcurrentQueue<(long Start, StatementCost Cost)> costs = new();
    private readonly ConcurrentQueue<Func<SqlSession, CancellationToken, Task>> jobs = new();
    private long rows;

    public SqlRenderer Renderer => renderer;

    public static bool HasOwnerSql(AggregateRequest request) =>
        request.Filter is not null || request.Aggregate switch
        {
            OwnExpression or OwnQueryRows => true,
            Orphans { Reference: QueryObject } => true,
            MatchCount match => HasOwnerSql(match.Predicate),
            _ => false,
        };

    /// <param name="gate">Already entered once; entered again, without waiting, for each further session.</param>
    public async Task<ScanResult> RunAsync(SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await using var first = await engine.BeginAsync(options, cancellationToken);
        await EstimateAsync(first, cancellationToken);
        PlanJobs();

        var sessions = 1;
        while (options.IsShared && sessions < jobs.Count && gate.Wait(0, CancellationToken.None))
        {
            sessions++;
        }

        try
        {
            // The first that fails cancels the others.
            await Parallel.ForEachAsync(
                Enumerable.Range(0, sessions),
                new ParallelOptions { MaxDegreeOfParallelism = sessions, CancellationToken = cancellationToken },
                async (index, token) => await (index == 0 ? DrainAsync(first, token) : JoinAsync(first, token)));
        }
        finally
        {
            if (sessions > 1)
            {
                gate.Release(sessions - 1);
            }
        }

        return new(values, [.. costs.OrderBy(cost => cost.Start).Select(cost => cost.Cost)], first.SnapshotAt);
    }

    /// <summary>Measures requests of one frame in as few statements as they allow.</summary>
    public async Task MeasureAsync(SqlSession session, SqlFrame frame, IReadOnlyCollection<AggregateRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var group in renderer.Groups(requests))
        {
            await MeasureTogetherAsync(session, frame, group, cancellationToken);
        }
    }

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

    public string Sample(DatasetObject relation, double share) => engine.Catalog.Sample(engine.Dialect.Relation(relation), share)!;

    public AggregateValue? Value(AggregateRequest request) => values.GetValueOrDefault(request);

    public void Answer(AggregateRequest request, AggregateValue value) => values[request] = value;

    /// <summary>Takes back an answer of ours that no check asked for.</summary>
    public void Forget(AggregateRequest request) => values.TryRemove(request, out _);

    private async Task EstimateAsync(SqlSession session, CancellationToken cancellationToken)
    {
        var isWorthIt = plan.Statements.Any(statement => statement.Class is StatementClass.Quantiles or StatementClass.Distinct);
        if (!isWorthIt || engine.Catalog.EstimatedRows(plan.Dataset.Object) is not { } estimate)
        {
            return;
        }

        try
        {
            var answer = await SendAsync(session, estimate, cancellationToken);
            rows = answer.Rows is [[var cell, ..], ..] ? SqlCells.Count(cell) : 0;
        }
        catch (SqlFaultException)
        {
            rows = 0; // a missing table: the statements themselves will say so
        }
    }

    private void PlanJobs()
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
            var writable = Writable(frame, quantiles.Requests);
            var others = shared is null ? [] : Writable(frame, shared.Requests);
            jobs.Enqueue((session, token) => new GuidedQuantiles(this, session, frame, rows).MeasureAsync(writable, others, token));
        }

        foreach (var statement in Joined(plan.Statements.Where(statement => !guided.Contains(statement))))
        {
            var frame = new SqlFrame(plan, statement.Scope);
            var writable = Writable(frame, statement.Requests);
            jobs.Enqueue(statement.Class switch
            {
                StatementClass.Catalog => (session, token) => DescribeAsync(session, frame, writable, token),
                StatementClass.Distinct => (session, token) => CountKeysAsync(session, frame, writable, token),
                _ => (session, token) => MeasureAsync(session, frame, writable, token),
            });
        }
    }

    /// <returns>The statements; of a small table those that may share one do.</returns>
    private IEnumerable<ScanStatement> Joined(IEnumerable<ScanStatement> statements)
    {
        if (rows is 0 or > SmallTable)
        {
            return statements;
        }

        var byKind = statements.ToLookup(statement => statement.Class is StatementClass.Shared or StatementClass.Distinct && !statement.Requests.Any(renderer.IsWholeStatement));
        return byKind[true]
            .GroupBy(statement => statement.Scope)
            .Select(group => new ScanStatement(StatementClass.Shared, group.Key, [.. group.SelectMany(statement => statement.Requests)]))
            .Concat(byKind[false]);
    }

    private bool IsGuided => rows >= LargeTable && plan.Dataset.Object is TableObject && engine.Catalog.Sample("t", 1) is not null;

    /// <summary>Answers what cannot be written, and keeps the rest.</summary>
    private AggregateRequest[] Writable(SqlFrame frame, ImmutableArray<AggregateRequest> requests) =>
        [.. requests.Where(request =>
        {
            if (renderer.ProblemOf(frame, request) is not { } problem)
            {
                return true;
            }

            values[request] = problem;
            return false;
        })];

    private async Task JoinAsync(SqlSession first, CancellationToken cancellationToken)
    {
        SqlSession session;
        try
        {
            session = await engine.JoinAsync(first, options, cancellationToken);
        }
        catch (SourceException)
        {
            return; // no second connection to be had: the first does all the work
        }

        await using (session)
        {
            await DrainAsync(session, cancellationToken);
        }
    }

    private async Task DrainAsync(SqlSession session, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && jobs.TryDequeue(out var job))
        {
            await job(session, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task DescribeAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        AggregateValue answer;
        try
        {
            var columns = await ColumnsAsync(session, frame, cancellationToken);
            answer = columns.Count == 0 && await RefusalAsync(session, renderer.FrameAlone(frame), cancellationToken) is { } refusal
                ? FaultWords.Of(refusal, null, frame, options.Timeout, []) // some catalogs have no rows for a missing table rather than an error
                : new SchemaValue(columns);
        }
        catch (SqlFaultException e)
        {
            answer = FaultWords.Of(e.Fault, null, frame, options.Timeout, []);
        }

        foreach (var request in requests)
        {
            values[request] = answer;
        }
    }

    private async Task<ValueList<ColumnSchema>> ColumnsAsync(SqlSession session, SqlFrame frame, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(session, renderer.Columns(frame, engine.Catalog), cancellationToken);
        return SqlCells.Columns(answer, engine.Catalog.ColumnsOf(frame.Relation) is not null, engine.Catalog);
    }

    private async Task CountKeysAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        if (engine.Catalog.MemoryFor(rows) is { } grant)
        {
            await SendAsync(session, grant, cancellationToken);
        }

        await MeasureAsync(session, frame, requests, cancellationToken);
    }

    private async Task MeasureTogetherAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        if (requests.Length == 0)
        {
            return;
        }

        try
        {
            var answer = await SendAsync(session, renderer.OneRow(frame, requests), cancellationToken);
            await ReadAsync(session, frame, requests, answer, cancellationToken);
        }
        catch (SqlFaultException e) when (requests is [var guilty])
        {
            values[guilty] = await WordsAsync(session, frame, guilty, e.Fault, cancellationToken);
        }
        catch (SqlFaultException e)
        {
            await IsolateAsync(session, frame, requests, e.Fault, cancellationToken);
        }
    }

    private async Task ReadAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlRows answer, CancellationToken cancellationToken)
    {
        if (requests is [{ Aggregate: TopValues } top])
        {
            values[top] = SqlCells.Top(answer);
            return;
        }

        if (answer.Rows is not [var cells])
        {
            var error = new MeasureError("The SQL gives a value for each row instead of one.", "Write an aggregate expression, such as sum(amount).");
            Array.ForEach(requests, request => values[request] = error);
            return;
        }

        var at = 0;
        foreach (var request in requests)
        {
            var width = SqlRenderer.Width(request);
            if (request.Aggregate is Maximum && SqlCells.IsNaN(cells[at]))
            {
                var beside = await SendAsync(session, renderer.MaximumBesideNaN(frame, request), cancellationToken);
                cells[at] = beside.Rows[0][0];
            }
            else if (request.Aggregate is Minimum && SqlCells.IsNaN(cells[at]))
            {
                cells[at] = null; // NaN sorts last: there is nothing else
            }

            values[request] = Read(request, cells.AsSpan(at, width));
            at += width;
        }
    }

    private static AggregateValue Read(AggregateRequest request, ReadOnlySpan<object?> cells)
    {
        try
        {
            return SqlCells.Value(request, cells);
        }
        catch (MeasureException e)
        {
            return e.Error;
        }
    }

    /// <summary>Finds which of several requests made their statement fail. What fails before it runs is found without running anything.</summary>
    private async Task IsolateAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlFault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind is SqlFaultKind.Locked or SqlFaultKind.Cancelled || (fault.Kind == SqlFaultKind.Timeout && !Array.Exists(requests, HasOwnerSql)))
        {
            await AnswerAllAsync(session, frame, requests, fault, cancellationToken);
            return;
        }

        if (fault.Kind == SqlFaultKind.Timeout)
        {
            // Halving would wait for the limit again and again: SQL of the owner is the suspect, the rest gets one more try.
            await AnswerAllAsync(session, frame, [.. requests.Where(HasOwnerSql)], fault, cancellationToken);
            await MeasureTogetherAsync(session, frame, [.. requests.Where(request => !HasOwnerSql(request))], cancellationToken);
            return;
        }

        if (await RefusalAsync(session, renderer.FrameAlone(frame), cancellationToken) is { } frameFault)
        {
            var error = FaultWords.Of(frameFault, null, frame, options.Timeout, await ColumnNamesAsync(session, frame, cancellationToken));
            Array.ForEach(requests, request => values[request] = error);
            return;
        }

        var refused = await RefusedAsync(session, frame, requests, cancellationToken);
        if (refused.Count > 0)
        {
            foreach (var (request, refusal) in refused)
            {
                values[request] = await WordsAsync(session, frame, request, refusal, cancellationToken);
            }

            await MeasureTogetherAsync(session, frame, [.. requests.Where(request => !refused.ContainsKey(request))], cancellationToken);
            return;
        }

        var half = requests.Length / 2;
        await MeasureTogetherAsync(session, frame, requests[..half], cancellationToken);
        await MeasureTogetherAsync(session, frame, requests[half..], cancellationToken);
    }

    private async Task AnswerAllAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, SqlFault fault, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            values[request] = await WordsAsync(session, frame, request, fault, cancellationToken);
        }
    }

    /// <returns>Requests that the engine refuses to plan, found by halving.</returns>
    private async Task<Dictionary<AggregateRequest, SqlFault>> RefusedAsync(SqlSession session, SqlFrame frame, AggregateRequest[] requests, CancellationToken cancellationToken)
    {
        if (requests.Length == 0 || await RefusalAsync(session, renderer.OneRow(frame, requests), cancellationToken) is not { } fault)
        {
            return [];
        }

        if (requests is [var guilty])
        {
            return new() { [guilty] = fault };
        }

        var half = requests.Length / 2;
        var refused = await RefusedAsync(session, frame, requests[..half], cancellationToken);
        foreach (var (request, refusal) in await RefusedAsync(session, frame, requests[half..], cancellationToken))
        {
            refused[request] = refusal;
        }

        return refused;
    }

    private async Task<SqlFault?> RefusalAsync(SqlSession session, SqlText statement, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(session, engine.Catalog.Explain(statement), cancellationToken);
            return null;
        }
        catch (SqlFaultException e)
        {
            return e.Fault;
        }
    }

    private async Task<MeasureError> WordsAsync(SqlSession session, SqlFrame frame, AggregateRequest request, SqlFault fault, CancellationToken cancellationToken)
    {
        var needsColumns = fault.Kind is SqlFaultKind.MissingColumn or SqlFaultKind.MissingTable;
        return FaultWords.Of(fault, request, frame, options.Timeout, needsColumns ? await ColumnNamesAsync(session, frame, cancellationToken) : []);
    }

    private async Task<string[]> ColumnNamesAsync(SqlSession session, SqlFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            var columns = await ColumnsAsync(session, frame, cancellationToken);
            return [.. columns.Select(column => column.Name)];
        }
        catch (Exception e) when (e is SqlFaultException or MeasureException)
        {
            return [];
        }
    }

    private static bool HasOwnerSql(RowPredicate predicate) => predicate switch
    {
        OwnCondition => true,
        Not not => HasOwnerSql(not.Predicate),
        AllOf all => all.Predicates.Any(HasOwnerSql),
        AnyOf any => any.Predicates.Any(HasOwnerSql),
        _ => false,
    };
}
