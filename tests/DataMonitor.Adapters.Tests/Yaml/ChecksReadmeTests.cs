using System.Text.RegularExpressions;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Checks;

namespace DataMonitor.Adapters.Tests.Yaml;

/// <summary>The documentation of the check language is read by the product itself.</summary>
public sealed partial class ChecksReadmeTests
{
    [Fact]
    public async Task Readme_EveryExample_LoadsAndEveryKindHasOne()
    {
        var folder = Directory.CreateTempSubdirectory("readme");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "sources.yaml"), "sources:\n  warehouse: {kind: sqlite, path: warehouse.db}\n  lake: {kind: files, root: lake}\n", TestContext.Current.CancellationToken);
            var examples = Example().Matches(await File.ReadAllTextAsync(ReadmePath(), TestContext.Current.CancellationToken));
            foreach (var (index, example) in examples.Index())
            {
                var yaml = example.Groups["yaml"].Value;
                var text = WholeFile().IsMatch(yaml) ? yaml : $"dataset: warehouse/t{index}\nowner: docs\n{yaml}";
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"t{index}.yaml"), text, TestContext.Current.CancellationToken);
            }

            var reading = CatalogLoader.Load(folder.FullName, null, new TestSyntax(), SourceKinds.All, []);

            reading.Errors.ShouldBeEmpty();
            reading.Warnings.ShouldBeEmpty();
            reading.Catalog!.Datasets.Values.SelectMany(dataset => dataset.Checks).Select(check => check.Header.Kind).Distinct(StringComparer.Ordinal)
                .ShouldBe(CheckKinds.All.Select(kind => kind.Key), ignoreOrder: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Readme_Formats_AreAllNamed()
    {
        var text = await File.ReadAllTextAsync(ReadmePath(), TestContext.Current.CancellationToken);

        NamedFormats.All.ShouldAllBe(format => text.Contains($"`{format.Name}`", StringComparison.Ordinal));
    }

    private static string ReadmePath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Monitor.sln")))
        {
            folder = folder.Parent.ShouldNotBeNull();
        }

        return Path.Combine(folder.FullName, "checks", "README.md");
    }

    [GeneratedRegex("^(dataset|for_each|template|calendar):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeFile();

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
