using System.Text;
using System.Text.Json.Nodes;
using DataMonitor.Adapters.Interchange;
using DataMonitor.Adapters.Interchange.Odcs;
using DataMonitor.Adapters.Tests.Yaml;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Interchange;

public sealed class OdcsExportTests
{
    private const string Everything = """
        dataset: warehouse/crm.customers
        owner: crm
        tags: [gold]
        description: At least ${least} customers.
        vars: {least: 100}
        checks:
          - volume: {expect: "between 100 rows and 900 rows"}
          - rows: "id < 0"
          - volume: {id: v2, expect: ">= ${least} rows"}
          - volume: {id: v3, expect: "= 5", severity: minor}
          - volume: {id: v4, name: "plain: # name", expect: ">= 1 rows"}
          - unique: {columns: [id, day], expect: "<= 1%", name: "one row: a customer # a day", id: key.of-rows}
          - unique: {columns: [mail], expect: {warn: "= 0 rows"}, severity: critical}
          - sql:
              query: |
                select id
                  from crm.customers
                where mail = '}'
          - volume: {id: v5}
        columns:
          mail:
            - missing
            - missing: {also: "", id: m2, expect: {warn: "< 2%"}}
            - missing: {id: m3, where: "id > 5"}
            - invalid: {regex: '^\S+@\S+$', expect: "<= 3 rows"}
            - invalid: {values: [a, "1", "no"], id: i2, expect: "!= 0 rows", severity: info}
            - unique: {expect: "< 0.5%", id: u2}
          "odd. col:umn":
            - missing: {expect: "<= 10 rows", name: "${least}"}
            - freshness: {expect: "<= 26h"}
          day:
            - freshness: {expect: "<= 90m"}
        """;

    [Theory]
    [MemberData(nameof(Definitions))]
    public void ToYaml_ImportedAgain_IsTheSameDataset(string name)
    {
        var (node, dataset) = Read(name);

        var again = Reimported(new OdcsExport(node, dataset, new TestSyntax()).ToYaml(), dataset.Source);

        Comparable(again).ShouldBe(Comparable(dataset));
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void ToYaml_AnyDataset_IsAValidContract(string name)
    {
        var (node, dataset) = Read(name);
        var contract = ToJson(Parse(new OdcsExport(node, dataset, new TestSyntax()).ToYaml()));

        Standard.ProblemsOf(contract).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("status", "null", "status")]
    [InlineData("price", "{priceAmount: much}", "priceAmount")]
    [InlineData("zebra", "1", "zebra")]
    [InlineData("schema", "[{name: a, quality: [{metric: rowCount, mustBe: 1, mustNotBe: 2}]}]", "quality")]
    [InlineData("schema", "[{name: a, quality: [{metric: rowCount, mustBe: 1, zebra: 2}]}]", "zebra")]
    [InlineData("schema", "[{name: a, properties: [{name: b, logicalType: text}]}]", "logicalType")]
    public void Standard_WrongContract_IsRefused(string key, string value, string told)
    {
        var contract = ToJson(Parse($"apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\n{(key == "status" ? "" : "status: active\n")}{key}: {value}\n"));

        string.Join('\n', Standard.ProblemsOf(contract)).ShouldContain(told);
    }

    [Fact]
    public void ToYaml_Everything_SaysWhatItCanInTheWordsOfTheStandard()
    {
        var (node, dataset) = Read("everything");

        new OdcsExport(node, dataset, new TestSyntax()).ToYaml().ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    [Fact]
    public void ToYaml_DatasetWithAFilter_IsNotSaidInWordsThatMeanEveryRow()
    {
        var (node, dataset) = Read("filtered");

        new OdcsExport(node, dataset, new TestSyntax()).ToYaml().ShouldNotContain("metric:");
    }

    [Fact]
    public void ToYaml_OneCheckPicked_HoldsItAlone()
    {
        var (node, dataset) = Read("everything");
        var picked = dataset with { Checks = [.. dataset.Checks.Where(check => check.Header.Id == "m2")] };

        Reimported(new OdcsExport(node, picked, new TestSyntax()).ToYaml(), dataset.Source).Checks.ShouldHaveSingleItem().Header.Id.ShouldBe("m2");
    }

    private static JsonSchemaRules Standard { get; } = new(JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenFolder.Here(), "Standard/odcs-json-schema-v3.1.0.json")))!);

    public static TheoryData<string> Definitions()
    {
        var root = Path.Combine(GoldenFolder.Here(), "../../..");
        string[] files = [.. new[] { Path.Combine(root, "checks"), Path.Combine(GoldenFolder.Here(), "../Yaml/Good") }
            .SelectMany(folder => Directory.GetFiles(folder, "*.yaml", SearchOption.AllDirectories))
            .Where(file => !File.ReadAllText(file).Contains("\nuses:", StringComparison.Ordinal)) // a template's checks stand elsewhere
            .Where(file => File.ReadAllText(file).Contains("\ndataset:", StringComparison.Ordinal) || File.ReadAllText(file).StartsWith("dataset:", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        files.Length.ShouldBeGreaterThan(5);
        return ["everything", "filtered", .. files];
    }

    private static (MappingNode Node, Dataset Dataset) Read(string name)
    {
        var text = name switch
        {
            "everything" => Everything,
            "filtered" => Everything + "\nwhere: \"id > ${least}\"\nsamples: {rows: 5, keys: [id]}\n",
            _ => File.ReadAllText(Path.Combine(GoldenFolder.Here(), "../../..", name)),
        };
        var node = Parse(text);
        var context = new ReadContext(new TestSyntax());
        var dataset = new DatasetReader(CheckKinds.All).Read(node, context).Dataset;
        context.Errors.ShouldBeEmpty();
        return (node, dataset.ShouldNotBeNull());
    }

    private static Dataset Reimported(string contract, string source)
    {
        var session = new ImportSession(new(source), new TestSyntax());
        OdcsImport.Format.Read(session, [Parse(contract)]);
        session.Errors.ShouldBeEmpty();
        session.Report.Items.Where(item => item.Fate != Fate.Carried).ShouldBeEmpty(contract);
        var draft = session.Drafts.ShouldHaveSingleItem();
        var context = new ReadContext(new TestSyntax());
        var dataset = new DatasetReader(CheckKinds.All).Read(Parse(draft.ToYaml(draft.Owner!)), context).Dataset;
        context.Errors.ShouldBeEmpty();
        return dataset.ShouldNotBeNull();
    }

    private static Dataset Comparable(Dataset dataset) => dataset with
    {
        Definition = default,
        Checks = [.. dataset.Checks.Select(check => check with { Header = check.Header with { Definition = default } }).OrderBy(check => check.Header.Id, StringComparer.Ordinal)],
    };

    private static MappingNode Parse(string yaml)
    {
        var errors = new List<DefinitionError>();
        var node = YamlReader.Read("contract.yaml", Encoding.UTF8.GetBytes(yaml), errors);
        errors.ShouldBeEmpty();
        return node.ShouldBeOfType<MappingNode>();
    }

    private static JsonNode? ToJson(DefinitionNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { IsQuoted: false, Text: "true" or "false" } flag => JsonValue.Create(flag.Text == "true"),
        ScalarNode { IsQuoted: false } scalar when Intake.TryNumber(scalar.Text, out var number) => JsonValue.Create(number),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
