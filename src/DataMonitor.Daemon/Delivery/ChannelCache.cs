using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Delivery;

/// <summary>The open channels of the definitions in force. A channel whose definition stays as it is survives a reload, and what it remembers with it.</summary>
internal sealed class ChannelCache(CurrentCatalog catalog, Func<ChannelDefinition, IAlertChannel> open) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ChannelDefinition, IAlertChannel> channels = [];
    private AlertConfiguration known = AlertConfiguration.Nothing;

    /// <returns><see langword="null"/> when the receiver has no such endpoint, or is defined no more.</returns>
    public IAlertChannel? Find(string receiver, string endpoint)
    {
        lock (gate)
        {
            var alerts = catalog.Value.Alerts;
            var defined = alerts.Receivers.SelectMany(each => each.Channels).ToArray();
            if (!ReferenceEquals(known, alerts))
            {
                known = alerts;
                foreach (var gone in channels.Keys.Except(defined).ToArray())
                {
                    // Not disposed here: an attempt may still use it. Without users its idle connections end by themselves.
                    channels.Remove(gone);
                }
            }

            var definition = Array.Find(defined, each => each.Header.Receiver == receiver && each.Header.Endpoint == endpoint);
            if (definition is null)
            {
                return null;
            }

            return channels.TryGetValue(definition, out var channel) ? channel : channels[definition] = open(definition);
        }
    }

    public void Dispose()
    {
        foreach (var channel in channels.Values.OfType<IDisposable>())
        {
            channel.Dispose();
        }
    }
}
