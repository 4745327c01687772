using System.Collections.Immutable;
using System.Globalization;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>How a statement groups its rows: by the largest values of a column, all other rows together.</summary>
/// <param name="Filter">Condition of the check; stands in WHERE, so that the segments of its rows are found.</param>
/// <param name="Values">The largest first; <see langword="null"/> for NULL. Without any, all rows are others.</param>
internal sealed record SegmentGroups(Segmentation Per, string? Filter, ImmutableArray<string?> Values)
{
    /// <returns>As it is before the source was asked, for people to read.</returns>
    public static SegmentGroups Unknown(AggregateRequest request) => new(
        request.Per!,
        request.Filter,
        [.. Enumerable.Range(1, request.Per!.Largest).Select(place => string.Create(CultureInfo.InvariantCulture, $"(value {place} of the largest)"))]);

    /// <param name="index">Of the group, as the statement numbers them.</param>
    public Segment At(long index) => index < Values.Length ? Segment.Of(Per.Column, Values[(int)index]) : Segment.Other(Per.Column);
}
