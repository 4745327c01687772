using System.Globalization;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

public sealed class CatalogLoaderTests : IDisposable
{
    private const string OneSource = "sources: {shop: {kind: sqlite, path: shop.db}}\n";

    private static readonly string Good = Path.Combine(GoldenFolder.Here(), "Good");

    private readonly string folder = Directory.CreateTempSubdirectory("definitions").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_GoodFolder_GivesEverythingThatWasWritten()
    {
        var reading = Load(Good, Path.Combine(Good, "alerts"));

        reading.Errors.ShouldBeEmpty();
        var catalog = reading.Catalog.ShouldNotBeNull();
        catalog.Sources.Keys.Order(StringComparer.Ordinal).ShouldBe(["lake", "shop", "warehouse"]);
        var scores = catalog.Datasets["warehouse/ml.churn_scores"];
        scores.Object.ShouldBe(new TableObject(["ml", "churn_scores"]));
        scores.Schedule.ShouldBe(new Schedule("15 6 * * *", null, "Europe/Berlin", ["warehouse/crm.customers"], CatchUp.All, TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)));
        scores.Partition.ShouldBe(new Partition("scored_at", PartitionSpan.Day, TimeSpan.FromHours(3)) { Recheck = [TimeSpan.FromDays(1), TimeSpan.FromDays(7)] });
        scores.Filter.ShouldBe("country = 'DE'");
        scores.TimeZone.ShouldBe("Europe/Berlin");
        scores.Tier.ShouldBe(Tier.Critical);
        scores.Alerts.ShouldBe(new AlertRules(2, 1, Severity.Major));
        catalog.Datasets["lake/scores/dt=*/*.parquet"].Object.ShouldBe(new FilesObject("scores/dt=*/*.parquet"));
        catalog.Datasets["shop/open orders, by day"].Object.ShouldBe(new QueryObject("select * from orders\nwhere state = 'open'\n"));
        catalog.Alerts.DefaultReceiver.ShouldBe("data-team");
        catalog.Alerts.Routes[0].Matchers.ShouldBe(
        [
            new("owner", MatchOperator.Equal, "crm-analytics"),
            new("tier", MatchOperator.Regex, "critical|high"),
            new("tag", MatchOperator.NotEqual, "experimental"),
            new("dataset", MatchOperator.NotRegex, "shop/.*"),
        ]);
        catalog.Alerts.Receivers.Select(receiver => string.Join(' ', receiver.Channels.Select(channel => channel.Header.Endpoint)))
            .ShouldBe(["email[0]", "webhook[0]", ""]);
    }

    [Fact] // The identity of a check keeps its history: a change here loses that of every user.
    public void Load_GoodFolder_DerivesTheSameIdsForEver() =>
        string.Join('\n', Load(Good, Path.Combine(Good, "alerts")).Catalog!.Datasets.Values.SelectMany(dataset => dataset.Checks.Select(check => $"{dataset.Name}  {check.Header.Id}")))
            .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Load_UniquenessInsideAPartition_IsWarnedOf() =>
        Load(Good, Path.Combine(Good, "alerts")).Warnings.ShouldHaveSingleItem().Problem.ShouldBe("Check 'unique.Kunden_Nr_' looks for repeated keys inside one partition only.");

    [Fact]
    public void Load_CommentsQuotesAndOrder_DoNotChangeTheHash()
    {
        Write("sources.yaml", OneSource);
        Write("a.yaml", "dataset: shop/a\nowner: shop\ntags: [x, y]\nchecks: [volume: \">= 1 rows\"]\n");
        Write("b.yaml", "dataset: shop/b\nowner: shop\nchecks: [volume]\n");
        var before = Load(folder, null).Catalog!.Hash;

        Write("b.yaml", "# a comment\nowner: 'shop'\n\nchecks:\n  - 'volume'\ndataset: \"shop/b\" # and another\n");
        File.Move(Path.Combine(folder, "a.yaml"), Path.Combine(folder, "z.yaml"));

        Load(folder, null).Catalog!.Hash.ShouldBe(before);
        Write("b.yaml", "dataset: shop/b\nowner: shop\nchecks: [volume: \">= 2 rows\"]\n");
        string.Equals(Load(folder, null).Catalog!.Hash, before, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public void Load_MistakesInManyFiles_AreToldTogetherInOrder()
    {
        Write("sources.yaml", "sources: {shop: {kind: sqlite}}\n");
        Write("z.yaml", "dataset: shop/z\nowner: shop\nchecks: [volumne]\ntires: low\n");
        Write("a.yaml", "dataset: shop/a\n\tchecks: []\n");
        Write("deep/er/m.yml", "dataset: shop/z\nowner: shop\nschedule: {after: [shop/y]}\nchecks: [volume]\n");
        Write("y.yaml", "dataset: shop/y\nowner: shop\nschedule: {after: [shop/z]}\nchecks: [volume]\n");
        Write("alerts/one.yaml", "route: {receiver: a}\n");
        Write("alerts/two.yaml", "route: {receiver: b}\nreceivers: [{name: a}, {name: a}]\n");

        Told(Load(folder, Path.Combine(folder, "alerts"))).ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    [Fact]
    public void Load_ManyMistakesInOneFile_AreCut()
    {
        Write("sources.yaml", OneSource);
        Write("a.yaml", "dataset: shop/a\nowner: shop\nchecks: [volume]\n" + string.Concat(Enumerable.Range(0, 500).Select(number => $"key{number}: 1\n")));

        var errors = Load(folder, null).Errors;

        errors.Length.ShouldBe(101);
        errors[^1].Problem.ShouldBe("The file has 400 more mistakes.");
    }

    [Fact]
    public void Load_ChainOfTenThousandDatasets_IsNoCircleAndNoOverflow()
    {
        var file = new DefinitionFile("checks/sources.yaml", DefinitionRole.Sources, YamlReader.Read("checks/sources.yaml", "sources: {shop: {kind: sqlite, path: shop.db}}"u8, []));
        var files = Enumerable.Range(0, 10_000).Select(number =>
        {
            var yaml = string.Create(CultureInfo.InvariantCulture, $"dataset: shop/t{number}\nowner: shop\nschedule: {{every: 1d, after: [shop/t{Math.Min(number + 1, 9_999)}]}}\nchecks: [volume]\n");
            return new DefinitionFile($"checks/{number}.yaml", DefinitionRole.Dataset, YamlReader.Read($"checks/{number}.yaml", System.Text.Encoding.UTF8.GetBytes(yaml), []));
        });

        var reading = new CatalogReader(new TestSyntax(), Core.Checks.CheckKinds.All, [.. SourceKinds.All], []).Read([file, .. files], []);

        reading.Errors.ShouldHaveSingleItem().Problem.ShouldBe("'after' goes round in a circle: shop/t9999 → shop/t9999.");
    }

    [Fact]
    public void Load_NoFolderOrNothingInIt_SaysSo()
    {
        Told(Load("/nowhere/checks", "/nowhere/alerts")).ShouldBe(
            "/nowhere/alerts: There is no such folder. Make it, or name another one.\n/nowhere/checks: There is no such folder. Make it, or name another one.");
        Told(Load(folder, null)).ShouldBe("FOLDER: The folder holds no definition of a dataset. Put a file such as orders.yaml into it, or name another folder.");
    }

    [Fact]
    public void Load_Links_AreFollowedInsideTheFolderOnly()
    {
        using var outside = new TemporaryFile("dataset: shop/secret\n");
        Write("..data/sources.yaml", OneSource);
        Write("..data/a.yaml", "dataset: shop/a\nowner: shop\nchecks: [volume]\n");
        File.CreateSymbolicLink(Path.Combine(folder, "sources.yaml"), Path.Combine("..data", "sources.yaml"));
        File.CreateSymbolicLink(Path.Combine(folder, "a.yaml"), Path.Combine("..data", "a.yaml"));
        Told(Load(folder, null)).ShouldBeEmpty();

        File.CreateSymbolicLink(Path.Combine(folder, "b.yaml"), outside.Path);
        Directory.CreateSymbolicLink(Path.Combine(folder, "c"), Path.GetDirectoryName(outside.Path)!);

        Told(Load(folder, null)).ShouldBe("FOLDER/b.yaml: The file is a link that leads out of the folder. Put the file itself here.");
    }

    private static CatalogReading Load(string checks, string? alerts) => CatalogLoader.Load(checks, alerts, new TestSyntax(), SourceKinds.All, ChannelKinds.All);

    private string Told(CatalogReading reading) => string.Join('\n', reading.Errors).Replace(folder, "FOLDER", StringComparison.Ordinal);

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private sealed class TemporaryFile : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outside");

        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path => System.IO.Path.Combine(folder.FullName, "b.yaml");

        public void Dispose() => folder.Delete(recursive: true);
    }
}
