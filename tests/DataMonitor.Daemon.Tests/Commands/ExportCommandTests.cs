using DataMonitor.Daemon.Commands;

namespace DataMonitor.Daemon.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly Shop shop = new();

    public void Dispose() => shop.Dispose();

    [Fact]
    public async Task Export_ThenImport_GivesTheSameChecks()
    {
        shop.WithOrders("checks:\n  - unique: {columns: [id]}\n  - rows: \"total < 0\"\ncolumns:\n  email:\n    - missing: {expect: \"<= 20%\"}");
        var before = await shop.RunAsync("validate", "--ids");

        var (code, output, _) = await shop.RunAsync("export", "odcs", "--output", shop.Path("contracts"));
        var (imported, _, error) = await shop.RunAsync("import", "odcs", shop.Path("contracts"), "--source", "shop", "--output", shop.Path("checks"), "--force");

        code.ShouldBe(ExitCode.Passed);
        output.ShouldBe($"{shop.Path("contracts/customers.odcs.yaml")}\n{shop.Path("contracts/orders.odcs.yaml")}\n");
        imported.ShouldBe(ExitCode.Passed, error);
        (await shop.RunAsync("validate", "--ids")).Output.Split('\n').Order(StringComparer.Ordinal).ShouldBe(before.Output.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Export_OneDataset_PrintsItsContract()
    {
        var (code, output, _) = await shop.RunAsync("export", "odcs", "shop/customers");

        code.ShouldBe(ExitCode.Passed);
        output.ShouldStartWith("apiVersion: v3.1.0\nkind: DataContract\nid: shop/customers\n");
    }
}
