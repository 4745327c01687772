namespace DataMonitor.Core.Definitions;

/// <summary>One mistake in a file, told to its author.</summary>
/// <param name="Place">File, line and column: <c>checks/orders.yaml:12:7</c>.</param>
/// <param name="Problem">What was read, and why it cannot stand: <c>'max_null_ratio' is 2.</c></param>
/// <param name="Remedy">What to write instead: <c>Give a share between 0 % and 100 %, such as 2%.</c></param>
public sealed record DefinitionError(Place Place, string Problem, string Remedy)
{
    public override string ToString() => $"{Place}: {Problem} {Remedy}";
}
