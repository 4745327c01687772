using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Metrics;

/// <summary>The figures of a whole dataset that its results hold. One that was not measured is <see langword="null"/>.</summary>
/// <param name="FreshnessSeconds">Age of the newest row; the oldest where several checks measured it.</param>
/// <param name="FreshnessLimitSeconds">Largest age that would not have failed.</param>
/// <param name="Rows">Rows of the volume check without a filter, else of the profiles.</param>
/// <param name="HealthScore">0 to 100, see <see cref="Metrics.HealthScore"/>.</param>
/// <param name="IsInTime">Whether freshness and arrival did not fail.</param>
public sealed record DatasetFigures(double? FreshnessSeconds, double? FreshnessLimitSeconds, long? Rows, double? HealthScore, bool? IsInTime)
{
    /// <param name="dataset">Its definition, or <see langword="null"/> when it is gone.</param>
    public static DatasetFigures Of(ImmutableArray<CheckResult> results, ImmutableArray<ColumnProfile> profiles, Dataset? dataset)
    {
        var freshness = results.Where(result => result is { Kind: "freshness", Unit: MetricUnit.Seconds, Value: not null }).ToArray();
        var promises = results
            .Where(result => result.Kind is "freshness" or "arrival" && result.Outcome is not (CheckOutcome.NotApplicable or CheckOutcome.Errored))
            .ToArray();
        return new(
            freshness.Max(result => result.Value),
            freshness.Min(result => result.Upper),
            RowsOf(results, profiles, dataset),
            Metrics.HealthScore.Of(results),
            promises.Length == 0 ? null : promises.All(result => result.Outcome != CheckOutcome.Failed));
    }

    private static long? RowsOf(ImmutableArray<CheckResult> results, ImmutableArray<ColumnProfile> profiles, Dataset? dataset)
    {
        var filtered = dataset?.Checks.Where(check => check.Header.Filter is not null).Select(check => check.Header.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        var volume = results.FirstOrDefault(result =>
            result is { Kind: "volume", Unit: MetricUnit.Rows, Value: not null } && !filtered.Contains(result.CheckId));
        return (volume?.Segments.Count > 0 ? volume.Rows : (long?)volume?.Value) ?? profiles.Max(profile => (long?)profile.Rows);
    }
}
