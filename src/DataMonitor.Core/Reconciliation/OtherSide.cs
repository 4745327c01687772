using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Reconciliation;

/// <summary>What a dataset is compared with: an object of any source.</summary>
/// <param name="Name">As written: <c>lake/exports/churn_scores.parquet</c>.</param>
/// <param name="Filter">Rows that belong to the object, where it is a dataset that says so; <see langword="null"/> for all.</param>
/// <param name="PartitionColumn">Column that places its rows in time; <see langword="null"/> when it is named as on this side.</param>
public sealed record OtherSide(string Name, string Source, DatasetObject Object, string? Filter = null, string? PartitionColumn = null)
{
    /// <returns>The plan that measures requests there, over the same window as <paramref name="here"/>.</returns>
    public ScanPlan Plan(ScanPlan here, IEnumerable<AggregateRequest> requests)
    {
        var there = here.Dataset with { Name = Name, Source = Source, Object = Object, Filter = Filter };
        var window = here.Window is { } own && PartitionColumn is { } column ? own with { Column = column } : here.Window;
        return Planner.Arrange(new(there, window, here.Now, []), requests);
    }
}
