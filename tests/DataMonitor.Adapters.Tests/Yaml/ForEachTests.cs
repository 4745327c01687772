using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Yaml;

public sealed class ForEachTests
{
    private const string Facts = """
        for_each: {source: shop, match: ["fact_*", "crm.*"], except: ["*_tmp"]}
        owner: platform
        schedule: {every: 1h, after: [shop/dwh.fact_orders]}
        checks: [volume]
        """;

    private static readonly SourceListing Listing = new(
        [Table("dwh", "fact_orders"), Table("dwh", "fact_returns"), Table("dwh", "fact_tmp"), Table("dwh", "dim_day"), Table("crm", "customers"), Table("public", "fact_own"), Table("crm", "My Table")],
        "public");

    [Fact]
    public void Expand_ListedTables_GivesOneDatasetEach()
    {
        var read = Read(("checks/facts.yaml", Facts));
        read.Errors.ShouldBeEmpty();
        read.Catalog!.Datasets.ShouldBeEmpty();

        var expanded = Expand(read, Listing);

        expanded.Errors.ShouldBeEmpty();
        expanded.Catalog!.Datasets.Keys.ShouldBe(["shop/crm.\"My Table\"", "shop/crm.customers", "shop/dwh.fact_orders", "shop/dwh.fact_returns", "shop/public.fact_own"]);
        var orders = expanded.Catalog.Datasets["shop/dwh.fact_orders"];
        orders.Object.ShouldBe(Table("dwh", "fact_orders"));
        orders.Owner.ShouldBe("platform");
        orders.Pattern.ShouldBe("fact_*");
        orders.Definition.ShouldBe(new Place("checks/facts.yaml", 1, 1));
        orders.Schedule!.After.ShouldBeEmpty(); // nothing waits for itself
        expanded.Catalog.Datasets["shop/crm.customers"].Schedule!.After.ShouldBe(["shop/dwh.fact_orders"]);
    }

    [Theory]
    [InlineData("shop/fact_own")]
    [InlineData("shop/public.fact_own")]
    public void Expand_DatasetWithAFileOfItsOwn_StandsAlone(string name)
    {
        var own = $"dataset: {name}\nowner: me\nchecks: [volume]\n";

        var datasets = Expand(Read(("checks/facts.yaml", Facts), ("checks/own.yaml", own)), Listing).Catalog!.Datasets;

        datasets.Values.Count(dataset => dataset.Name.EndsWith("fact_own", StringComparison.Ordinal)).ShouldBe(1);
        datasets[name].Owner.ShouldBe("me");
    }

    [Fact]
    public void Expand_TwoPatternsOnOneTable_IsAMistakeOfBoth() =>
        Expand(Read(("checks/facts.yaml", Facts), ("checks/orders.yaml", "for_each: {source: shop, match: dwh.fact_orders}\nowner: me\nchecks: [volume]\n")), Listing).Errors
            .ShouldHaveSingleItem().ToString()
            .ShouldBe("checks/orders.yaml:1:1: 'dwh.fact_orders' of source 'shop' is taken in by 'dwh.fact_orders' here and by 'fact_*' in checks/facts.yaml:1:1. Leave it out of one of them with 'except', or give it a file of its own.");

    [Fact]
    public void Expand_TablesComeAndGo_ChangesDatasetsAndHash()
    {
        var read = Read(("checks/facts.yaml", Facts));

        var before = Expand(read, Listing).Catalog!;
        var after = Expand(read, Listing with { Objects = [Table("dwh", "fact_returns")] });

        after.Catalog!.Datasets.Keys.ShouldBe(["shop/dwh.fact_returns"]);
        string.Equals(after.Catalog.Hash, before.Hash, StringComparison.Ordinal).ShouldBeFalse();
        Expand(read, Listing).Catalog!.Hash.ShouldBe(before.Hash);
    }

    [Fact]
    public void Expand_NothingFits_IsWarnedOf() =>
        Expand(Read(("checks/facts.yaml", Facts)), Listing with { Objects = [Table("dwh", "dim_day")] }).Warnings
            .ShouldHaveSingleItem().Problem.ShouldBe("Source 'shop' holds nothing that 'for_each' takes in.");

    [Fact]
    public void Expand_NameThatNoDatasetCanHave_IsLeftOutAndToldOf()
    {
        var expanded = Expand(Read(("checks/facts.yaml", Facts)), Listing with { Objects = [Table("crm", "a\nb"), Table("crm", "c")] });

        expanded.Catalog!.Datasets.Keys.ShouldBe(["shop/crm.c"]);
        expanded.Warnings.ShouldHaveSingleItem().Problem.ShouldContain("cannot be the name of a dataset");
    }

    [Fact]
    public void Expand_SourceThatSaidNothing_LeavesItsDatasetsOut() =>
        CatalogExpansion.Expand(Read(("checks/facts.yaml", Facts)).Catalog!, new Dictionary<string, SourceListing>(StringComparer.Ordinal)).Catalog!.Datasets.ShouldBeEmpty();

    [Theory]
    [InlineData("scores/*/*.parquet", "scores/dt=*/*.parquet", true)]
    [InlineData("*.parquet", "scores/dt=*/*.parquet", true)]
    [InlineData("scores/*.parquet", "scores/dt=*/*.parquet", false)]
    public void Takes_FilesPattern_IsHeldAgainstTheLastParts(string pattern, string glob, bool isTaken)
    {
        var read = Read(("checks/lake.yaml", $"for_each: {{source: shop, match: \"{pattern}\"}}\nowner: me\nchecks: [volume]\n"));

        (read.Catalog!.Patterns[0].Takes(new FilesObject(glob)) is not null).ShouldBe(isTaken);
    }

    [Theory]
    [InlineData("for_each: {source: shp, match: a}\nowner: me\nchecks: [volume]\n", "1:20: There is no source 'shp'. Did you mean 'shop'?")]
    [InlineData("for_each: {source: shop}\nowner: me\nchecks: [volume]\n", "1:11: A for_each block lacks 'match'. Add it: Which of them: [\"fact_*\", \"crm.*\"]; '*' stands for any signs, '?' for one.")]
    [InlineData("for_each: {source: shop, match: a}\ndataset: shop/a\nowner: me\nchecks: [volume]\n", "2:1: 'dataset' stands beside 'for_each'. Keep one of the two: a definition names one dataset or stands for many tables.")]
    [InlineData("for_each: {source: shop, match: a}\nowner: me\nchecks: [volumne]\n", "3:10: There is no check 'volumne'. Did you mean 'volume'?")]
    [InlineData("for_each: {source: shop, match: a}\nowner: me\nschedule: {every: 1h, after: shop/b}\nchecks: [volume]\n", "3:30: 'after': there is no dataset 'shop/b'. Write the full name of a dataset as its file states it, source and object.")]
    public void Read_WrongBlock_IsToldWithoutAskingASource(string yaml, string expected) =>
        Read(("checks/a.yaml", yaml)).Errors.ShouldHaveSingleItem().ToString().ShouldBe($"checks/a.yaml:{expected}");

    private static TableObject Table(string schema, string name) => new([schema, name]);

    private static CatalogReading Read(params (string Name, string Yaml)[] files) => TestCatalog.Read(files);

    private static CatalogReading Expand(CatalogReading read, SourceListing listing)
    {
        read.Errors.ShouldBeEmpty();
        return CatalogExpansion.Expand(read.Catalog!, new Dictionary<string, SourceListing>(StringComparer.Ordinal) { ["shop"] = listing });
    }
}
