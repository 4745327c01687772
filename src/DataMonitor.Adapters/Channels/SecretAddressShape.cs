using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Channels;

/// <summary>A web address that may be a secret: in clear text, or by <c>${env:NAME}</c> or <c>${file:PATH}</c>.</summary>
internal sealed class SecretAddressShape : Shape<Secret>
{
    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out Secret value)
    {
        value = null;
        if (node is not ScalarNode { Text: var text } || !text.StartsWith("${", StringComparison.Ordinal))
        {
            value = Shapes.WebAddress.TryRead(node, context, out var plain) ? new(plain.AbsoluteUri) : null;
            return value is not null;
        }

        if (!Shapes.Secret.TryRead(node, context, out var secret))
        {
            return false;
        }

        if (!Uri.TryCreate(secret.Reveal(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 || uri.UserInfo.Length > 0)
        {
            context.Report(node.Place, $"{Sentences.Quoted(text)} does not hold a web address.", "It must hold a whole one without user and password, such as https://hooks.example.org/T0123.");
            return false;
        }

        value = new(uri.AbsoluteUri);
        return true;
    }

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = @"^(https?://.+|\$\{(env|file):[^}]+\})$" };
}
