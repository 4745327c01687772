using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Alerting;

/// <summary>What routes can ask about an incident. A missing label is the empty text.</summary>
/// <param name="Dataset">Empty when the source as a whole does not answer, like <paramref name="Check"/> and <paramref name="Dimension"/>.</param>
/// <param name="Tags">Values of <c>tag</c>: a positive condition holds when one of them meets it, a negative one when none meets its opposite.</param>
public sealed record AlertLabels(
    string Owner,
    string Tier,
    string Severity,
    string Dataset,
    string Source,
    string Check,
    string Dimension,
    ValueList<string> Tags)
{
    /// <summary>Labels that a matcher may name, as definitions spell them.</summary>
    public static ImmutableArray<string> Names { get; } = ["owner", "tier", "severity", "dataset", "source", "check", "dimension", "tag"];

    /// <exception cref="ArgumentOutOfRangeException">The name is not one of <see cref="Names"/>.</exception>
    public ValueList<string> this[string name] => name switch
    {
        "owner" => [Owner],
        "tier" => [Tier],
        "severity" => [Severity],
        "dataset" => [Dataset],
        "source" => [Source],
        "check" => [Check],
        "dimension" => [Dimension],
        "tag" => Tags.Count == 0 ? [""] : Tags,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "This label does not exist."),
    };

    /// <returns>An enum's member as definitions spell it: <c>critical</c>.</returns>
    public static string Word<T>(T member)
        where T : struct, Enum => member.ToString().ToLowerInvariant();
}
