using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>A format with a name, the same on every engine. Either a pattern in the portable subset or a set of values is given.</summary>
/// <param name="Definition">What exactly is accepted, a phrase.</param>
public sealed record NamedFormat(string Name, string Definition, string? Pattern, ValueList<string>? Values)
{
    /// <returns>True for a value of this format.</returns>
    public RowPredicate Of(string column) => Pattern is null ? new IsOneOf(column, Values!) : new IsMatch(column, Pattern);
}
