namespace DataMonitor.Daemon.Telemetry;

/// <summary>Which daemon the series are of.</summary>
/// <param name="Environment">Name of the installation, the tag and label <c>env</c>.</param>
/// <param name="Node">Name of the machine, the tag <c>node</c>; stays the same over restarts, so that series do too.</param>
internal sealed record TelemetryIdentity(string Environment, string Node);
