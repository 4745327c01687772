using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Measures a dataset and judges what it found; writes nothing.</summary>
internal sealed class Measurer(IHistory history, IStatusReader status, OpenSources sources, TimeProvider time, ILogger log)
{
    private const string OwnFault = "Monitor itself failed while it judged this dataset; the data was not judged. The log of the daemon tells why.";

    public RowSampler Sampler { get; } = new(sources, time, log);

    /// <exception cref="StateException">The past values could not be read.</exception>
    public async Task<RunEvidence> MeasureAsync(Catalog catalog, Dataset dataset, DateTimeOffset scheduledAt, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var source = catalog.Sources[dataset.Source];
        await using var rental = sources.Rent(source);
        try
        {
            var prepared = await Profiler.PrepareAsync(rental.Source, dataset, await LastProfileAsync(dataset, scheduledAt, cancellationToken), scheduledAt, startedAt, cancellationToken);
            var plan = Planner.Plan(dataset, prepared.Checks, scheduledAt, startedAt);
            if (await RefusalAsync(rental.Source, source.Header, plan, startedAt, cancellationToken) is { } refusal)
            {
                log.RunRefused(dataset.Name, refusal);
                return new(dataset, scheduledAt, Report(Evaluator.NotMeasured(dataset, dataset.Checks, refusal), refusal), NoEvidence);
            }

            var (scan, elsewhere) = await new OtherSides(sources, catalog).ScanAsync(rental.Source, plan, cancellationToken);
            var learned = await Evaluator.EvaluateAsync(plan, prepared.Checks, scan, elsewhere, history, scheduledAt, cancellationToken);
            var completed = await Profiler.CompleteAsync(rental.Source, plan, prepared.Checks, scan, learned.Profiles, scheduledAt, cancellationToken);
            var again = await RecheckAsync(rental.Source, dataset, scheduledAt, startedAt, cancellationToken);
            var report = Report(learned with { Profiles = completed.Profiles, Schema = learned.Schema ?? prepared.Schema }, null) with
            {
                Statements = [.. prepared.Statements, .. scan.Statements, .. completed.Statements, .. again.Statements],
                Rechecks = again.Rechecks,
                Attempts = scan.Attempts,
            };
            if (scan.Attempts > 1)
            {
                log.ScanRepeated(dataset.Name, dataset.Source, scan.Attempts);
            }

            return new(dataset, scheduledAt, report, await EvidenceAsync(rental.Source, plan, report, cancellationToken));
        }
        catch (SourceException e)
        {
            log.SourceSilent(dataset.Name, dataset.Source, e.Problem, e.Attempts);
            return new(dataset, scheduledAt, Report(Evaluator.NotMeasured(dataset, dataset.Checks, e.Message), e.Message) with { IsSourceDown = true, Attempts = e.Attempts }, NoEvidence);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StateException))
        {
            log.RunBroken(dataset.Name, scheduledAt, e);
            return new(dataset, scheduledAt, Report(Evaluator.NotMeasured(dataset, dataset.Checks, OwnFault), OwnFault), NoEvidence);
        }

        RunReport Report(Evaluated learned, string? problem) => new(
            StatusOf(learned.Results), startedAt, time.GetUtcNow(), catalog.Hash, problem, learned.Results, learned.Profiles, learned.Schema, []);
    }

    public static RunStatus StatusOf(IEnumerable<CheckResult> results) => results.Select(result => result.Outcome.Rank()).DefaultIfEmpty().Max() switch
    {
        0 => RunStatus.Passed,
        1 => RunStatus.Warned,
        2 => RunStatus.Failed,
        _ => RunStatus.Errored,
    };

    /// <summary>What was measured of the newest partition stands, also when the source is silent by now.</summary>
    private async Task<Rechecked> RecheckAsync(IMetricSource source, Dataset dataset, DateTimeOffset scheduledAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await Rechecks.MeasureAsync(source, dataset, history, scheduledAt, now, cancellationToken);
        }
        catch (SourceException e)
        {
            log.SourceSilent(dataset.Name, dataset.Source, e.Problem, e.Attempts);
            return Rechecked.Nothing;
        }
    }

    private async Task<ValueList<ColumnProfile>> LastProfileAsync(Dataset dataset, DateTimeOffset scheduledAt, CancellationToken cancellationToken) =>
        dataset.Checks.Any(check => check is ProfileCheck) && await history.ProfilesAsync(dataset.Name, scheduledAt, 1, cancellationToken) is [var last, ..] ? last.Columns : [];

    /// <summary>Asks the engine for an estimate only where a budget wants one.</summary>
    private async Task<string?> RefusalAsync(IMetricSource source, SourceHeader header, ScanPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (plan.Dataset.Limits.Budget.IsNone && header.Budget.IsNone)
        {
            return null;
        }

        var spent = await status.SpentAsync(header.Name, plan.Dataset.Name, DateOnly.FromDateTime(now.UtcDateTime), cancellationToken);
        return CostGuard.Refusal(plan.Dataset, header, spent, await source.EstimateAsync(plan, cancellationToken));
    }

    private static ImmutableDictionary<string, CheckEvidence> NoEvidence => ImmutableDictionary<string, CheckEvidence>.Empty;

    /// <summary>History and SQL of what somebody may be told about: what is bad now, and what was until now.</summary>
    private async Task<ImmutableDictionary<string, CheckEvidence>> EvidenceAsync(IMetricSource source, ScanPlan plan, RunReport report, CancellationToken cancellationToken)
    {
        var dataset = plan.Dataset;
        var open = await status.IncidentsAsync(dataset.Name, dataset.Checks.Count + 1, cancellationToken);
        var told = open.Where(incident => incident.IsOpen).Select(incident => incident.Subject).ToHashSet(StringComparer.Ordinal);
        var evidence = ImmutableDictionary.CreateBuilder<string, CheckEvidence>(StringComparer.Ordinal);
        foreach (var (check, result) in dataset.Checks.Zip(report.Results))
        {
            if (result.Outcome.Rank() > 0 || told.Contains(result.CheckId))
            {
                var alone = Planner.Plan(dataset, [check], plan.Now, plan.Now) with { Window = plan.Window };
                var past = await history.ValuesAsync(dataset.Name, result.CheckId, report.StartedAt, CheckEvidence.Wanted, cancellationToken);
                evidence[result.CheckId] = new(past, string.Join("\n\n", source.Render(alone)));
            }
        }

        return evidence.ToImmutable();
    }
}
