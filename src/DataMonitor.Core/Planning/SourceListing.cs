using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Planning;

/// <summary>What a source holds, by name: tables and views, or files.</summary>
/// <param name="Objects">At most <see cref="MostObjects"/>, those of the engine itself left out; tables with their schema where the engine has schemas.</param>
/// <param name="DefaultSchema">Where the engine looks for a table that is named without a schema; <see langword="null"/> where there are none.</param>
public sealed record SourceListing(ValueList<DatasetObject> Objects, string? DefaultSchema)
{
    public const int MostObjects = 9_999; // one less than the rows that any statement may return, so that a longer list is noticed
}
