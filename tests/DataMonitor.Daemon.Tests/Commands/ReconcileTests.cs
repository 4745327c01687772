using System.Globalization;
using DataMonitor.Daemon.Commands;

namespace DataMonitor.Daemon.Tests.Commands;

/// <summary>A table held against files of another source, from the definition to the exit code.</summary>
public sealed class ReconcileTests : IDisposable
{
    private const string RowByRow = "checks:\n  - volume\n  - reconcile: {with: lake/orders.csv, metrics: [volume, sum(total), missing(email)], key: [id], columns: {total: amount}}";

    private readonly Shop shop = new();

    public ReconcileTests()
    {
        shop.Write("checks/sources.yaml", $"sources: {{shop: {{kind: sqlite, path: {shop.Path("shop.db")}, max_concurrency: 1}}, lake: {{kind: files, root: {shop.Path("lake")}}}}}");
        Export(id => id.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Run_SidesAgree_Passes()
    {
        var (code, output, error) = await shop.WithOrders(RowByRow).RunAsync("run", "shop/orders");

        (code, error).ShouldBe((ExitCode.Passed, ""));
        output.ShouldContain("lake/orders.csv: all 3 figures agree; all 100 rows agree; measured ");
    }

    [Fact]
    public async Task Run_RowsDiffer_TellsHowManyAndNoValue()
    {
        Export(id => id is 42 or 57 ? "31415" : id.ToString(CultureInfo.InvariantCulture), last: 99);

        var (code, output, _) = await shop.WithOrders(RowByRow).RunAsync("run", "shop/orders");

        code.ShouldBe(ExitCode.Failed);
        output.ShouldContain("3 of 100 rows differ in 1 of 1 ranges of the key's hash (0 missing here, 1 missing there, 2 with other values)");
        output.ShouldContain("volume is 100 here and 99 there (1 % apart)");
        output.ShouldNotContain("31415");
    }

    [Fact]
    public async Task Run_OtherSourceDown_ErrorsThisCheckAlone()
    {
        Directory.Delete(shop.Path("lake"), recursive: true);

        var (code, output, _) = await shop.WithOrders(RowByRow).RunAsync("run", "shop/orders");

        code.ShouldBe(ExitCode.Errored);
        output.ShouldContain("Source 'lake' has no folder");
        output.ShouldContain("100 rows in the table, more than 0 rows expected.");
    }

    [Fact]
    public async Task Run_BothSidesInASourceWithOneConnection_DoesNotWaitForItself()
    {
        shop.Execute("CREATE TABLE copy AS SELECT * FROM orders");

        var (code, output, _) = await shop.WithOrders("checks:\n  - reconcile: {with: shop/copy, key: [id], columns: [email, total]}").RunAsync("run", "shop/orders");

        code.ShouldBe(ExitCode.Passed, output);
    }

    [Fact]
    public async Task Run_WithADefinedDataset_TakesItsQueryAndFilter()
    {
        shop.Write("checks/large.yaml", "dataset: shop/large\nowner: sales\nquery: select * from orders\nwhere: id <= 60\nchecks: [volume]");

        var (_, output, _) = await shop.WithOrders("checks:\n  - reconcile: shop/large").RunAsync("run", "shop/orders");

        output.ShouldContain("shop/large: volume is 100 here and 60 there");
    }

    [Fact]
    public async Task Validate_WithItself_IsAMistakeInItsPlace()
    {
        var (code, _, error) = await shop.WithOrders("checks:\n  - reconcile: shop/orders").RunAsync("run");

        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain("orders.yaml:5:5");
        error.ShouldContain("compares 'shop/orders' with itself");
    }

    [Fact]
    public async Task Plan_Sql_ShowsBothSides()
    {
        var (_, output, _) = await shop.WithOrders(RowByRow).RunAsync("plan", "shop/orders", "--sql");

        output.ShouldContain("-- in source lake, at the same time");
        output.ShouldContain("read_csv(");
    }

    public void Dispose() => shop.Dispose();

    private void Export(Func<int, string> amount, int last = 100) => shop.Write(
        "lake/orders.csv",
        "id,email,amount\n" + string.Join('\n', Enumerable.Range(1, last).Select(id => $"{id},{(id % 10 == 0 ? "" : "a@x.org")},{amount(id)}")) + "\n");
}
