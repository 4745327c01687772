using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

internal sealed class SecretShape : Shape<Secret>
{
    private const string Remedy = "Put it into an environment variable or a file and write ${env:NAME} or ${file:PATH}.";

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out Secret value)
    {
        value = null;
        if (node is not ScalarNode { IsNull: false } scalar)
        {
            Scalars.ReportWrongForm(node, "a secret", Remedy, context);
            return false;
        }

        var (text, subject) = (scalar.Text, Scalars.Subject(context));
        if (!text.StartsWith("${", StringComparison.Ordinal) || !text.EndsWith('}') || text[2..^1].Split(':', 2) is not [("env" or "file") and var from, { Length: > 0 } name])
        {
            context.Report(node.Place, $"{subject} is a secret and must not stand in the file.", Remedy);
            return false;
        }

        var revealed = from == "env" ? context.Syntax.EnvironmentVariable(name) : context.Syntax.SecretFile(name);
        if (string.IsNullOrEmpty(revealed))
        {
            context.Report(
                node.Place,
                from == "env" ? $"{subject}: the environment variable {Sentences.Quoted(name)} is not set." : $"{subject}: the file {Sentences.Quoted(name)} cannot be read or is empty.",
                from == "env" ? "Set it where the daemon starts." : "Write the secret into it and let the daemon's user read it.");
            return false;
        }

        value = new(revealed);
        return true;
    }

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = @"^\$\{(env|file):[^}]+\}$" };
}
