using System.Collections.Immutable;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Evaluation;

/// <summary>Values that came and went between two runs.</summary>
/// <remarks>
/// Told only where it is certain: while rows lie in (other), a value that is not named may be among them. So nothing is new
/// when the run before had others, and nothing has vanished when this one has.
/// </remarks>
internal sealed record SegmentEvents(ImmutableArray<Segment> New, ImmutableArray<Segment> Vanished)
{
    public static SegmentEvents None { get; } = new([], []);

    /// <param name="before">Of the newest run that found values; empty when there is none, and then nothing is told.</param>
    /// <param name="now">Of this run.</param>
    public static SegmentEvents Between(IReadOnlyCollection<Segment> before, IReadOnlyCollection<Segment> now) =>
        new(Missing(from: before, of: now), Missing(from: now, of: before));

    private static ImmutableArray<Segment> Missing(IReadOnlyCollection<Segment> from, IReadOnlyCollection<Segment> of) =>
    [
        .. of.Where(segment => !segment.IsOther
            && from.Any(other => other.Column == segment.Column)
            && !from.Contains(segment)
            && !from.Contains(Segment.Other(segment.Column))),
    ];
}
