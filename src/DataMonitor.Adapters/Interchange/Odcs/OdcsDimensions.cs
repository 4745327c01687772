using DataMonitor.Core.Checks;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Dimensions of quality in the words of the standard.</summary>
internal static class OdcsDimensions
{
    /// <returns><see langword="null"/> where the standard has no word for the dimension of a kind.</returns>
    public static string? Of(string kind) => CheckKinds.Find(kind)?.Dimension switch
    {
        Dimension.Accuracy => "accuracy",
        Dimension.Completeness => "completeness",
        Dimension.Consistency => "consistency",
        Dimension.Timeliness => "timeliness",
        Dimension.Uniqueness => "uniqueness",
        Dimension.Validity => "conformity",
        Dimension.Volume => "completeness",
        _ => null,
    };
}
