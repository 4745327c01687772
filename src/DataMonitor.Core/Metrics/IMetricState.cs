namespace DataMonitor.Core.Metrics;

/// <summary>What is kept of a scan so that scans of parts give the figure that one scan of all would.</summary>
/// <remarks>Merging is associative and commutative; the state of no rows changes nothing. Property tests hold it for every state.</remarks>
public interface IMetricState<TSelf>
    where TSelf : IMetricState<TSelf>
{
    TSelf Merge(TSelf other);
}
