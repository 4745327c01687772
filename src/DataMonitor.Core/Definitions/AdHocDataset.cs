using System.Collections.Immutable;
using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Definitions;

/// <summary>A dataset that nobody has defined: what a person names on the command line.</summary>
public static class AdHocDataset
{
    /// <summary>Owner of a dataset that has none yet.</summary>
    public const string Owner = "unassigned";

    /// <param name="name">Source and object: <c>warehouse/crm.customers</c>, <c>lake/scores/*.parquet</c>.</param>
    /// <param name="sources">How the objects of each source are written.</param>
    /// <param name="checks">At least one.</param>
    /// <returns><see langword="null"/> when a mistake was reported.</returns>
    public static Dataset? Of(string name, ImmutableDictionary<string, ObjectForm?> sources, ValueList<Check> checks, IDefinitionSyntax syntax, out ImmutableArray<DefinitionError> errors)
    {
        var context = new ReadContext(syntax) { Sources = sources };
        var target = DatasetParts.ObjectOf(name, query: null, default, context);
        errors = [.. context.Errors];
        return target is null ? null : new(
            name, name.Split('/', 2)[0], target, Owner, Tier.Normal, [], null, null, null, null, null, "UTC", DatasetLimits.Default, AlertRules.Default, checks, default);
    }
}
