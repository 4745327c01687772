using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>What <c>ref('…')</c> and <c>source('…', '…')</c> mean, as far as the files say it.</summary>
internal sealed partial class DbtNames
{
    private readonly ImportSession session;
    private readonly Dictionary<string, string> models = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Source, string Table), string> tables = [];

    public DbtNames(ImportSession session, IReadOnlyList<MappingNode> files)
    {
        this.session = session;
        foreach (var model in files.SelectMany(file => Items(file, "models").Concat(Items(file, "seeds")).Concat(Items(file, "snapshots"))))
        {
            if (Text(model, "name") is { } name)
            {
                models[name] = session.Qualified(Alias(model) ?? name);
            }
        }

        foreach (var (source, table) in files.SelectMany(file => Items(file, "sources")).SelectMany(source => Items(source, "tables").Select(table => (source, table))))
        {
            if (Text(source, "name") is { } name && Text(table, "name") is { } inner)
            {
                var identifier = Text(table, "identifier") ?? inner;
                tables[(name, inner)] = identifier.Contains('.', StringComparison.Ordinal) ? identifier : $"{Text(source, "schema") ?? name}.{identifier}";
            }
        }
    }

    /// <returns>A column as <c>exists_in</c> names it.</returns>
    public string Column(string table, string column) => $"{session.Options.Source}/{table}.{ScalarQuery.Column(column)}";

    /// <returns>The table of a model; of one that no file describes, its name.</returns>
    public string Model(string name) => models.GetValueOrDefault(name) ?? session.Qualified(name);

    public string Table(string source, string table) => tables.GetValueOrDefault((source, table)) ?? $"{source}.{table}";

    /// <returns>The table that the text refers to, or <see langword="null"/>.</returns>
    public string? Reference(string text)
    {
        var match = Form().Match(text);
        return match.Groups["model"].Success ? Model(match.Groups["model"].Value)
            : match.Groups["table"].Success ? Table(match.Groups["source"].Value, match.Groups["table"].Value)
            : null;
    }

    private static string? Alias(MappingNode model) => Text(model, "alias") ?? (model.Find("config") is MappingNode config ? Text(config, "alias") : null);

    private static IEnumerable<MappingNode> Items(MappingNode node, string key) => (node.Find(key) as SequenceNode)?.Items.OfType<MappingNode>() ?? [];

    private static string? Text(MappingNode node, string key) => node.Find(key) is ScalarNode { IsNull: false, Text: { Length: > 0 } text } ? text : null;

    [GeneratedRegex("""^\s*(\{\{\s*)?(ref\(\s*(['"][^'"]*['"]\s*,\s*)?['"](?<model>[^'"]+)['"]\s*\)|source\(\s*['"](?<source>[^'"]+)['"]\s*,\s*['"](?<table>[^'"]+)['"]\s*\))(\s*\}\})?\s*\z""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
