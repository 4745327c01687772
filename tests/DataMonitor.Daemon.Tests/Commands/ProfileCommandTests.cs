using System.Text.Json;
using DataMonitor.Daemon.Commands;
using Npgsql;

namespace DataMonitor.Daemon.Tests.Commands;

public sealed class ProfileCommandTests : IDisposable
{
    private readonly Shop shop = new();

    public ProfileCommandTests()
    {
        shop.Execute("CREATE TABLE sales(id INTEGER NOT NULL, email TEXT, status TEXT, amount REAL, made_at TIMESTAMP)");
        shop.Execute("""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
            INSERT INTO sales SELECT i, CASE WHEN i % 40 = 0 THEN NULL ELSE 'user' || i || '@example.org' END,
                CASE WHEN i % 4 = 0 THEN 'paid' ELSE 'new' END, i * 0.5, datetime('now', '-' || i || ' minutes') FROM n
            """);
    }

    public void Dispose() => shop.Dispose();

    [Fact]
    public async Task Profile_Table_ShowsEachColumnAndHidesPersonalValues()
    {
        var (code, output, _) = await shop.RunAsync("profile", "shop/sales", "--columns", "id,email,status,amount");

        code.ShouldBe(ExitCode.Passed);
        output.ShouldMatchApproved(golden => golden.SubFolder("Golden"));
        output.ShouldNotContain("user1");
    }

    [Fact]
    public async Task Profile_Markdown_IsATable()
    {
        var (_, output, _) = await shop.RunAsync("profile", "shop/sales", "--columns", "status,amount", "--format", "markdown");

        output.ShouldMatchApproved(golden => golden.SubFolder("Golden"));
    }

    [Fact]
    public async Task Profile_Json_IsStable()
    {
        var (_, output, _) = await shop.RunAsync("profile", "shop/sales", "--columns", "email,status", "--format", "json");

        output.ShouldMatchApproved(golden => golden.SubFolder("Golden").WithFileExtension("json"));
    }

    [Fact]
    public async Task Profile_ShowValues_ShowsThem()
    {
        shop.Execute("UPDATE sales SET email = 'anna@example.org' WHERE id < 100");

        (await shop.RunAsync("profile", "shop/sales", "--show-values")).Output.ShouldContain("anna@example.org");
        (await shop.RunAsync("profile", "shop/sales", "--format", "json")).Output.ShouldNotContain("anna@example.org");
    }

    [Fact]
    public async Task Profile_Where_LooksAtNothingElse()
    {
        var (_, output, _) = await shop.RunAsync("profile", "shop/sales", "--where", "status = 'paid' -- only these", "--format", "json");

        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("rows").GetInt64().ShouldBe(100);
    }

    [Fact]
    public async Task Profile_OnlySourcesDefined_Works()
    {
        File.Delete(shop.Path("checks/customers.yaml"));

        var (code, _, error) = await shop.RunAsync("profile", "shop/sales");

        (code, error).ShouldBe((ExitCode.Passed, ""));
    }

    [Fact]
    public async Task Profile_OtherDefinitionsWrong_SaysSoAndWorks()
    {
        shop.Write("checks/orders.yaml", "dataset: shop/orders\n");

        var (code, _, error) = await shop.RunAsync("profile", "shop/sales");

        code.ShouldBe(ExitCode.Passed);
        error.ShouldContain("only the sources were read");
    }

    [Theory]
    [InlineData(ExitCode.Errored, "shop/nothing", "The table 'nothing' does not exist.")]
    [InlineData(ExitCode.Usage, "nowhere/sales", "There is no source 'nowhere'.")]
    [InlineData(ExitCode.Usage, "sales", "'sales' is not the name of a dataset.")]
    [InlineData(ExitCode.Usage, "shop/sales --columns emial", "shop/sales has no column 'emial'. Did you mean 'email'?")]
    [InlineData(ExitCode.Usage, "shop/sales --sample 5", "--sample is 5.")]
    public async Task Profile_WrongUse_SaysWhatToDo(int expected, string line, string message)
    {
        var (code, _, error) = await shop.RunAsync(["profile", .. line.Split(' ')]);

        (code, error.Contains(message, StringComparison.Ordinal)).ShouldBe((expected, true), error);
    }

    [Fact]
    public async Task Profile_Check_KeepsEveryColumnAndTellsWhatChanged()
    {
        shop.WithOrders("checks: [profile: {top: 5}]");

        (await shop.RunAsync("run", "shop/orders")).Output.ShouldContain("profile: 100 rows, 3 columns, 1 of them may hold personal data.");
        shop.Execute("UPDATE orders SET email = NULL WHERE id <= 50; UPDATE orders SET total = total + 1000");
        (await shop.RunAsync("run", "shop/orders")).Output.ShouldContain("changed: email: null share 10 % → 55 %, total: mean 50.5 → 1,051, total: maximum 100 → 1,100.");
    }

    [Fact]
    public async Task Profile_Stored_MergesThePartitionsWithoutTheSource()
    {
        shop.WithOrders("partition: {column: at, by: day}\nchecks: [profile]");
        shop.Execute("ALTER TABLE orders ADD COLUMN at TEXT; UPDATE orders SET at = datetime('now', '-1 day')");
        (await shop.RunAsync("profile", "shop/orders", "--stored", "7")).Error.ShouldContain("No profile of shop/orders is stored.");
        (await shop.RunAsync("run", "shop/orders")).Code.ShouldBe(ExitCode.Passed);
        (await shop.RunAsync("run", "shop/orders")).Code.ShouldBe(ExitCode.Passed);
        shop.Execute("DROP TABLE orders");

        var (code, output, _) = await shop.RunAsync("profile", "shop/orders", "--stored", "7");

        code.ShouldBe(ExitCode.Passed);
        output.ShouldStartWith("shop/orders: 100 rows, 4 columns");
        (await shop.RunAsync("profile", "shop/customers", "--stored", "7")).Error.ShouldContain("shop/customers has no partition");
    }

    [Fact]
    public async Task Suggest_Table_IsValidAndPassesOnTheSameData()
    {
        var (code, _, told) = await shop.RunAsync("profile", "shop/sales", "--suggest", shop.Path("checks/sales.yaml"));

        code.ShouldBe(ExitCode.Passed, told);
        var text = await File.ReadAllTextAsync(shop.Path("checks/sales.yaml"), TestContext.Current.CancellationToken);
        foreach (var part in new[] { "unique", "allowed: [\"new\", \"paid\"]", "format: email", "freshness", "range", "tags: [pii]", "volume: {expect: \">= 200 rows\"}" })
        {
            text.ShouldContain(part);
        }

        var (valid, _, mistakes) = await shop.RunAsync("validate");
        valid.ShouldBe(ExitCode.Passed, mistakes + text);
        var (passed, found, _) = await shop.RunAsync("run", "shop/sales");
        passed.ShouldBe(ExitCode.Passed, found);
        (await shop.RunAsync("run", "shop/sales")).Output.ShouldNotContain("changed:");
    }

    [Fact]
    public async Task Suggest_HostileNamesAndValues_AreValidAndPass()
    {
        shop.Execute("""CREATE TABLE "a.b: #c" ("x: ""y"" #z" TEXT, "${now}" TEXT, "-" INTEGER)""");
        shop.Execute("""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO "a.b: #c" SELECT CASE WHEN i % 3 = 0 THEN 'it''s "so": #1' ELSE '- [x]' END, '${x}', i % 2 FROM n""");

        (await shop.RunAsync("profile", "shop/\"a.b: #c\"", "--suggest")).Code.ShouldBe(ExitCode.Passed);

        var (valid, _, mistakes) = await shop.RunAsync("validate");
        valid.ShouldBe(ExitCode.Passed, mistakes);
        var (passed, found, _) = await shop.RunAsync("run", "owner:unassigned");
        passed.ShouldBe(ExitCode.Passed, found);
    }

    [Fact]
    public async Task Suggest_EmptyTable_IsValidAndPasses()
    {
        shop.Execute("DELETE FROM sales");

        (await shop.RunAsync("profile", "shop/sales", "--suggest", shop.Path("checks/sales.yaml"))).Code.ShouldBe(ExitCode.Passed);

        (await shop.RunAsync("run", "shop/sales")).Code.ShouldBe(ExitCode.Passed);
    }

    [Fact]
    public async Task Suggest_Files_IsValidAndPasses()
    {
        shop.Write("lake/people.csv", "id,country,joined\n" + string.Concat(Enumerable.Range(1, 300).Select(id => $"{id},{(id % 2 == 0 ? "DE" : "FR")},2026-01-{1 + (id % 28):00}\n")));
        shop.Write("checks/sources.yaml", $"sources: {{shop: {{kind: sqlite, path: {shop.Path("shop.db")}}}, lake: {{kind: files, root: {shop.Path("lake")}}}}}");

        var (code, _, error) = await shop.RunAsync("profile", "lake/people.csv", "--suggest");

        code.ShouldBe(ExitCode.Passed, error);
        (await shop.RunAsync("validate")).Code.ShouldBe(ExitCode.Passed);
        var (passed, found, _) = await shop.RunAsync("run", "lake/*");
        passed.ShouldBe(ExitCode.Passed, found);
    }

    [Fact]
    public async Task Suggest_Postgres_IsValidAndPasses()
    {
        var server = new NpgsqlConnectionStringBuilder(TestServer.Postgres);
        var database = $"profile_{Guid.NewGuid():N}";
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {database}");
        try
        {
            await ExecuteAsync(
                new NpgsqlConnectionStringBuilder(TestServer.Postgres) { Database = database, Pooling = false }.ConnectionString,
                """
                CREATE TABLE people (id int PRIMARY KEY, mail text, country varchar(2), score float8, extra jsonb, seen_at timestamptz);
                INSERT INTO people SELECT i, CASE WHEN i % 50 = 0 THEN NULL WHEN i % 199 = 0 THEN 'broken' ELSE 'u' || i || '@example.org' END, CASE WHEN i % 3 = 0 THEN 'DE' ELSE 'FR' END,
                    i / 7.0, '{}', now() - i * interval '1 minute' FROM generate_series(1, 2000) i
                """);
            shop.Write("checks/sources.yaml", $"sources: {{shop: {{kind: sqlite, path: {shop.Path("shop.db")}}}, hr: {{kind: postgres, host: {server.Host}, port: {server.Port}, database: {database}, user: {server.Username}}}}}");

            var (code, _, error) = await shop.RunAsync("profile", "hr/public.people", "--suggest");

            code.ShouldBe(ExitCode.Passed, error);
            (await shop.RunAsync("validate")).Code.ShouldBe(ExitCode.Passed);
            var (passed, found, _) = await shop.RunAsync("run", "hr/*");
            passed.ShouldBe(ExitCode.Passed, found);
            (await File.ReadAllTextAsync(shop.Path("checks/hr/public.people.yaml"), TestContext.Current.CancellationToken)).ShouldContain("format: email");
        }
        finally
        {
            await ExecuteAsync(server.ConnectionString, $"DROP DATABASE {database} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task Suggest_FileExists_IsNotOverwritten()
    {
        var (code, _, error) = await shop.RunAsync("profile", "shop/sales", "--suggest", shop.Path("checks/customers.yaml"));

        (code, error.Contains("exists. Name another, or overwrite it with --force.", StringComparison.Ordinal)).ShouldBe((ExitCode.Usage, true));
        (await shop.RunAsync("profile", "shop/sales", "--suggest", shop.Path("checks/customers.yaml"), "--force")).Code.ShouldBe(ExitCode.Passed);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
#pragma warning disable CA2100 // the text is of this test
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
