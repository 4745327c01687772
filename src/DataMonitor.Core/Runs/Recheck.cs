using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Runs;

/// <summary>A check of a partition that an earlier run had judged, measured again because rows may have come late. It opens no incident: it corrects the past.</summary>
/// <param name="ScheduledAt">The occurrence that measured the partition first: the one whose value it corrects.</param>
/// <param name="FirstMeasuredAt">When that was.</param>
/// <param name="FirstValue">What it found then, in the unit of <paramref name="Result"/>; <see langword="null"/> when it could not measure.</param>
/// <param name="Result">Judged as of <paramref name="ScheduledAt"/>; always with a value.</param>
public sealed record Recheck(
    DateTimeOffset PartitionStart,
    DateTimeOffset PartitionEnd,
    DateTimeOffset ScheduledAt,
    DateTimeOffset FirstMeasuredAt,
    double? FirstValue,
    DateTimeOffset MeasuredAt,
    CheckResult Result);
