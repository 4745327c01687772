using System.Text.Json;
using DataMonitor.Daemon.Commands;

namespace DataMonitor.Daemon.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private const string Passing = "checks:\n  - volume: {expect: \">= 1\"}";
    private const string Warning = "columns:\n  email:\n    - missing: {expect: {warn: \"<= 1%\", fail: \"<= 50%\"}}";
    private const string Failing = "columns:\n  email:\n    - missing: {expect: \"<= 1%\"}";
    private const string Erroring = "columns:\n  emial:\n    - missing: {expect: \"<= 1%\"}";

    private readonly Shop shop = new();

    [Theory]
    [InlineData(Passing, "warn", ExitCode.Passed)]
    [InlineData(Warning, "warn", ExitCode.Warned)]
    [InlineData(Warning, "fail", ExitCode.Passed)]
    [InlineData(Failing, "warn", ExitCode.Failed)]
    [InlineData(Failing, "error", ExitCode.Passed)]
    [InlineData(Erroring, "warn", ExitCode.Errored)]
    [InlineData(Erroring, "error", ExitCode.Errored)]
    public async Task Run_Outcome_GivesItsExitCode(string checks, string failOn, int expected)
    {
        var (code, _, error) = await shop.WithOrders(checks).RunAsync("run", "--fail-on", failOn);

        code.ShouldBe(expected);
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_AsAProcess_PrintsTheTableAndEndsWithTheCode()
    {
        shop.WithOrders(Failing);

        var finished = await MonitorProcess.RunAsync(shop.Folder, [], "run");

        finished.ExitCode.ShouldBe(ExitCode.Failed);
        finished.Error.ShouldBeEmpty();
        WithoutTimes(finished.Output).ShouldMatchApproved(golden => golden.SubFolder("Golden"));
    }

    [Fact]
    public async Task Run_InvalidDefinition_TellsThePlaceAndRunsNothing()
    {
        var (code, output, error) = await shop.WithOrders("cheks: []").RunAsync("run");

        code.ShouldBe(ExitCode.Usage);
        output.ShouldBeEmpty();
        error.ShouldContain("orders.yaml:4:1");
        error.ShouldContain("Did you mean 'checks'?");
        File.Exists(shop.Path("state.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_AgainAfterAChange_ComparesWithTheRunBefore()
    {
        shop.WithOrders("checks:\n  - volume: {expect: \"within 10% of previous\"}");
        (await shop.RunAsync("run")).Code.ShouldBe(ExitCode.Passed);
        shop.Execute("DELETE FROM orders WHERE id > 50");

        var (code, output, _) = await shop.RunAsync("run");

        code.ShouldBe(ExitCode.Failed);
        output.ShouldContain("50 rows");
    }

    [Fact]
    public async Task Run_SingleCheck_IsNotRecorded()
    {
        shop.WithOrders("checks:\n  - volume: {id: all, expect: \">= 1\"}\n  - volume: {id: some, where: \"id > 5\", expect: \">= 1\"}");
        await shop.RunAsync("run", "shop/orders/some", "--format", "json");

        var (_, output, _) = await shop.RunAsync("plan", "shop/orders");

        output.ShouldContain("never ran");
    }

    [Theory]
    [InlineData("shop/customers", "shop/customers")]
    [InlineData("shop/*", "shop/customers shop/orders")]
    [InlineData("tag:gold", "shop/customers")]
    [InlineData("owner:sales", "shop/orders")]
    [InlineData("shop/orders/volume", "shop/orders")]
    public async Task Run_Selector_TakesWhatItNames(string selector, string expected)
    {
        var (_, output, _) = await shop.WithOrders(Passing).RunAsync("run", selector, "--format", "json");

        using var json = JsonDocument.Parse(output);
        string.Join(' ', json.RootElement.GetProperty("datasets").EnumerateArray().Select(dataset => dataset.GetProperty("dataset").GetString())).ShouldBe(expected);
    }

    [Theory]
    [InlineData("shop/oders", "Did you mean 'shop/orders'?")]
    [InlineData("tag:glod", "Did you mean 'tag:gold'?")]
    [InlineData("owner:nobody", "owner:crm or owner:sales")]
    public async Task Run_SelectorThatMatchesNothing_NamesTheNearest(string selector, string remedy)
    {
        var (code, _, error) = await shop.WithOrders(Passing).RunAsync("run", selector);

        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain(remedy);
    }

    [Fact]
    public async Task Run_SourceIsGone_IsErroredWithARemedy()
    {
        shop.WithOrders(Passing).Write("checks/sources.yaml", "sources: {shop: {kind: sqlite, path: /no/such/file.db}}");

        var (code, output, error) = await shop.RunAsync("run");

        code.ShouldBe(ExitCode.Errored);
        output.ShouldContain("errored");
        output.ShouldContain("Source 'shop'");
        (output + error).ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Run_StateCannotBeWritten_SaysWhy()
    {
        shop.WithOrders(Passing).Write("monitor.yaml", $"{{checks: {shop.Path("checks")}, state: {{path: /proc/nothing/state.db}}}}");

        var (code, _, error) = await shop.RunAsync("run");

        code.ShouldBe(ExitCode.Errored);
        error.ShouldContain("state store");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Validate_GoodDefinitions_CountsThem()
    {
        var (code, output, _) = await shop.WithOrders(Passing).RunAsync("validate", "--ids");

        code.ShouldBe(ExitCode.Passed);
        output.ShouldMatchApproved(golden => golden.SubFolder("Golden"));
    }

    [Fact]
    public async Task Validate_OnePathOfTwo_TellsItsMistakesOnly()
    {
        shop.WithOrders("cheks: []").Write("checks/customers.yaml", "dataset: shop/customers\nowner: crm\nchekcs: []");

        var (code, _, error) = await shop.RunAsync("validate", shop.Path("checks/orders.yaml"));

        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain("cheks");
        error.ShouldNotContain("chekcs");
    }

    [Fact]
    public async Task Plan_WithSql_PrintsWhatWillBeSentAndLeavesNothingBehind()
    {
        shop.WithOrders(Failing).Write("checks/orders.yaml", "dataset: shop/orders\nowner: sales\n" + Failing);

        var (code, output, _) = await shop.RunAsync("plan", "shop/orders", "--sql");

        code.ShouldBe(ExitCode.Passed);
        output.ShouldMatchApproved(golden => golden.SubFolder("Golden"));
        File.Exists(shop.Path("state.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Plan_Template_IsShownWithWhatItBrings()
    {
        shop.Write("checks/templates/keyed.yaml", "template: keyed\nparameters: {column: required}\nchecks: [unique: {columns: [\"${column}\"]}]\n");
        shop.WithOrders("uses: [{template: keyed, with: {column: id}}]");

        var (_, output, _) = await shop.RunAsync("plan", "shop/orders", "--sql");

        output.ShouldContain("  uses keyed\n");
        output.ShouldContain("\"id\"");
    }

    [Fact]
    public async Task Plan_ForEach_IsShownWithItsTables()
    {
        shop.Write("checks/each.yaml", "for_each: {source: shop, match: \"*\", except: orders}\nowner: sales\nchecks: [volume]\n");
        shop.Execute("CREATE TABLE returns(id INTEGER); INSERT INTO returns VALUES (1)");

        var (code, output, error) = await shop.WithOrders(Passing).RunAsync("plan");

        code.ShouldBe(ExitCode.Passed);
        error.ShouldBeEmpty();
        output.ShouldContain("shop/returns  1 check in 1 statement");
        output.ShouldContain("  for_each '*' in " + shop.Path("checks/each.yaml") + ":1\n");
        output.Split('\n').Count(line => line.StartsWith("shop/customers ", StringComparison.Ordinal)).ShouldBe(1); // its own file stands
        (await shop.RunAsync("run", "shop/returns")).Code.ShouldBe(ExitCode.Passed);
    }

    [Fact]
    public async Task Run_ForEachOfASourceThatIsGone_ChecksTheRestAndEndsAsErrored()
    {
        shop.Write("checks/sources.yaml", $"sources: {{shop: {{kind: sqlite, path: {shop.Path("shop.db")}}}, gone: {{kind: sqlite, path: {shop.Path("gone.db")}}}}}");
        shop.Write("checks/each.yaml", "for_each: {source: gone, match: \"*\"}\nowner: sales\nchecks: [volume]\n");

        var (code, output, error) = await shop.WithOrders(Passing).RunAsync("run");

        code.ShouldBe(ExitCode.Errored);
        output.ShouldContain("shop/orders");
        error.ShouldContain("Source 'gone' has no file");
        error.ShouldContain("left out");
        (await shop.RunAsync("validate")).Code.ShouldBe(ExitCode.Passed);
    }

    [Fact]
    public async Task Plan_ChangedChecks_TellsNewAndGone()
    {
        await shop.WithOrders("checks:\n  - volume: {id: old, expect: \">= 1\"}").RunAsync("run");
        shop.WithOrders("checks:\n  - volume: {id: young, expect: \">= 1\"}");

        var (_, output, _) = await shop.RunAsync("plan");

        output.ShouldContain("new: young");
        output.ShouldContain("gone: old");
    }

    [Fact]
    public async Task Doctor_NobodyIsTold_AsksForAttention()
    {
        var (code, output, _) = await shop.RunAsync("doctor");

        code.ShouldBe(ExitCode.Warned);
        output.Replace(shop.Folder, "FOLDER", StringComparison.Ordinal).ShouldMatchApproved(golden => golden.SubFolder("Golden"));
    }

    [Fact]
    public async Task Doctor_SourceIsGone_IsBroken()
    {
        shop.Write("checks/sources.yaml", "sources: {shop: {kind: sqlite, path: /no/such/file.db}}");

        var (code, output, _) = await shop.RunAsync("doctor");

        code.ShouldBe(ExitCode.Errored);
        output.ShouldContain("BROKEN  source shop:");
    }

    public void Dispose() => shop.Dispose();

    private static string WithoutTimes(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\d+\.\d\d s\b", "0.00 s", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
