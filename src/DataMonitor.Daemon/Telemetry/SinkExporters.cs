namespace DataMonitor.Daemon.Telemetry;

/// <summary>Runs the exporters side by side, so that a sink that hangs holds up no other.</summary>
internal sealed class SinkExporters(IEnumerable<SinkExporter> exporters) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(exporters.Select(exporter => Task.Run(() => exporter.RunAsync(stoppingToken), stoppingToken)));
}
