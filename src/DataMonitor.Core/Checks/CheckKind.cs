using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>A kind of check as owners write it: its key, its own keys beside the common ones, and how it is read.</summary>
/// <param name="Key">The word in the definition: <c>missing</c>.</param>
/// <param name="Targets">Where it may stand: under <c>checks:</c>, under a column, or both.</param>
/// <param name="Dimension">Its dimension of quality.</param>
/// <param name="Scope">Its scope when the owner states none.</param>
/// <param name="Units">Units that its <c>expect</c> may use, the natural one first; empty when it takes no <c>expect</c>.</param>
/// <param name="Summary">One sentence for editors and the documentation.</param>
/// <param name="Fields">Keys of its own; id, name, expect, where, scope and severity are added to every kind.</param>
/// <param name="Read">Makes the check; reports and returns <see langword="null"/> when its keys contradict each other.</param>
/// <param name="Shorthand">The field that a plain value stands for (<c>range: "between 0 and 1"</c> is <c>range: {expect: …}</c>), or <see langword="null"/>.</param>
/// <param name="IsDistance">The judged share is a distance from something else, so that <c>within 1%</c> needs no baseline.</param>
public sealed record CheckKind(
    string Key,
    CheckTargets Targets,
    Dimension Dimension,
    CheckScope Scope,
    ImmutableArray<MetricUnit> Units,
    string Summary,
    ImmutableArray<Field> Fields,
    Func<CheckHeader, FieldValues, Check?> Read,
    string? Shorthand = "expect",
    bool IsDistance = false);

[Flags]
public enum CheckTargets
{
    None = 0,
    Dataset = 1,
    Column = 2,
}
