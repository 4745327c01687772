using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class TimeZoneShape : Shape<string>
{
    private const string Remedy = "Write an IANA name, such as Europe/Berlin, America/New_York or UTC.";

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out string value)
    {
        if (!Scalars.TryText(node, "a time zone", Remedy, context, out value))
        {
            return false;
        }

        if (context.Syntax.IsTimeZone(value))
        {
            return true;
        }

        context.Report(node.Place, $"{Scalars.Subject(context)}: this machine knows no time zone {Sentences.Quoted(value)}.", Remedy);
        return false;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["type"] = "string" });
}
