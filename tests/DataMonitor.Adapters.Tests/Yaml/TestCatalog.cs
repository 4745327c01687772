using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

/// <summary>Files in memory, read as a folder would be; beside them lies a source <c>shop</c>.</summary>
internal static class TestCatalog
{
    public static CatalogReading Read(params (string Name, string Yaml)[] files) =>
        new CatalogReader(new TestSyntax(), CheckKinds.All, [.. SourceKinds.All], []).Read([Source, .. files.Select(file => File(file.Name, file.Yaml, DefinitionRole.Dataset))], []);

    private static DefinitionFile Source { get; } = File("checks/sources.yaml", "sources: {shop: {kind: sqlite, path: shop.db}}\n", DefinitionRole.Sources);

    private static DefinitionFile File(string name, string yaml, DefinitionRole role)
    {
        var errors = new List<DefinitionError>();
        var node = YamlReader.Read(name, System.Text.Encoding.UTF8.GetBytes(yaml), errors);
        errors.ShouldBeEmpty();
        return new(name, role, node);
    }
}
