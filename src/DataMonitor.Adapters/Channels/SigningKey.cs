using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Channels;

/// <summary>Signs request bodies as Standard Webhooks 1.0.0 says.</summary>
internal sealed record SigningKey
{
    private const string Prefix = "whsec_";
    private readonly Secret secret;

    private SigningKey(Secret secret) => this.secret = secret;

    public static bool TryParse(Secret secret, [NotNullWhen(true)] out SigningKey? key)
    {
        key = null;
        var text = secret.Reveal();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length is >= 24 and <= 64)
        {
            key = new(secret);
        }

        return key is not null;
    }

    /// <param name="id">Without a full stop: the signed text is parted by them.</param>
    /// <returns>Value of the header <c>webhook-signature</c>.</returns>
    public string Sign(string id, DateTimeOffset attemptedAt, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{attemptedAt.ToUnixTimeSeconds()}."));
        var hash = HMACSHA256.HashData(Convert.FromBase64String(secret.Reveal()[Prefix.Length..]), (byte[])[.. head, .. body]);
        return $"v1,{Convert.ToBase64String(hash)}";
    }
}
