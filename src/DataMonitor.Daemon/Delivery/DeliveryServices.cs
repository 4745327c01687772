using DataMonitor.Adapters.Channels;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Delivery;

internal static class DeliveryServices
{
    /// <summary>Delivers what the store's outbox holds.</summary>
    /// <param name="node">Name of this daemon, unique among those that share the store.</param>
    /// <param name="root">Folder that relative paths of receivers start from.</param>
    public static IServiceCollection AddDelivery(this IServiceCollection services, string node, string root) => services
        .AddSingleton(provider => new ChannelCache(
            provider.GetRequiredService<CurrentCatalog>(),
            definition => ChannelKinds.Open(definition, root, provider.GetRequiredService<TimeProvider>())))
        .AddHostedService(provider => new DeliveryWorker(
            provider.GetRequiredService<IStateStore>(),
            provider.GetRequiredService<ChannelCache>(),
            provider.GetRequiredService<CommitSignal>(),
            provider.GetRequiredService<DaemonMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DeliveryWorker>>(),
            node));
}
