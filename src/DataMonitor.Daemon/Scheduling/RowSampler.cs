using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Fetches a few rows that failed, where the owner asked for it. Runs after the results are committed and touches none of them: what it fetches goes to the store of samples alone.</summary>
internal sealed class RowSampler(OpenSources sources, TimeProvider time, ILogger log)
{
    public async Task TakeAsync(Catalog catalog, RunEvidence evidence, ISampleStore store, CancellationToken cancellationToken)
    {
        var dataset = evidence.Dataset;
        if (dataset.Samples is not { } rules)
        {
            return;
        }

        var bad = evidence.Report.Results.Where(result => result.Outcome is CheckOutcome.Failed or CheckOutcome.Warned).Select(result => result.CheckId).ToHashSet(StringComparer.Ordinal);
        var requests = dataset.Checks.Where(check => bad.Contains(check.Header.Id)).Select(check => (Check: check, Request: Request(check, rules))).Where(pair => pair.Request is not null).ToArray();
        if (requests.Length == 0)
        {
            return;
        }

        try
        {
            await using var rental = sources.Rent(catalog.Sources[dataset.Source]);
            var plan = Planner.Arrange(Planner.Plan(dataset, [], evidence.ScheduledAt, time.GetUtcNow()), requests.Select(pair => pair.Request!));
            var scan = await rental.Source.ScanAsync(plan, cancellationToken);
            var mask = new SampleMask(rules, await store.SampleSaltAsync(cancellationToken));
            foreach (var (check, request) in requests)
            {
                if (scan.Values[plan.Resolve(request!)] is SampledRows { Rows.Count: > 0 } rows)
                {
                    await store.SaveSampleAsync(new(dataset.Name, check.Header.Id, evidence.ScheduledAt, time.GetUtcNow() + rules.Retention, mask.Apply(rows.Rows)), cancellationToken);
                }
            }
        }
        catch (SourceException e)
        {
            log.SourceSilent(dataset.Name, dataset.Source, e.Problem, e.Attempts);
        }
    }

    private static AggregateRequest? Request(Check check, SampleRules rules)
    {
        if (check.Offenders is not { } rows)
        {
            return null;
        }

        string[] offending = rows is RepeatedKeys repeated ? [.. repeated.Columns] : check.Header.Column is { } column ? [column] : [];
        return new(new RowSample(rows, rules.Keys.Concat(offending).Distinct(StringComparer.Ordinal).ToValueList(), rules.Rows), check.Header.Filter, check.Header.Scope);
    }
}
