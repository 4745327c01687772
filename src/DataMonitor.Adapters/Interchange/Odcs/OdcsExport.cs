using System.Collections.Immutable;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Odcs;

/// <summary>Makes a data contract (Open Data Contract Standard 3.1) of a dataset, such that importing it gives the same dataset.</summary>
/// <remarks>A check that the standard can say stands in its words, every other as a custom rule of the engine <c>monitor</c>. Which is which is found by importing the contract again.</remarks>
internal sealed class OdcsExport
{
    private readonly MappingNode definition;
    private readonly Dataset dataset;
    private readonly IDefinitionSyntax syntax;
    private readonly DatasetDraft draft;
    private readonly List<OdcsExportedCheck> checks = [];

    /// <param name="definition">The file that defines the dataset.</param>
    /// <param name="dataset">What was read of it; checks that it lacks are not exported.</param>
    public OdcsExport(MappingNode definition, Dataset dataset, IDefinitionSyntax syntax)
    {
        (this.definition, this.dataset, this.syntax) = (definition, dataset, syntax);
        draft = new(dataset.Name, dataset.Definition, syntax);
        foreach (var (key, value) in Extension())
        {
            draft.Set(key, value!);
        }

        var ids = dataset.Checks.Select(check => check.Header.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (item, check) in Items())
        {
            // What cannot be read by itself, such as a check that names a calendar, goes along as it stands.
            var read = draft.Read(check).Check;
            if (read is null || ids.Contains(read.Header.Id))
            {
                checks.Add(new(item, check, read));
            }
        }
    }

    /// <returns>The contract as YAML.</returns>
    public string ToYaml()
    {
        // Others would hold the words of the standard against every row.
        var hasFilter = definition.Find("where") is not null;
        var imported = Imported(Contract());
        for (var index = 0; index < checks.Count; index++)
        {
            checks[index] = checks[index] with { IsNative = !hasFilter && checks[index].Read is { } read && imported.GetValueOrDefault(read.Header.Id) == read };
        }

        return YamlWriter.Write(Contract());
    }

    private Dictionary<string, Check> Imported(MappingNode contract)
    {
        var session = new ImportSession(new(dataset.Source), syntax);
        OdcsImport.Format.Read(session, [contract]);
        return session.Drafts.SelectMany(imported => imported.Checks).ToDictionary(check => check.Header.Id, StringComparer.Ordinal);
    }

    private IEnumerable<(DefinitionNode Item, DraftCheck Check)> Items()
    {
        if (definition.Find("schema") is MappingNode schema)
        {
            yield return (Nodes.Map(("schema", schema)), new("schema", null, schema));
        }

        foreach (var item in List(definition.Find("checks")))
        {
            if (DraftCheck.Of(item, column: null) is { } check)
            {
                yield return (item, check);
            }
        }

        foreach (var column in (definition.Find("columns") as MappingNode)?.Entries ?? [])
        {
            foreach (var item in List(column.Value))
            {
                if (DraftCheck.Of(item, column.Key) is { } check)
                {
                    yield return (item, check);
                }
            }
        }
    }

    private static ImmutableArray<DefinitionNode> List(DefinitionNode? node) => node switch
    {
        SequenceNode list => list.Items,
        null => [],
        _ => [node],
    };

    private MappingNode Contract()
    {
        var agreements = checks.Where(check => check.IsNative).Select(check => OdcsWords.Agreement(check.Check, TableName)).OfType<MappingNode>().ToArray();
        return Nodes.Map(
            ("apiVersion", Nodes.Text("v3.1.0")),
            ("kind", Nodes.Text("DataContract")),
            ("id", Nodes.Text(dataset.Name)),
            ("name", Nodes.Text(dataset.Name)),
            ("version", Nodes.Text("1.0.0")),
            ("status", Nodes.Text("active")),
            ("tags", dataset.Tags.Count == 0 ? null : Nodes.Texts(dataset.Tags)),
            ("team", Nodes.Map(("name", Nodes.Text(dataset.Owner)))),
            ("schema", Nodes.List([Table()])),
            ("slaProperties", agreements.Length == 0 ? null : Nodes.List(agreements)));
    }

    private string TableName => dataset.Object is TableObject table ? table.Path[^1] : draft.Target;

    private MappingNode Table()
    {
        var types = (definition.Find("schema") as MappingNode)?.Find("required") as MappingNode;
        var columns = (types?.Entries.Select(entry => entry.Key) ?? []).Concat(checks.SelectMany(ColumnsOf)).Distinct(StringComparer.Ordinal);
        DefinitionNode[] properties = [.. columns.Select(column => Nodes.Map(
            ("name", Nodes.Text(column)),
            ("logicalType", types?.Find(column) is ScalarNode { Text: var type } && OdcsTypes.ToLogical(type.TrimEnd('?')) is { } logical ? Nodes.Text(logical) : null),
            ("quality", Rules(column))))];
        return Nodes.Map(
            ("name", Nodes.Text(TableName)),
            ("physicalName", Nodes.Text(draft.Target)),
            ("description", HasPlainDescription ? Nodes.Text(dataset.Description!) : null),
            ("properties", properties.Length == 0 ? null : Nodes.List(properties)),
            ("quality", Rules(column: null)),
            ("customProperties", Nodes.List([Nodes.Map(("property", Nodes.Text(OdcsExtension.Name)), ("value", Nodes.Map(Extension())))])));
    }

    private static IEnumerable<string> ColumnsOf(OdcsExportedCheck check) => check.Read switch
    {
        UniqueCheck unique => unique.Columns,
        _ => check.Check.Column is { } column ? [column] : [],
    };

    private SequenceNode? Rules(string? column)
    {
        DefinitionNode[] rules = [.. checks.Where(check => check.Check.Column == column).Select(Rule).OfType<MappingNode>()];
        return rules.Length == 0 ? null : Nodes.List(rules);
    }

    private MappingNode? Rule(OdcsExportedCheck check)
    {
        if (check.IsNative && OdcsWords.Agreement(check.Check, TableName) is not null)
        {
            return null; // stands under slaProperties
        }

        return (check.IsNative ? OdcsWords.Rule(check.Check) : null) ?? Nodes.Map(
            ("type", Nodes.Text("custom")),
            ("engine", Nodes.Text(OdcsCustomRule.Engine)),
            ("implementation", Nodes.Text(check.Item is MappingNode mapping ? OneLine(YamlWriter.Write(mapping)) : check.Check.Kind)),
            ("dimension", OdcsDimensions.Of(check.Check.Kind) is { } dimension ? Nodes.Text(dimension) : null));
    }

    /// <returns>A text of one line without its end; the end of a longer one may belong to its last value.</returns>
    private static string OneLine(string yaml) => yaml.AsSpan().Count('\n') == 1 ? yaml.TrimEnd('\n') : yaml;

    private bool HasPlainDescription => dataset.Description is not null && (definition.Find("description") as ScalarNode)?.Text == dataset.Description && !dataset.Description.Contains("${", StringComparison.Ordinal);

    private IEnumerable<(string Key, DefinitionNode? Value)> Extension() => definition.Entries
        .Where(entry => !OdcsExtension.Elsewhere.Contains(entry.Key, StringComparer.Ordinal) && (entry.Key != "description" || !HasPlainDescription))
        .OrderBy(entry => entry.Key != "vars")
        .Select(entry => (entry.Key, (DefinitionNode?)entry.Value));
}

/// <param name="Item">As it stands in the definition.</param>
/// <param name="Read">What it means, without its place; <see langword="null"/> when that shows in its surroundings only.</param>
/// <param name="IsNative">To be said in the words of the standard, as far as it has them.</param>
internal sealed record OdcsExportedCheck(DefinitionNode Item, DraftCheck Check, Check? Read, bool IsNative = true);
