using System.Text.RegularExpressions;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Yaml;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>What <c>monitor plan --sql</c> shows of the shipped checks, were their data in a source of any kind.</summary>
public sealed partial class ShippedPlansTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public static TheoryData<string> Kinds => [.. SourceKinds.All.Select(kind => kind.Key)];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Render_ShippedChecks_OnEveryKind(string kind)
    {
        var catalog = Load(kind);

        var plans = catalog.Datasets.Values.OrderBy(dataset => dataset.Name, StringComparer.Ordinal).Select(dataset => Rendered(dataset, catalog));

        string.Join('\n', plans).ShouldMatchApproved(options => options.SubFolder("Golden").WithDiscriminator(kind));
    }

    [Fact]
    public void Load_ShippedChecksAndTheRest_HoldEveryKindOfCheck()
    {
        var definitions = string.Join('\n', Directory.GetFiles(Write("sqlite"), "*.yaml", SearchOption.AllDirectories).Select(File.ReadAllText));

        CheckKinds.All.Select(kind => kind.Key).Where(key => !Regex.IsMatch(definitions, $@"^\s*(- )?{key}\b", RegexOptions.Multiline, TimeSpan.FromSeconds(1))).ShouldBeEmpty();
    }

    private static string Rendered(Dataset dataset, Catalog catalog)
    {
        var plan = Planner.Plan(dataset, dataset.Checks, Scans.Noon, Scans.Noon);
        var source = SourceKinds.Open(catalog.Sources[dataset.Source], "/", TimeProvider.System);
        var elsewhere = dataset.Checks.Select(check => check.Elsewhere).Where(other => other is not null)
            .SelectMany(other => SourceKinds.Open(catalog.Sources[other!.Side.Source], "/", TimeProvider.System).Render(other.Side.Plan(plan, other.Needs)))
            .Select(statement => $"-- in the other source\n{statement.Trim()}\n");
        var statements = source.Render(plan).Concat(source.RenderAlternatives(plan)).Select(statement => statement.Trim() + "\n");
        return string.Join('\n', [$"-- {dataset.Name}\n", .. statements, .. elsewhere]);
    }

    private Catalog Load(string kind)
    {
        var reading = CatalogLoader.Load(Write(kind), null, new TestSyntax(), SourceKinds.All, []);

        reading.Errors.ShouldBeEmpty();
        return reading.Catalog.ShouldNotBeNull();
    }

    /// <summary>Tables of the shipped checks become files and files become tables, as the kind of source has it.</summary>
    private string Write(string kind)
    {
        var isFiles = SourceKinds.All.Single(known => known.Key == kind).Objects == ObjectForm.Files;
        var shipped = Path.GetFullPath(Path.Combine(GoldenFolder.Here(), "../../../checks"));
        foreach (var file in Directory.GetFiles(shipped, "*.yaml", SearchOption.AllDirectories).Append(Path.Combine(GoldenFolder.Here(), "../Sql/Plans/events.yaml")))
        {
            var text = File.ReadAllText(file);
            File.WriteAllText(
                Path.Combine(folder.FullName, Path.GetFileName(file)),
                isFiles ? TableOfTheShop().Replace(text, "shop/${table}.parquet") : text.Replace("lake/scores/dt=*/*.parquet", "lake/scores", StringComparison.Ordinal));
        }

        var place = kind switch
        {
            "sqlite" => "path: shop.db",
            "files" => "root: data",
            "trino" => "host: db.example.org, catalog: lake, schema: shop, user: monitor",
            _ => "host: db.example.org, database: shop",
        };
        File.WriteAllText(Path.Combine(folder.FullName, "sources.yaml"), $"sources:\n  shop: {{kind: {kind}, {place}}}\n  lake: {{kind: {kind}, {place}}}\n");
        return folder.FullName;
    }

    [GeneratedRegex(@"\bshop/(?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableOfTheShop();
}
