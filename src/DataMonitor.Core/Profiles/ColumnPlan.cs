using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>What is measured of one column, by what its type can answer, and how the answers become a profile.</summary>
/// <param name="Type"><see langword="null"/> while nothing is known: then everything is asked for, and what makes no sense fails without harm.</param>
/// <param name="CountsKeys">Different values are counted exactly.</param>
/// <param name="SketchesKeys">Different values are sketched: for many rows, and to be merged over partitions.</param>
/// <param name="Edges">Of the histogram, from an earlier profile; empty when there is none yet.</param>
public sealed record ColumnPlan(string Column, ColumnType? Type, bool CountsKeys, bool SketchesKeys, ValueList<double> Edges)
{
    /// <summary>Which figure has gone missing, in words.</summary>
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(Minimum)] = "minimum",
        [typeof(Maximum)] = "maximum",
        [typeof(Mean)] = "mean",
        [typeof(StandardDeviation)] = "standard deviation",
        [typeof(Quantile)] = "median",
        [typeof(Distinctness)] = "different values",
        [typeof(KeyMinima)] = "sketch of different values",
        [typeof(HistogramCounts)] = "histogram",
        [typeof(MeanLength)] = "lengths",
        [typeof(Oldest)] = "oldest",
        [typeof(Newest)] = "newest",
    };

    public bool IsNumeric => Type is null or ColumnType.Integer or ColumnType.Number;

    public bool IsText => Type == ColumnType.Text;

    /// <summary>Whether values can be grouped and shown as short texts.</summary>
    public bool IsGrouped => Type is not (ColumnType.Binary or ColumnType.Json or ColumnType.Other);

    /// <summary>Beside the number of rows and of NULLs. The planner shares what other checks ask for too.</summary>
    public IEnumerable<Aggregate> Wishes =>
    [
        .. CountsKeys && IsGrouped ? new Aggregate[] { new Distinctness([Column]) } : [],
        .. SketchesKeys && IsGrouped ? new Aggregate[] { new KeyMinima(Column) } : [],
        .. IsNumeric ? new Aggregate[] { new Minimum(Column), new Maximum(Column), new Mean(Column), new StandardDeviation(Column), Median } : [],
        .. IsNumeric && Edges.Count > 0 ? new Aggregate[] { new HistogramCounts(Column, Edges) } : [],
        .. IsText ? new Aggregate[] { Empty, new ShortestText(Column), new LongestText(Column), new MeanLength(Column) } : [],
        .. Type is ColumnType.Date or ColumnType.Timestamp ? new Aggregate[] { new Oldest(Column), new Newest(Column) } : [],
    ];

    private Quantile Median => new(Column, 0.5);

    private MatchCount Empty => new(new IsOneOf(Column, [""]));

    /// <param name="top">How many of the most frequent values are kept.</param>
    public SampledColumn Sampled(int top) => new(
        Column,
        IsGrouped ? top : 0,
        IsText,
        Type is ColumnType.Integer or ColumnType.Number && Edges.Count == 0 ? Histogram.MostBins : 0);

    /// <param name="answer">What the source said to a wish, or <see langword="null"/> when it was not asked.</param>
    /// <param name="sample">Of this column; <see langword="null"/> when none was taken.</param>
    /// <param name="sampled">Rows in the sample.</param>
    public ColumnProfile Read(long rows, long nulls, Func<Aggregate, AggregateValue?> answer, ColumnSample? sample, long sampled)
    {
        var values = rows - nulls;
        var sketch = (answer(new KeyMinima(Column)) as SketchValue)?.Sketch;
        var exact = (answer(new Distinctness([Column])) as DistinctValue)?.Distinct;
        var estimated = exact is null && sketch is not null ? Math.Min(values, (long)Math.Round(sketch.Estimate)) : (long?)null;
        var lengths = Number(new ShortestText(Column)) is { } shortest && Number(new LongestText(Column)) is { } longest && Number(new MeanLength(Column)) is { } mean
            ? new TextLengths(values, (long)shortest, (long)longest, mean)
            : (TextLengths?)null;
        var gaps = Type is null ? [] : Wishes
            .Where(wish => answer(wish) is MeasureError)
            .Select(wish => $"{Names.GetValueOrDefault(wish.GetType(), "figure")}: {((MeasureError)answer(wish)!).Problem}")
            .Distinct(StringComparer.Ordinal)
            .ToValueList();
        return new(
            Column,
            rows,
            nulls,
            exact ?? estimated,
            Number(new Minimum(Column)),
            Number(new Maximum(Column)),
            Number(new Mean(Column)),
            Number(new StandardDeviation(Column)),
            Number(Median),
            Scaled(sample?.Top))
        {
            Type = Type,
            DistinctError = estimated is null ? null : KeySketch.StandardError,
            Keys = sketch,
            Empties = Number(Empty) is { } empties ? (long)empties : null,
            Lengths = lengths,
            Oldest = (answer(new Oldest(Column)) as InstantValue)?.Instant,
            Newest = (answer(new Newest(Column)) as InstantValue)?.Instant,
            Histogram = (answer(new HistogramCounts(Column, Edges)) as HistogramValue)?.Histogram,
            Shapes = IsText && sample?.Shapes is { } shapes ? Scaled(shapes) : null,
            Formats = IsText && sample is not null ? Scaled(sample.Formats) : null,
            Sampled = sample is null ? null : sampled,
            Gaps = gaps.Count == 0 ? null : gaps,
        };

        double? Number(Aggregate aggregate) => (answer(aggregate) as NumberValue)?.Number;

        ValueList<TopValue> Scaled(ValueList<TopValue>? counts) => counts is null || sampled >= rows || sampled == 0
            ? counts ?? []
            : counts.Select(top => top with { Count = (long)Math.Round((double)top.Count / sampled * rows) }).ToValueList();
    }
}
