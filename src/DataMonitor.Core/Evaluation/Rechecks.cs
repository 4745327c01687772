using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Runs;

namespace DataMonitor.Core.Evaluation;

/// <summary>Measures partitions again that closed some time ago, as <c>partition.recheck</c> asks.</summary>
public static class Rechecks
{
    /// <summary>Scans each partition that an earlier run has measured, one after the other.</summary>
    /// <param name="scheduledAt">The occurrence that is being run; ages are counted back from it.</param>
    /// <exception cref="SourceException">The source did not answer.</exception>
    public static async Task<Rechecked> MeasureAsync(
        IMetricSource source, Dataset dataset, IHistory history, DateTimeOffset scheduledAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var checks = dataset.Checks.Where(MayChange).ToArray();
        if (dataset.Partition is not { Recheck.Count: > 0 } partition || checks.Length == 0)
        {
            return Rechecked.Nothing;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(dataset.TimeZone);
        var rechecks = ImmutableArray.CreateBuilder<Recheck>();
        var statements = ImmutableArray.CreateBuilder<StatementCost>();
        foreach (var window in PartitionWindows.ClosedBefore(partition, zone, scheduledAt))
        {
            var first = window.End + partition.ReadyAfter;
            var next = PartitionWindows.After(partition, zone, window).End + partition.ReadyAfter;
            if (await history.MeasuredAsync(dataset.Name, first, next < scheduledAt ? next : scheduledAt, cancellationToken) is not { } past)
            {
                continue; // nothing was said about it that could be corrected
            }

            var plan = Planner.Plan(dataset, checks, scheduledAt, now) with { Window = window };
            var scan = await source.ScanAsync(plan, cancellationToken);
            var judged = await Evaluator.EvaluateAsync(plan, checks, scan, ImmutableDictionary<string, ElsewhereAnswer>.Empty, history, past.ScheduledAt, cancellationToken);
            statements.AddRange(scan.Statements);
            rechecks.AddRange(judged.Results
                .Where(result => result is { Value: not null, Outcome: not CheckOutcome.Errored } && past.Values.ContainsKey(result.CheckId))
                .Select(result => Of(result, window, past, scan.MeasuredAt, zone)));
        }

        return new(rechecks.ToImmutable(), statements.ToImmutable());
    }

    /// <summary>What looks at the rows of one partition. A delivery that comes late was not in time, the columns of a table belong to no partition, another side is not measured again, and what is judged per value of a column has one value for each.</summary>
    private static bool MayChange(Check check) =>
        check is { Elsewhere: null, Header.Per: null } and not (ArrivalCheck or ProfileCheck) && check.Header.Scope == CheckScope.Partition && check.Needs.All(need => need.Scope == CheckScope.Partition && need.Aggregate is not Columns);

    private static Recheck Of(CheckResult result, PartitionWindow window, PastRun past, DateTimeOffset measuredAt, TimeZoneInfo zone)
    {
        var first = past.Values[result.CheckId];
        var words = first is { } value ? Display.Of(value, result.Unit) : "not measured";
        var explanation = $"{Display.Window(window, zone)}, measured again: {Display.Of(result.Value!.Value, result.Unit)} (first {words}).";
        return new(window.Start, window.End, past.ScheduledAt, past.MeasuredAt, first, measuredAt, result with { Explanation = explanation });
    }
}

/// <param name="Statements">What they cost.</param>
public sealed record Rechecked(ImmutableArray<Recheck> Rechecks, ImmutableArray<StatementCost> Statements)
{
    public static Rechecked Nothing { get; } = new([], []);
}
