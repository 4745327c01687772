using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Measures what checks need of other objects while their dataset is measured. Each scan takes its turn at its own source and holds nothing meanwhile, so that two datasets compared with each other never wait in a circle.</summary>
internal sealed class OtherSides(OpenSources sources, Catalog catalog)
{
    /// <param name="here">The source of the plan's dataset.</param>
    /// <returns>The scan of the dataset with the statements of all sides, and the answers by check id. Trouble of another source stands in its answers.</returns>
    /// <exception cref="SourceException">The dataset's own source did not answer.</exception>
    public async Task<(ScanResult Scan, ImmutableDictionary<string, ElsewhereAnswer> Answers)> ScanAsync(IMetricSource here, ScanPlan plan, CancellationToken cancellationToken)
    {
        var checks = plan.Dataset.Checks.Where(check => check.Elsewhere is not null).ToArray();
        if (checks.Length == 0)
        {
            return (await here.ScanAsync(plan, cancellationToken), ImmutableDictionary<string, ElsewhereAnswer>.Empty);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var others = Array.ConvertAll(checks, check => ScanThereAsync(plan, check.Elsewhere!, either.Token));
        ScanResult scan;
        try
        {
            scan = await here.ScanAsync(plan, cancellationToken);
        }
        catch
        {
            await either.CancelAsync();
            await ((Task)Task.WhenAll(others)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        var answers = ImmutableDictionary.CreateBuilder<string, ElsewhereAnswer>(StringComparer.Ordinal);
        var costs = scan.Statements.ToBuilder();
        foreach (var (check, other) in checks.Zip(others))
        {
            var there = await other;
            costs.AddRange(there.Scan?.Statements ?? []);
            answers[check.Header.Id] = await AnswerAsync(here, plan, scan, check.Elsewhere!, there, costs, cancellationToken);
        }

        return (scan with { Statements = costs.ToImmutable() }, answers.ToImmutable());
    }

    private async Task<Scanned> ScanThereAsync(ScanPlan here, Elsewhere elsewhere, CancellationToken cancellationToken)
    {
        var plan = elsewhere.Side.Plan(here, elsewhere.Needs);
        await using var rental = sources.Rent(catalog.Sources[elsewhere.Side.Source]);
        try
        {
            return new(plan, await rental.Source.ScanAsync(plan, cancellationToken), null);
        }
        catch (SourceException e)
        {
            return new(plan, null, Problem(e));
        }
    }

    private async Task<ElsewhereAnswer> AnswerAsync(
        IMetricSource source, ScanPlan plan, ScanResult scan, Elsewhere elsewhere, Scanned there, ImmutableArray<StatementCost>.Builder costs, CancellationToken cancellationToken)
    {
        if (there.Scan is null)
        {
            return ElsewhereAnswer.Failed(there.Problem!);
        }

        var measured = elsewhere.Needs.Distinct().ToDictionary(request => request, request => there.Scan.Values[there.Plan.Resolve(request)]);
        if (measured.Values.OfType<MeasureError>().FirstOrDefault() is { } error)
        {
            return ElsewhereAnswer.Failed(error with { Problem = $"{elsewhere.Side.Name}: {error.Problem}" });
        }

        var answer = new ElsewhereAnswer(new(measured), there.Scan.MeasuredAt, null);
        if (elsewhere.Rows is not { } pairing || Side(source, plan, scan, pairing.Here) is not { } left)
        {
            return answer; // an error of this side is told as that of any check
        }

        await using var rental = sources.Rent(catalog.Sources[elsewhere.Side.Source]);
        var comparison = new RowComparison(pairing, left, Side(rental.Source, there.Plan, there.Scan, pairing.There)!);
        try
        {
            var (rows, problem) = await comparison.RunAsync(cancellationToken);
            return answer with { Rows = rows, Problem = problem };
        }
        catch (SourceException e)
        {
            return ElsewhereAnswer.Failed(Problem(e));
        }
        finally
        {
            costs.AddRange(comparison.Statements);
        }
    }

    private static ComparedSide? Side(IMetricSource source, ScanPlan plan, ScanResult scan, AggregateRequest rows) =>
        scan.Values[plan.Resolve(rows)] is NumberValue count && scan.Values[plan.Resolve(RowPairing.Schema)] is SchemaValue schema
            ? new(source, plan, schema.Columns, (long)(count.Number ?? 0))
            : null;

    private static MeasureError Problem(SourceException e) => new($"Source '{e.SourceName}' {e.Problem}.", e.Remedy);

    /// <param name="Scan"><see langword="null"/> exactly when there is a problem.</param>
    private sealed record Scanned(ScanPlan Plan, ScanResult? Scan, MeasureError? Problem);
}
