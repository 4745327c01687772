using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class UriShape : Shape<Uri>
{
    private const string Remedy = "Write an address such as https://wiki.example.org/orders.";

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out Uri value)
    {
        value = null;
        if (!Scalars.TryText(node, "a web address", Remedy, context, out var text))
        {
            return false;
        }

        // Never quoted in a message: a mistyped address may hold a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            context.Report(node.Place, $"{Scalars.Subject(context)} is not a web address.", Remedy);
            return false;
        }

        if (uri.UserInfo.Length > 0)
        {
            context.Report(node.Place, $"{Scalars.Subject(context)} holds a user or a password in its address.", "Take them out; where a secret is needed there is a key of its own for it.");
            return false;
        }

        value = uri;
        return true;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["type"] = "string", ["pattern"] = "^https?://" });
}
