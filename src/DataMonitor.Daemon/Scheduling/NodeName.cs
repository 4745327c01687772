namespace DataMonitor.Daemon.Scheduling;

/// <summary>Name of this process in claims: different for every start, so that a restarted process never takes its predecessor's lease for its own.</summary>
internal static class NodeName
{
    public static string Own { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid().ToString("N")[..8]}";
}
