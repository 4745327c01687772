using System.Globalization;
using System.Text;

namespace DataMonitor.Adapters.Channels;

/// <summary>An alert's name in Alertmanager: 64-bit FNV-1a over its sorted labels, each name and value followed by the byte 0xFF.</summary>
internal static class Fingerprint
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <returns>16 hexadecimal digits.</returns>
    public static string Of(SortedDictionary<string, string> labels)
    {
        var hash = Basis;
        foreach (var part in labels.SelectMany(label => new[] { label.Key, label.Value }))
        {
            foreach (var octet in Encoding.UTF8.GetBytes(part))
            {
                hash = (hash ^ octet) * Prime;
            }

            hash = (hash ^ 0xFF) * Prime;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
