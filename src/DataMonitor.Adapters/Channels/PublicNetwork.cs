using System.Net;
using System.Net.Sockets;
using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.Channels;

/// <summary>Keeps definitions from reaching into the network of the daemon: an address is judged when the connection is made, so that no look-up can change in between.</summary>
internal static class PublicNetwork
{
    private static readonly IPNetwork[] Refused =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.TrueForAll(Refused, network => !network.Contains(plain));
    }

    /// <param name="host">Without the brackets of IPv6.</param>
    public static bool IsNamed(string host, IEnumerable<string> allowed) => allowed.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Connects to a host all of whose addresses are public, or that is allowed by name.</summary>
    /// <exception cref="DeliveryException">It is not; no packet was sent.</exception>
    /// <exception cref="SocketException">The name is unknown or nobody answered.</exception>
    public static async Task<Stream> ConnectAsync(DnsEndPoint host, IReadOnlyCollection<string> allowed, CancellationToken cancellationToken)
    {
        // A look-up refuses addresses such as 0.0.0.0, for which there is an answer here.
        var addresses = IPAddress.TryParse(host.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host.Host, cancellationToken);
        if (!IsNamed(host.Host, allowed) && Array.Exists(addresses, address => !IsPublic(address)))
        {
            throw new DeliveryException($"{host.Host} lies in a private network. Name it under 'allow_private' when that is meant.", isTransient: false);
        }

        Socket? socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(addresses, host.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }
}
