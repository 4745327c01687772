using System.Collections.Immutable;

namespace DataMonitor.Core.Checks;

/// <summary>Every kind of check there is: the one list. A new kind costs its file and a line here.</summary>
public static class CheckKinds
{
    public static ImmutableArray<CheckKind> All { get; } =
    [
        VolumeCheck.Kind,
        FreshnessCheck.Kind,
        MissingCheck.Kind,
        UniqueCheck.Kind,
        FigureCheck.Mean,
        FigureCheck.Minimum,
        FigureCheck.Maximum,
        FigureCheck.Sum,
        FigureCheck.StandardDeviation,
        FigureCheck.Quantile,
    ];

    /// <returns>The kind with a key, or <see langword="null"/>.</returns>
    public static CheckKind? Find(string key) => All.FirstOrDefault(kind => kind.Key == key);
}
