using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Evaluation;

/// <summary>Judges what was measured.</summary>
public static class Evaluator
{
    /// <param name="elsewhere">By check id, for the checks that look at another object too.</param>
    public static async Task<Evaluated> EvaluateAsync(
        ScanPlan plan,
        IReadOnlyList<Check> checks,
        ScanResult scan,
        IReadOnlyDictionary<string, ElsewhereAnswer> elsewhere,
        IHistory history,
        DateTimeOffset scheduledAt,
        CancellationToken cancellationToken)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(plan.Dataset.TimeZone);
        var previousSchema = checks.Any(check => check.Needs.Any(need => need.Aggregate is Columns))
            ? await history.SchemaAsync(plan.Dataset.Name, scheduledAt, cancellationToken)
            : null;
        var context = new ObservationContext(scan.MeasuredAt, scheduledAt, plan.Window, zone, previousSchema);
        var duration = TimeSpan.FromTicks(scan.Statements.Sum(statement => statement.Duration.Ticks) / Math.Max(1, checks.Count));
        var results = ImmutableArray.CreateBuilder<CheckResult>(checks.Count);
        var profiles = ImmutableArray.CreateBuilder<ColumnProfile>();
        foreach (var check in checks)
        {
            if (check.Header.Per is { } per)
            {
                results.Add(await SegmentedEvaluation.EvaluateAsync(
                    plan.Dataset.Name,
                    check,
                    per,
                    request => scan.Values[plan.Resolve(request)],
                    (seen, past) => JudgeAsync(plan.Dataset, check, seen, past, context, duration),
                    Blank(plan.Dataset, check, duration),
                    history,
                    context,
                    cancellationToken));
                continue;
            }

            var measured = check.Needs.Concat(check.Wishes).Distinct().ToDictionary(request => request, request => scan.Values[plan.Resolve(request)]);
            var there = check.Elsewhere is null ? null : elsewhere[check.Header.Id];
            if (check.Needs.Select(need => measured[need]).OfType<MeasureError>().Append(there?.Problem).FirstOrDefault() is { } error)
            {
                results.Add(Errored(plan.Dataset, check, $"{error.Problem} {error.Remedy}", duration));
                continue;
            }

            var measurements = new Measurements(measured);
            var observation = check.Observe(measurements, context with { Elsewhere = there });
            results.Add(await JudgeAsync(plan.Dataset, check, observation, PastOf, context, duration));
            profiles.AddRange(check.Profiles(measurements));

            Task<IReadOnlyList<PastValue>> PastOf(DateTimeOffset before, int limit) => history.ValuesAsync(plan.Dataset.Name, check.Header.Id, before, limit, cancellationToken);
        }

        var schema = scan.Values.Values.OfType<SchemaValue>().FirstOrDefault()?.Columns;
        return new(results.MoveToImmutable(), [.. profiles.DistinctBy(profile => profile.Column, StringComparer.Ordinal)], schema);
    }

    /// <returns>Every check errored with the one sentence that explains it.</returns>
    public static Evaluated NotMeasured(Dataset dataset, IReadOnlyList<Check> checks, string why) =>
        new([.. checks.Select(check => Errored(dataset, check, why, TimeSpan.Zero))], [], null);

    private static async Task<CheckResult> JudgeAsync(
        Dataset dataset,
        Check check,
        Observation observation,
        PastValues history,
        ObservationContext context,
        TimeSpan duration)
    {
        var blank = Blank(dataset, check, duration) with { FailedRows = observation.FailedRows, Rows = observation.Rows };
        if (observation.NotApplicable is { } reason)
        {
            return blank with { Outcome = CheckOutcome.NotApplicable, Explanation = $"{reason}." };
        }

        var expectation = check.Header.Expect ?? check.DefaultExpectation;
        var warn = await LevelAsync(expectation?.Warn);
        var fail = await LevelAsync(expectation?.Fail);
        return Judgement.Of(observation, warn, fail, blank);

        async Task<Level?> LevelAsync(Condition? condition)
        {
            if (condition is null || observation.Values.Count == 0)
            {
                return null;
            }

            var reading = condition.Unit() is { } unit
                ? observation.Values.Single(value => value.Unit == unit)
                : observation.Values[0];
            var baselines = new Baselines(history, reading.Unit, context.ScheduledAt, context.TimeZone);
            var baseline = condition is Within within ? await baselines.ValueAsync(within.Baseline) : null;
            return new(condition, reading, baseline);
        }
    }

    private static CheckResult Errored(Dataset dataset, Check check, string explanation, TimeSpan duration) =>
        Blank(dataset, check, duration) with { Outcome = CheckOutcome.Errored, Explanation = explanation };

    private static CheckResult Blank(Dataset dataset, Check check, TimeSpan duration) => new(
        check.Header.Id,
        check.Header.Kind,
        check.Header.Name,
        check.Header.Column,
        check.Header.Dimension,
        Severities.Of(dataset, check.Header.Severity),
        CheckOutcome.Passed,
        Value: null,
        CheckKinds.Find(check.Header.Kind)?.Units.FirstOrDefault() ?? MetricUnit.Number,
        Limit: null,
        Lower: null,
        Upper: null,
        FailedRows: null,
        Rows: null,
        Explanation: "",
        duration);
}
