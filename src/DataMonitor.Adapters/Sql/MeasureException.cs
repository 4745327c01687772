using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>One request cannot be measured; others of the same scan may.</summary>
public sealed class MeasureException(string problem, string remedy, Exception? cause = null) : Exception(problem, cause)
{
    public MeasureError Error { get; } = new(problem, remedy);
}
