using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Channels;

/// <summary>A receiver of Alertmanager's webhook body, version 4.</summary>
/// <param name="Address">A whole address; kept as a secret because many carry a token.</param>
/// <param name="SigningKey">Key bytes of a Standard Webhooks secret; <see langword="null"/> sends without a signature.</param>
/// <param name="AllowPrivate">Hosts, as the address spells them, that may lie in a private network and may be reached without TLS.</param>
/// <param name="Timeout">For the whole exchange.</param>
internal sealed record WebhookDefinition(
    ChannelHeader Header,
    Secret Address,
    SigningKey? SigningKey,
    ValueList<string> AllowPrivate,
    TimeSpan Timeout) : ChannelDefinition(Header)
{
    private static readonly Field<Secret> Url = new("url", new SecretAddressShape(), "Address that gets a POST; one that holds a token stands as ${env:NAME} or ${file:PATH}.", isRequired: true);
    private static readonly Field<Secret> SecretField = new("secret", Shapes.Secret, "Signs each request as Standard Webhooks does: 'whsec_' and 24 to 64 bytes in base64, as ${env:NAME} or ${file:PATH}.");
    private static readonly Field<ValueList<string>> Private = new("allow_private", Shapes.ListOf(Shapes.Text), "Host names or addresses that may lie in a private network, such as [alerts.internal]; all others are refused there.");
    private static readonly Field<TimeSpan> Limit = new("timeout", Shapes.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)), "Limit of one attempt; 10s without it.");

    public static ChannelKind Kind { get; } = new(
        "webhook_configs", "A POST with the body of Alertmanager's webhook, version 4.", [Url, SecretField, Private, Limit], Read);

    private static WebhookDefinition? Read(ChannelHeader header, FieldValues values)
    {
        var (address, allowed) = (values.Get(Url)!, values.Get(Private, []));
        var uri = new Uri(address.Reveal());
        if (uri.Scheme != Uri.UriSchemeHttps && !PublicNetwork.IsNamed(uri.IdnHost, allowed))
        {
            values.Context.Report(values.PlaceOf(Url), "'url' is not encrypted: it begins with http.", "Use https, or name its host under 'allow_private' when it stands in your own network.");
            return null;
        }

        SigningKey? key = null;
        if (values.Get(SecretField) is { } secret && !SigningKey.TryParse(secret, out key))
        {
            values.Context.Report(values.PlaceOf(SecretField), "'secret' does not hold a signing secret of Standard Webhooks.", "It is 'whsec_' followed by 24 to 64 bytes in base64.");
            return null;
        }

        return new(header, address, key, allowed, values.Get(Limit, TimeSpan.FromSeconds(10)));
    }
}
