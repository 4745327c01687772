using DataMonitor.Daemon.Commands;

namespace DataMonitor.Daemon.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: orders
        version: 1.0.0
        status: active
        team: {name: sales}
        schema:
          - name: orders
            properties:
              - {name: id, logicalType: integer, unique: true}
        """;

    private readonly Shop shop = new();

    public void Dispose() => shop.Dispose();

    [Fact]
    public async Task Import_EverythingCarried_WritesFilesThatAreValid()
    {
        var (code, output, error) = await ImportAsync(Contract, "--output", shop.Path("checks"));

        code.ShouldBe(ExitCode.Passed);
        output.ShouldBe($"{shop.Path("checks/orders.yaml")}\n");
        error.ShouldEndWith("carried over, 0 changed, 0 left out.\n");
        (await shop.RunAsync("validate")).Output.ShouldBe("No mistakes: 2 datasets, 3 checks, 1 source, 0 receivers.\n");
        (await shop.RunAsync("run", "shop/orders/unique.id")).Code.ShouldBe(ExitCode.Passed);
    }

    [Fact]
    public async Task Import_SomethingLeftOut_TellsItByTheExitCodeAndTheReport()
    {
        var (code, output, error) = await ImportAsync(Contract + "\nprice: {priceAmount: 1}\n", "--report", shop.Path("report.txt"));

        code.ShouldBe(ExitCode.Warned);
        output.ShouldContain("dataset: shop/orders");
        error.ShouldBeEmpty();
        (await File.ReadAllTextAsync(shop.Path("report.txt"), TestContext.Current.CancellationToken)).ShouldContain("contract.yaml:11:1  LEFT OUT  price");
    }

    [Fact]
    public async Task Import_FileIsThere_WritesNothingUnlessForced()
    {
        shop.Write("checks/orders.yaml", "mine");

        var (code, output, error) = await ImportAsync(Contract, "--output", shop.Path("checks"), "--report", shop.Path("report.txt"));

        code.ShouldBe(ExitCode.Usage);
        output.ShouldBeEmpty();
        error.ShouldContain("--force");
        File.Exists(shop.Path("report.txt")).ShouldBeFalse();
        (await File.ReadAllTextAsync(shop.Path("checks/orders.yaml"), TestContext.Current.CancellationToken)).ShouldBe("mine");
        (await ImportAsync(Contract, "--output", shop.Path("checks"), "--force")).Code.ShouldBe(ExitCode.Passed);
    }

    [Theory]
    [InlineData("kind: Pod\n", "no data contract")]
    [InlineData("a: [\n", "not closed")]
    [InlineData("apiVersion: v2.2.2\nkind: DataContract\n", "version 3")]
    public async Task Import_Unreadable_IsAWrongUse(string text, string told)
    {
        var (code, output, error) = await ImportAsync(text);

        code.ShouldBe(ExitCode.Usage);
        output.ShouldBeEmpty();
        error.ShouldContain(told);
    }

    [Fact]
    public async Task Import_NobodyOwnsIt_AsksForAnOwner()
    {
        var (code, _, error) = await ImportAsync(Contract.Replace("team: {name: sales}", "", StringComparison.Ordinal));

        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain("--owner");
    }

    private Task<(int Code, string Output, string Error)> ImportAsync(string text, params string[] more)
    {
        shop.Write("contract.yaml", text);
        return shop.RunAsync(["import", "odcs", shop.Path("contract.yaml"), "--source", "shop", .. more]);
    }
}
