using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>A format with a name, the same on every engine: a pattern in the portable subset or a set of values, and for some more than a pattern can tell.</summary>
/// <param name="Definition">What exactly is accepted, a phrase.</param>
/// <param name="Beyond">Makes the rule that texts of the pattern must meet too, or <see langword="null"/>.</param>
public sealed record NamedFormat(string Name, string Definition, string? Pattern, ValueList<string>? Values, Func<string, RowPredicate>? Beyond = null)
{
    /// <returns>True for a value of this format.</returns>
    public RowPredicate Of(string column)
    {
        RowPredicate form = Pattern is null ? new IsOneOf(column, Values!) : new IsMatch(column, Pattern);
        return Beyond is null ? form : new AllOf([form, Beyond(column)]);
    }
}
