using System.Collections.Immutable;

namespace DataMonitor.Core.Checks;

/// <summary>Every kind of check there is: the one list. A new kind costs its file and a line here.</summary>
public static class CheckKinds
{
    public static ImmutableArray<CheckKind> All { get; } =
    [
        VolumeCheck.Kind,
        FreshnessCheck.Kind,
        ArrivalCheck.Kind,
        DelayCheck.Kind,
        LateRowsCheck.Kind,
        RetentionCheck.Kind,
        SchemaCheck.Kind,
        MissingCheck.Kind,
        InvalidCheck.Kind,
        ValuesCheck.Kind,
        UniqueCheck.Kind,
        DuplicateRowsCheck.Kind,
        DistinctCheck.Kind,
        DistinctCheck.Constant,
        ExistsInCheck.Kind,
        NotExistsInCheck.Kind,
        ReconcileCheck.Kind,
        ExtentCheck.Range,
        ExtentCheck.Length,
        FigureCheck.Mean,
        FigureCheck.Minimum,
        FigureCheck.Maximum,
        FigureCheck.Sum,
        FigureCheck.StandardDeviation,
        FigureCheck.Quantile,
        CorrelationCheck.Kind,
        MonotonicCheck.Kind,
        RowsCheck.Kind,
        MetricCheck.Kind,
        SqlCheck.Kind,
        ProfileCheck.Kind,
    ];

    /// <returns>The kind with a key, or <see langword="null"/>.</returns>
    public static CheckKind? Find(string key) => All.FirstOrDefault(kind => kind.Key == key);
}
