using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

public sealed class TemplateTests
{
    private const string KeyColumn = """
        template: key-column
        parameters: {column: required, share: 1%, days: 2}
        tags: [keyed]
        tier: high
        alerts: {fire_after: "${days}"}
        checks:
          - unique: {columns: ["${column}"], expect: "<= ${share}"}
        columns:
          ${column}:
            - missing
        """;

    private const string Defaults = """
        template: defaults
        owner: platform
        tier: low
        vars: {least: 10, most: 20}
        tags: standard
        checks:
          - volume: {expect: ">= ${least} rows"}
        """;

    [Fact]
    public void Read_DatasetWithTwoTemplates_TakesOverTheirKeys()
    {
        var dataset = Only("""
            dataset: shop/orders
            uses: [defaults, {template: key-column, with: {column: id}}]
            vars: {least: 5}
            tags: [own]
            checks: [rows: {id: own, where_bad: "id > ${most}"}]
            columns: {id: {range: ">= 1"}, email: missing}
            """);

        dataset.Templates.ShouldBe(["defaults", "key-column"]);
        dataset.Owner.ShouldBe("platform");
        dataset.Tier.ShouldBe(Tier.High); // the later one
        dataset.Alerts.FireAfter.ShouldBe(2);
        dataset.Tags.ShouldBe(["standard", "keyed", "own"]);
        dataset.Checks.Select(check => check.Header.Id).ShouldBe(["volume", "unique.id", "own", "missing.id", "range.id", "missing.email"]);
        dataset.Checks.Single(check => check.Header.Kind == "volume").Header.Expect!.Fail!.ToString().ShouldContain("5");
        dataset.Checks.OfType<RowsCheck>().Single().ToString().ShouldContain("id > 20");
        dataset.Checks.Single(check => check.Header.Kind == "unique").Header.Definition.ShouldBe(new Place("checks/key.yaml", 7, 5));
    }

    [Fact]
    public void Read_OwnValue_WinsOverEveryTemplate() =>
        Only("dataset: shop/orders\nuses: [defaults, {template: key-column, with: {column: id, days: 7}}]\ntier: critical\nowner: me\nalerts: {clear_after: 3}\n")
            .ShouldSatisfyAllConditions(
                dataset => dataset.Tier.ShouldBe(Tier.Critical),
                dataset => dataset.Owner.ShouldBe("me"),
                dataset => dataset.Alerts.ShouldBe(new AlertRules(1, 3, null)));

    [Theory]
    [InlineData("uses: [defalts]", "checks/own.yaml:3:8: There is no template 'defalts'. Did you mean 'defaults'?")]
    [InlineData("uses: key-column", "checks/own.yaml:3:7: Template 'key-column' needs a value for 'column'. Write {template: key-column, with: {column: …}}.")]
    [InlineData("uses: {template: key-column, with: {colum: id, column: id}}", "checks/own.yaml:3:37: Template 'key-column' has no parameter 'colum'. Did you mean 'column'?")]
    [InlineData("uses: {template: defaults, with: {a: 1}}", "checks/own.yaml:3:35: Template 'defaults' has no parameter 'a'. It takes none; leave 'with' out.")]
    [InlineData("uses: {template: key-column, with: {column: [id]}}", "checks/own.yaml:3:45: The value for 'column' is not a plain one. Give it a number, a word or a text of at most 500 characters.")]
    [InlineData("uses: {template: key-column, with: {column: id}}\nchecks: [unique: {columns: id}]", "checks/own.yaml:4:10: Two checks have the id 'unique.id'; the other stands in checks/key.yaml:7. Give this one a name of its own, such as id: unique.id-2.")]
    public void Read_WrongUse_SaysWhatAndWhere(string uses, string expected) =>
        Read($"dataset: shop/orders\nowner: me\n{uses}\n").Errors.ShouldHaveSingleItem().ToString().ShouldBe(expected);

    [Fact]
    public void Read_ArgumentThatDoesNotFit_IsToldAtTheTemplateWithItsUser()
    {
        var told = Read("dataset: shop/orders\nowner: me\nuses: [{template: key-column, with: {column: id, share: much}}]\n").Errors.ShouldHaveSingleItem();

        told.Place.ShouldBe(new Place("checks/key.yaml", 7, 50));
        told.Problem.ShouldContain("much");
        told.Problem.ShouldEndWith("(template 'key-column', used by 'shop/orders').");
    }

    [Fact]
    public void Read_MistakeInATemplateOfMany_IsToldOnce()
    {
        var broken = ("checks/broken.yaml", "template: broken\nchecks: [volumne]\n");
        var datasets = Enumerable.Range(0, 3).Select(number => ($"checks/d{number}.yaml", $"dataset: shop/d{number}\nowner: me\nuses: broken\n"));

        var told = TestCatalog.Read([broken, .. datasets]).Errors.ShouldHaveSingleItem();

        told.ToString().ShouldBe("checks/broken.yaml:2:10: There is no check 'volumne' (template 'broken', used by 'shop/d0' and 2 more). Did you mean 'volume'?");
    }

    [Fact]
    public void Read_MistakesBesideAWrongUse_AreToldToo() =>
        Read("dataset: shop/orders\nuses: [nothing]\ntags: []\nchecks: [volumne]\n").Errors.Select(error => error.Problem)
            .ShouldBe(["There is no template 'nothing'.", "'tags': the list is empty.", "There is no check 'volumne'."]);

    [Theory]
    [InlineData("template: a\ndataset: shop/x\n", "A template has no key 'dataset'.")]
    [InlineData("template: a\nuses: [defaults]\n", "A template has no key 'uses'.")]
    [InlineData("template: a b\n", "'template': 'a b' is not a plain name.")]
    [InlineData("template: a\nparameters: {A: 1}\n", "'A' cannot be the name of a parameter.")]
    [InlineData("template: a\nparameters: {a: }\n", "The parameter 'a' has no plain default.")]
    [InlineData("template: defaults\n", "There are two templates 'defaults'; the first stands in checks/a.yaml:1:11.")]
    public void Read_WrongTemplate_SaysWhat(string yaml, string problem) =>
        TestCatalog.Read([("checks/a.yaml", yaml), .. Shared, ("checks/own.yaml", "dataset: shop/orders\nuses: defaults\n")]).Errors
            .ShouldHaveSingleItem().Problem.ShouldBe(problem);

    [Fact]
    public void Read_TemplateThatNobodyUses_IsWarnedOf() =>
        Read("dataset: shop/orders\nuses: defaults\n").Warnings.ShouldHaveSingleItem().ToString()
            .ShouldBe("checks/key.yaml:1:11: No dataset uses template 'key-column'. Name it under 'uses:' of a dataset, or delete the file.");

    [Fact]
    public void Read_ChangedTemplate_ChangesTheHash()
    {
        var own = ("checks/own.yaml", "dataset: shop/orders\nuses: defaults\n");
        var before = TestCatalog.Read([.. Shared, own]).Catalog!.Hash;

        var after = TestCatalog.Read([Shared[0], ("checks/defaults.yaml", Defaults.Replace("10", "11", StringComparison.Ordinal)), own]).Catalog!.Hash;

        string.Equals(after, before, StringComparison.Ordinal).ShouldBeFalse();
    }

    private static (string Name, string Yaml)[] Shared => [("checks/key.yaml", KeyColumn), ("checks/defaults.yaml", Defaults)];

    private static Dataset Only(string yaml)
    {
        var reading = Read(yaml);
        reading.Errors.ShouldBeEmpty();
        return reading.Catalog!.Datasets.Values.ShouldHaveSingleItem();
    }

    private static CatalogReading Read(string own) => TestCatalog.Read([.. Shared, ("checks/own.yaml", own)]);
}
