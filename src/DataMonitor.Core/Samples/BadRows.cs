using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Samples;

/// <summary>Which rows a check counts as bad, so that some of them can be fetched.</summary>
public abstract record BadRows;

public sealed record MatchingRows(RowPredicate Predicate) : BadRows;

/// <summary>One row for each key that stands in several.</summary>
public sealed record RepeatedKeys(ValueList<string> Columns) : BadRows;

/// <summary>Rows whose value stands in no row of the reference.</summary>
public sealed record OrphanRows(string Column, ColumnReference Reference) : BadRows;

/// <summary>What a query of the owner returns, with all its columns.</summary>
public sealed record ReturnedRows(string Sql) : BadRows;

/// <param name="Cells">In the order in which they were asked for.</param>
public sealed record SampledRow(ValueList<SampledCell> Cells);

/// <param name="Text">At most <see cref="Longest"/> characters; <see langword="null"/> for NULL.</param>
public sealed record SampledCell(string Column, string? Text)
{
    public const int Longest = 200;
}
