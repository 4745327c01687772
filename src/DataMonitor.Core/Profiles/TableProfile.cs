using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Profiles;

/// <summary>What a table, or one partition of it, looked like.</summary>
/// <param name="Columns">In the order of the table.</param>
public sealed record TableProfile(long Rows, ValueList<ColumnProfile> Columns)
{
    public static TableProfile Of(ValueList<ColumnProfile> columns) => new(columns.Select(column => column.Rows).DefaultIfEmpty().Max(), columns);

    /// <returns>The profile of the rows of both, of the columns that both know: a column of one partition alone says nothing about all.</returns>
    public TableProfile Merge(TableProfile other)
    {
        var theirs = other.Columns.ToDictionary(column => column.Column, StringComparer.Ordinal);
        return new(
            Rows + other.Rows,
            Columns.Where(column => theirs.ContainsKey(column.Column)).Select(column => column.Merge(theirs[column.Column])).ToValueList());
    }
}
