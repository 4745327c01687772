using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using NJsonSchema;

namespace DataMonitor.Adapters.Tests.Yaml;

/// <summary>What editors are told and what is read are the same.</summary>
public sealed class DefinitionSchemasTests
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(GoldenFolder.Here(), "..", "..", ".."));

    /// <summary>Examples of these tests and all that is shipped.</summary>
    public static TheoryData<string> GoodFiles => [.. new[] { Path.Combine(GoldenFolder.Here(), "Good"), Path.Combine(Repository, "checks"), Path.Combine(Repository, "alerts") }
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository, file).Replace('\\', '/'))
        .Where(file => !file.Contains("prometheus", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(GoodFiles))]
    public async Task Schema_GoodFile_IsValid(string name)
    {
        var schema = await SchemaOf(name);

        schema.Validate(ToJson(Node(name))!.ToJsonString()).Select(error => $"{error.Path} {error.Kind}").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(GoodFiles))]
    public async Task Schema_UnknownKeyAnywhereItIsRefused_IsRefusedByBoth(string name)
    {
        var schema = await SchemaOf(name);
        var node = (MappingNode)Node(name);
        var wrong = node with { Entries = node.Entries.Add(new("surplus", default, new ScalarNode(default, "1", IsQuoted: false))) };

        schema.Validate(ToJson(wrong)!.ToJsonString()).ShouldNotBeEmpty();
        ErrorsOf(name, wrong).ShouldContain(error => error.Problem.Contains("no key 'surplus'", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CheckKindKeys))]
    public async Task Schema_EveryKindOfCheck_KnowsExactlyTheKeysThatAreRead(string key)
    {
        var kind = CheckKinds.Find(key)!;
        var expected = kind.Fields.Select(field => field.Name).Concat(["id", "name", "where", "scope", "severity"]).Concat(kind.Units.IsEmpty ? [] : ["expect", "per"]);
        var schema = DefinitionSchemas.Checks([kind]);

        var keys = schema["$defs"]![key]!["anyOf"]![0]!["properties"]!.AsObject().Select(property => property.Key);

        keys.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
        await JsonSchema.FromJsonAsync(schema.ToJsonString(), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("""{"volume": {"expect": ">= 1 rows"}}""", true)]
    [InlineData("""{"volume": ">= 1 rows"}""", true)]
    [InlineData("""{"volume": null}""", true)]
    [InlineData("\"volume\"", true)]
    [InlineData("""{"volume": {"expct": ">= 1 rows"}}""", false)]
    [InlineData("""{"volume": "a lot"}""", false)]
    [InlineData("""{"volumne": {}}""", false)]
    [InlineData("""{"volume": {}, "freshness": {}}""", false)]
    public async Task Schema_Check_IsJudgedAsTheReaderDoes(string check, bool isValid)
    {
        var schema = await SchemaOf("checks/a.yaml");

        var errors = schema.Validate($$"""{"dataset": "shop/a", "owner": "shop", "checks": [{{check}}]}""");

        (errors.Count == 0).ShouldBe(isValid);
    }

    [Fact]
    public void Schema_EveryKey_IsDescribed()
    {
        foreach (var schema in new[] { DefinitionSchemas.Checks(CheckKinds.All), DefinitionSchemas.Sources([.. SourceKinds.All]), DefinitionSchemas.Alerts(ChannelKinds.All) })
        {
            schema["$schema"]!.GetValue<string>().ShouldBe("https://json-schema.org/draft/2020-12/schema");
            Properties(schema).ShouldAllBe(property => property["$ref"] != null || (property["description"] != null && property["description"]!.GetValue<string>().Length > 10));
        }
    }

    public static TheoryData<string> CheckKindKeys => [.. CheckKinds.All.Select(kind => kind.Key)];

    private static IEnumerable<JsonObject> Properties(JsonNode? node) => node switch
    {
        JsonObject found => (found["properties"] is JsonObject { } own ? own.Select(property => property.Value!.AsObject()) : [])
            .Concat(found.SelectMany(property => Properties(property.Value))),
        JsonArray list => list.SelectMany(Properties),
        _ => [],
    };

    private static Task<JsonSchema> SchemaOf(string name) => JsonSchema.FromJsonAsync(
        (RoleOf(name) switch
        {
            DefinitionRole.Alerts => DefinitionSchemas.Alerts(ChannelKinds.All),
            DefinitionRole.Sources => DefinitionSchemas.Sources([.. SourceKinds.All]),
            _ => DefinitionSchemas.Checks(CheckKinds.All),
        }).ToJsonString(),
        TestContext.Current.CancellationToken);

    private static DefinitionRole RoleOf(string name) => name switch
    {
        _ when name.Contains("alerts/", StringComparison.Ordinal) => DefinitionRole.Alerts,
        _ when name.EndsWith("/sources.yaml", StringComparison.Ordinal) => DefinitionRole.Sources,
        _ => DefinitionRole.Dataset,
    };

    private static ImmutableArray<DefinitionError> ErrorsOf(string name, DefinitionNode node) =>
        new CatalogReader(new TestSyntax(), CheckKinds.All, [.. SourceKinds.All], ChannelKinds.All).Read([new(name, RoleOf(name), node)], []).Errors;

    private static DefinitionNode Node(string name)
    {
        var errors = new List<DefinitionError>();
        var node = YamlReader.Read(name, File.ReadAllBytes(Path.Combine(Repository, name)), errors);
        errors.ShouldBeEmpty();
        return node.ShouldNotBeNull();
    }

    /// <summary>As an editor sees the file: YAML's core schema.</summary>
    private static JsonNode? ToJson(DefinitionNode node) => node switch
    {
        ScalarNode { IsNull: true } => null,
        ScalarNode { IsQuoted: false, Text: "true" or "false" } flag => JsonValue.Create(flag.Text == "true"),
        ScalarNode { IsQuoted: false, Text: var text } when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        ScalarNode { IsQuoted: false, Text: var text } when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
