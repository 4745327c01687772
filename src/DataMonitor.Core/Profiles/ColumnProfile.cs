using DataMonitor.Core.Definitions;
using DataMonitor.Core.Metrics;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>What one column looked like; a figure that makes no sense for the type, or was not measured, is <see langword="null"/>.</summary>
/// <remarks>Stored with every run: names are a file format, and what older versions wrote is read with the newer figures missing.</remarks>
/// <param name="Distinct">Different values; exact unless <see cref="DistinctError"/> is set.</param>
/// <param name="StandardDeviation">That of a sample (divisor n − 1).</param>
/// <param name="Median">Exact after one scan; after a merge from the histogram.</param>
/// <param name="Top">The most frequent values, counts scaled up to all rows where only a sample was read; values of rows, so kept only where asked for.</param>
public sealed record ColumnProfile(
    string Column,
    long Rows,
    long Nulls,
    long? Distinct,
    double? Minimum,
    double? Maximum,
    double? Mean,
    double? StandardDeviation,
    double? Median,
    ValueList<TopValue> Top)
{
    public ColumnType? Type { get; init; }

    /// <summary>Rows with the text of no characters.</summary>
    public long? Empties { get; init; }

    /// <summary>Relative standard error of <see cref="Distinct"/>; <see langword="null"/> when it is exact.</summary>
    public double? DistinctError { get; init; }

    public KeySketch? Keys { get; init; }

    public TextLengths? Lengths { get; init; }

    public DateTimeOffset? Oldest { get; init; }

    public DateTimeOffset? Newest { get; init; }

    public Histogram? Histogram { get; init; }

    /// <summary>The most frequent shapes of texts: letters as a and A, digits as 9, what is not ASCII as *; scaled up like <see cref="Top"/>.</summary>
    public ValueList<TopValue>? Shapes { get; init; }

    /// <summary>Values by named format, those of none under <see langword="null"/>; scaled up like <see cref="Top"/>.</summary>
    public ValueList<TopValue>? Formats { get; init; }

    /// <summary>Rows that <see cref="Top"/>, <see cref="Shapes"/> and <see cref="Formats"/> were seen in; all of <see cref="Rows"/> when nothing was left out.</summary>
    public long? Sampled { get; init; }

    /// <summary>What could not be measured and why, without values of rows.</summary>
    public ValueList<string>? Gaps { get; init; }

    /// <summary>Rows with a value.</summary>
    public long Values => Rows - Nulls;

    public double NullShare => Rows == 0 ? 0 : (double)Nulls / Rows;

    public FormatShare? Semantic => SemanticTypes.Of(Formats ?? []);

    public PersonalData? Personal => PersonalData.Of(Column, Formats ?? []);

    public MomentsState? Moments => Mean is { } mean ? MomentsState.Of(Values, mean, StandardDeviation) : null;

    /// <returns>The profile of the rows of both. A figure that one of them lacks although it has values is unknown for both.</returns>
    /// <exception cref="ArgumentException">The other is of another column.</exception>
    public ColumnProfile Merge(ColumnProfile other)
    {
        if (other.Column != Column)
        {
            throw new ArgumentException($"'{other.Column}' is not '{Column}'.", nameof(other));
        }

        var counted = Counted(other);
        if (Values == 0 || other.Values == 0)
        {
            var known = Values == 0 ? other : this;
            return known with { Rows = counted.Rows, Nulls = counted.Nulls, Sampled = counted.Sampled, Type = counted.Type, Gaps = counted.Gaps };
        }

        var histogram = Both(Histogram, other.Histogram, (mine, theirs) => mine.Merge(theirs));
        var moments = Both(Moments, other.Moments, (mine, theirs) => mine.Merge(theirs));
        var keys = Both(Keys, other.Keys, (mine, theirs) => mine.Merge(theirs));
        var low = Both(Minimum, other.Minimum, Math.Min);
        var high = Both(Maximum, other.Maximum, Math.Max);
        return counted with
        {
            Distinct = keys is null ? null : (long)Math.Round(keys.Estimate),
            DistinctError = keys is null ? null : KeySketch.StandardError,
            Keys = keys,
            Minimum = low,
            Maximum = high,
            Mean = moments?.Mean,
            StandardDeviation = moments?.StandardDeviation,
            Median = low is { } from && high is { } to ? histogram?.Quantile(0.5, from, to) : null,
            Top = Top.Count == 0 || other.Top.Count == 0 ? [] : Frequencies.Merge(Top, other.Top),
            Empties = Both(Empties, other.Empties, (mine, theirs) => mine + theirs),
            Lengths = Both(Lengths, other.Lengths, (mine, theirs) => mine.Merge(theirs)),
            Oldest = Both(Oldest, other.Oldest, (mine, theirs) => mine < theirs ? mine : theirs),
            Newest = Both(Newest, other.Newest, (mine, theirs) => mine > theirs ? mine : theirs),
            Histogram = histogram,
            Shapes = Both(Shapes, other.Shapes, Frequencies.Merge),
            Formats = Both(Formats, other.Formats, Frequencies.Merge),
        };
    }

    private ColumnProfile Counted(ColumnProfile other) => new(Column, Rows + other.Rows, Nulls + other.Nulls, null, null, null, null, null, null, [])
    {
        Type = Type == other.Type ? Type : Type is null || other.Type is null ? Type ?? other.Type : ColumnType.Other,
        Sampled = Both(Sampled, other.Sampled, (mine, theirs) => mine + theirs),
        Gaps = (Gaps ?? []).Union(other.Gaps ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList() is { Count: > 0 } gaps ? gaps : null,
    };

    private static T? Both<T>(T? mine, T? theirs, Func<T, T, T?> merge)
        where T : class => mine is null || theirs is null ? null : merge(mine, theirs);

    private static T? Both<T>(T? mine, T? theirs, Func<T, T, T> merge)
        where T : struct => mine is { } left && theirs is { } right ? merge(left, right) : null;
}
