using System.Collections.Concurrent;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>One attempt at one plan: shares its jobs among the sessions of one snapshot.</summary>
internal sealed class SqlScan(SqlEngine engine, ScanPlan plan, SessionOptions options, TimeProvider time)
{
    private readonly ScanRecord record = new(engine, plan, options.Timeout, time);
    private readonly ConcurrentQueue<Func<SqlSession, CancellationToken, Task>> jobs = new();

    /// <param name="gate">Already entered once; entered again, without waiting, for each further session.</param>
    public async Task<ScanResult> RunAsync(SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await using var first = await engine.BeginAsync(options, cancellationToken);
        var measuring = new Measuring(record);
        var rows = await EstimateAsync(first, cancellationToken);
        var types = engine.Catalog.ConvertsSilently ? await measuring.Describing.TypesAsync(first, new(plan, CheckScope.Table), cancellationToken) : SqlTypes.Unknown;
        var keys = new UniqueKeys(record);
        var spared = rows is 0 or > ScanJobs.SmallTable ? await keys.SpareAsync(first, cancellationToken) : plan;
        foreach (var job in new ScanJobs(record, spared, measuring, rows, types).Arrange())
        {
            jobs.Enqueue(job);
        }

        var sessions = 1;
        while (options.IsShared && sessions < jobs.Count && gate.Wait(0, CancellationToken.None))
        {
            sessions++;
        }

        try
        {
            if (sessions > 1)
            {
                await engine.ShareAsync(first, cancellationToken);
            }

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

        keys.Answer();
        return record.Result(first.SnapshotAt);
    }

    /// <returns>Rows as the engine's statistics have them; 0 when unknown, or when nothing hangs on it.</returns>
    private async Task<long> EstimateAsync(SqlSession session, CancellationToken cancellationToken)
    {
        var isWorthIt = plan.Statements.Any(statement => statement.Class is StatementClass.Quantiles or StatementClass.Distinct);
        if (!isWorthIt || engine.Catalog.EstimatedRows(plan.Dataset.Object) is not { } estimate)
        {
            return 0;
        }

        try
        {
            var answer = await record.SendAsync(session, estimate, cancellationToken);
            return answer.Rows is [[var cell, ..], ..] ? SqlCells.Count(cell) : 0;
        }
        catch (SqlFaultException)
        {
            return 0; // a missing table: the statements themselves will say so
        }
    }

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
}
