using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Alerting;

/// <summary>One condition on a label in Alertmanager's notation.</summary>
internal sealed partial class MatcherShape : Shape<Matcher>
{
    private const string Remedy = "Write label, operator and value, such as owner=\"crm\" or tier=~\"critical|high\".";

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out Matcher value)
    {
        value = null;
        if (!Scalars.TryText(node, "a matcher", Remedy, context, out var text))
        {
            return false;
        }

        var match = Form().Match(text);
        if (!match.Success)
        {
            context.Report(node.Place, $"{Sentences.Quoted(text)} is not a matcher.", text.Contains("==", StringComparison.Ordinal) ? "Write a single '='." : Remedy);
            return false;
        }

        var matcher = new Matcher(match.Groups["label"].Value, OperatorOf(match.Groups["operator"].Value), ValueOf(match));
        if (!AlertLabels.Names.Contains(matcher.Label, StringComparer.Ordinal))
        {
            context.Report(node.Place, $"There is no label {Sentences.Quoted(matcher.Label)}.", Sentences.Suggest(matcher.Label, AlertLabels.Names));
        }
        else if (matcher.Operator is MatchOperator.Regex or MatchOperator.NotRegex && LabelPattern.ProblemOf(matcher.Value) is { } problem)
        {
            context.Report(node.Place, $"The regular expression {Sentences.Quoted(matcher.Value)} cannot be used: {problem}.", "Match whole values with letters, '.', [a-z], ( ), |, * + ?; lookaround and back references are not understood.");
        }
        else if (matcher.Operator is MatchOperator.Equal or MatchOperator.NotEqual && WordsOf(matcher.Label) is { } words && !words.Contains(matcher.Value, StringComparer.Ordinal))
        {
            context.Report(node.Place, $"No {matcher.Label} is called {Sentences.Quoted(matcher.Value)}.", Sentences.Suggest(matcher.Value, words));
        }
        else
        {
            value = matcher;
        }

        return value is not null;
    }

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = $"^\\s*({string.Join('|', AlertLabels.Names)})\\s*(=~|!~|!=|=)" };

    private static string[]? WordsOf(string label) => label switch
    {
        "tier" => Words<Tier>(),
        "severity" => Words<Severity>(),
        "dimension" => Words<Dimension>(),
        _ => null,
    };

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    private static MatchOperator OperatorOf(string text) => text switch
    {
        "=" => MatchOperator.Equal,
        "!=" => MatchOperator.NotEqual,
        "=~" => MatchOperator.Regex,
        _ => MatchOperator.NotRegex,
    };

    private static string ValueOf(Match match) => match.Groups["quoted"].Success
        ? Escape().Replace(match.Groups["quoted"].Value, escape => escape.Groups["sign"].Value == "n" ? "\n" : escape.Groups["sign"].Value)
        : match.Groups["plain"].Value;

    [GeneratedRegex("""^\s*(?<label>\w+)\s*(?<operator>=~|!~|!=|=)\s*("(?<quoted>([^"\\]|\\["\\n.+*?()\[\]{}|^$dwsDWS-])*)"|(?<plain>[^"\s=~][^"]*?)?)\s*\z""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("""\\(?<sign>["\\n])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
