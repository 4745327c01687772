using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>A database, asked for aggregates. All scans of the source share one limit of statements at once.</summary>
/// <param name="engine">Makes the engine, which lives and ends with the source.</param>
internal sealed class SqlSource(SourceHeader header, Func<SqlEngine> engine, TimeProvider time, RetryRule? retries = null) : IMetricSource
{
    private readonly RetryRule retries = retries ?? RetryRule.Default;
    private readonly SqlEngine engine = engine();
    private readonly SemaphoreSlim gate = new(header.MaxConcurrency);

    public string Name => header.Name;

    public ImmutableArray<string> Render(ScanPlan plan)
    {
        var renderer = new SqlRenderer(engine.Dialect);
        return [.. plan.Statements.SelectMany(statement =>
        {
            var frame = new SqlFrame(plan, statement.Scope);
            return statement.Class == StatementClass.Catalog
                ? [renderer.Columns(frame, engine.Catalog).Explained()]
                : statement.Class == StatementClass.Segments ? Segmented(renderer, frame, statement)
                : renderer.Groups(frame, statement.Requests).Select(group => Rendered(renderer, frame, group));
        })];
    }

    public ImmutableArray<string> RenderAlternatives(ScanPlan plan) => [.. new PlanAlternatives(engine.Dialect, engine.Catalog, plan).Render()];

    public async Task<ScanResult> ScanAsync(ScanPlan plan, CancellationToken cancellationToken)
    {
        var options = OptionsOf(plan);
        var start = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(plan, options, cancellationToken) with { Attempts = attempt };
            }
            catch (SourceException e)
            {
                if (retries.Pause(e, attempt, time.GetElapsedTime(start), options.Timeout, Chance()) is not { } pause)
                {
                    throw new SourceException(header.Name, e.Problem, e.Remedy, e.IsTransient, e) { Attempts = attempt };
                }

                await Task.Delay(pause, time, cancellationToken); // without a place at the gate: others may have more luck
            }
        }
    }

    public async Task<SourceListing> ListAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await engine.ListAsync(Name, header.Timeout, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<ScanEstimate> EstimateAsync(ScanPlan plan, CancellationToken cancellationToken)
    {
        var renderer = new SqlRenderer(engine.Dialect);
        var estimates = ImmutableArray.CreateBuilder<StatementEstimate>();
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var session = await engine.BeginAsync(OptionsOf(plan) with { IsShared = false }, cancellationToken);
            foreach (var statement in plan.Statements.Where(statement => statement.Class != StatementClass.Catalog))
            {
                var frame = new SqlFrame(plan, statement.Scope);
                foreach (var text in renderer.Groups(frame, statement.Requests).Select(group => Writable(renderer, frame, group)).Where(group => group.Length > 0).Select(group => renderer.OneRow(frame, group)))
                {
                    var read = await CostAsync(session, text, plan.Dataset.Object, cancellationToken);
                    estimates.Add(new(text.Explained(), read.Rows, read.Bytes));
                }
            }
        }
        catch (SessionLostException e)
        {
            throw e.Outcome;
        }
        finally
        {
            gate.Release();
        }

        return new(estimates.DrainToImmutable());
    }

    public Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken) => engine.ProbeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        gate.Dispose();
    }

    private async Task<ScanResult> AttemptAsync(ScanPlan plan, SessionOptions options, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await new SqlScan(engine, plan, options, time).RunAsync(gate, cancellationToken);
        }
        catch (SessionLostException e)
        {
            throw e.Outcome;
        }
        finally
        {
            gate.Release();
        }
    }

#pragma warning disable CA5394 // spreads load, guards nothing
    private static double Chance() => Random.Shared.NextDouble();
#pragma warning restore CA5394

    private SessionOptions OptionsOf(ScanPlan plan) => new(
        plan.Dataset.Limits.Timeout < header.Timeout ? plan.Dataset.Limits.Timeout : header.Timeout,
        plan.Dataset.TimeZone,
        HasOwnerSql(plan),
        IsShared: engine.SharesSnapshots && header.MaxConcurrency > 1 && plan.Statements.Length > 1);

    /// <summary>A statement that the engine refuses would read nothing.</summary>
    private async Task<StatementRead> CostAsync(SqlSession session, SqlText statement, DatasetObject relation, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.CostAsync(session, statement, relation, cancellationToken);
        }
        catch (SqlFaultException)
        {
            return default;
        }
    }

    private static AggregateRequest[] Writable(SqlRenderer renderer, SqlFrame frame, AggregateRequest[] group) =>
        [.. group.Where(request => renderer.ProblemOf(frame, request) is null)];

    private static string Rendered(SqlRenderer renderer, SqlFrame frame, AggregateRequest[] group)
    {
        var problems = group.Select(request => renderer.ProblemOf(frame, request)).OfType<MeasureError>().ToArray();
        var writable = Writable(renderer, frame, group);
        var sql = writable.Length == 0 ? "" : renderer.OneRow(frame, writable).Explained();
        return string.Join('\n', problems.Select(problem => $"-- not sent: {problem.Problem} {problem.Remedy}").Append(sql));
    }

    private IEnumerable<string> Segmented(SqlRenderer renderer, SqlFrame frame, ScanStatement statement)
    {
        var groups = SegmentGroups.Unknown(statement.Requests[0]);
        var grouped = frame with { Groups = groups };
        return renderer.Groups(grouped, statement.Requests)
            .Select(group => Rendered(renderer, grouped, group))
            .Prepend(Largest());

        string Largest()
        {
            try
            {
                return new SegmentSql(engine.Dialect, renderer).Largest(frame, groups).Explained();
            }
            catch (MeasureException e)
            {
                return $"-- not sent: {e.Error.Problem} {e.Error.Remedy}";
            }
        }
    }

    private static bool HasOwnerSql(ScanPlan plan) =>
        plan.Dataset.Filter is not null
        || plan.Dataset.Object is QueryObject
        || plan.Statements.Any(statement => statement.Requests.Any(Culprits.HasOwnerSql));
}
