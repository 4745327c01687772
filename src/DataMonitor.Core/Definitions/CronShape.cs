using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class CronShape : Shape<string>
{
    private const string Remedy = "Write five fields in quotes: minute hour day-of-month month day-of-week, such as \"15 6 * * *\" for 06:15 every day.";

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out string value)
    {
        if (!Scalars.TryText(node, "a cron expression", Remedy, context, out value))
        {
            return false;
        }

        var fields = value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var problem = fields != 5 && !value.StartsWith('@') ? $"it has {fields} {(fields == 1 ? "field" : "fields")}, not five" : context.Syntax.ProblemOfCron(value);
        if (problem is null)
        {
            return true;
        }

        context.Report(node.Place, $"{Scalars.Subject(context)}: {Sentences.Quoted(value)} is not a cron expression: {problem.TrimEnd('.')}.", Remedy);
        return false;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["type"] = "string", ["pattern"] = @"^(\S+\s+){4}\S+$" });
}
