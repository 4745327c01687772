using System.Collections.Immutable;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

/// <summary>Each file in <c>Bad/</c> is wrong in one way; what its author is told lies beside it.</summary>
public sealed class BadFileTests
{
    private static readonly string Folder = Path.Combine(GoldenFolder.Here(), "Bad");

    private static readonly DefinitionFile Sources = Parse("checks/sources.yaml", DefinitionRole.Sources, """
        sources:
          warehouse: {kind: postgres, host: db.example.org, database: shop, user: dq, password: "${env:DQ_PASSWORD}"}
          lake: {kind: files, root: lake}
          shop: {kind: sqlite, path: shop.db}
        """u8);

    private static readonly DefinitionFile Dataset = Parse("checks/orders.yaml", DefinitionRole.Dataset, """
        dataset: warehouse/shop.orders
        owner: shop
        checks: [volume: ">= 1 rows"]
        """u8);

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BadFile_TellsItsAuthorWhatToWrite(string name)
    {
        var errors = Read(name);

        errors.ShouldNotBeEmpty();
        string.Join('\n', errors.Select(error => $"{error.Place}\n  {error.Problem}\n  {error.Remedy}")).ShouldMatchApproved(options => options
            .WithFilenameGenerator((_, _, type, _) => $"{name}.{type}.txt")
            .SubFolder("Bad"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_BadFile_ShowsNoSecretAndNothingThatMovesACursor(string name)
    {
        var told = string.Join(' ', Read(name));

        told.ShouldNotContain("hunter2");
        told.ShouldNotContain("a secret of");
        told.ShouldAllBe(sign => !char.IsControl(sign) && sign != '\u202e');
    }

    private static ImmutableArray<DefinitionError> Read(string name)
    {
        var role = name.Split('-')[0] switch
        {
            "sources" => DefinitionRole.Sources,
            "alerts" => DefinitionRole.Alerts,
            _ => DefinitionRole.Dataset,
        };
        var errors = new List<DefinitionError>();
        var file = $"{(role == DefinitionRole.Alerts ? "alerts" : "checks")}/{name}.yaml";
        DefinitionFile wrong = new(file, role, YamlReader.Read(file, File.ReadAllBytes(Path.Combine(Folder, $"{name}.yaml")), errors));
        List<DefinitionFile> files = role switch
        {
            DefinitionRole.Sources => [wrong],
            DefinitionRole.Alerts => [Sources, Dataset, wrong],
            _ => [Sources, wrong],
        };
        return new CatalogReader(new TestSyntax(), CheckKinds.All, [.. SourceKinds.All], ChannelKinds.All).Read(files, errors).Errors;
    }

    private static DefinitionFile Parse(string path, DefinitionRole role, ReadOnlySpan<byte> yaml) => new(path, role, YamlReader.Read(path, yaml, new List<DefinitionError>()));
}
