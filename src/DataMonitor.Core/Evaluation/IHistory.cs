using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Evaluation;

/// <summary>Past values of a check, for baselines and charts.</summary>
public interface IHistory
{
    /// <returns>Values, the last of each where a partition was measured again, of finished runs scheduled before <paramref name="before"/>, newest first, at most <paramref name="limit"/>.</returns>
    Task<IReadOnlyList<PastValue>> ValuesAsync(string dataset, string checkId, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <returns>The same of one segment of a check that is judged per value of a column; runs in which it was not among the largest are left out.</returns>
    Task<IReadOnlyList<PastValue>> SegmentValuesAsync(
        string dataset, string checkId, Segment segment, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <returns>The segments of the newest run scheduled before <paramref name="before"/> that found any value; empty when there is none.</returns>
    Task<IReadOnlyList<Segment>> SegmentsAsync(string dataset, string checkId, DateTimeOffset before, CancellationToken cancellationToken);

    /// <returns>The columns seen by the newest run scheduled before <paramref name="before"/> that read them, or <see langword="null"/>.</returns>
    Task<ValueList<ColumnSchema>?> SchemaAsync(string dataset, DateTimeOffset before, CancellationToken cancellationToken);

    /// <returns>Profiles of runs scheduled before <paramref name="before"/> that made any, newest first, at most <paramref name="limit"/>.</returns>
    Task<IReadOnlyList<PastProfile>> ProfilesAsync(string dataset, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <returns>The newest finished run with results that was scheduled in [from, until); <see langword="null"/> when there is none, or nothing is kept.</returns>
    Task<PastRun?> MeasuredAsync(string dataset, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => Task.FromResult<PastRun?>(null);
}

/// <param name="Values">What each check found then, later corrections aside; <see langword="null"/> where it could not measure.</param>
public sealed record PastRun(DateTimeOffset ScheduledAt, DateTimeOffset MeasuredAt, ImmutableDictionary<string, double?> Values);

/// <summary>Past values of one check or one of its segments, newest first, as <see cref="IHistory.ValuesAsync"/> gives them.</summary>
public delegate Task<IReadOnlyList<PastValue>> PastValues(DateTimeOffset before, int limit);

/// <param name="Value"><see langword="null"/> when that run could not measure.</param>
public readonly record struct PastValue(DateTimeOffset ScheduledAt, CheckOutcome Outcome, double? Value, MetricUnit Unit, double? Lower, double? Upper);

public sealed record PastProfile(DateTimeOffset ScheduledAt, ValueList<ColumnProfile> Columns);
