using System.Text;
using DataMonitor.Daemon.Commands;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Daemon.Tests.Commands;

/// <summary>Planted personal data is found where the owner allowed it, in the gated command, and nowhere else.</summary>
public sealed class SamplesTests : IDisposable
{
    private const string Card = "4012888888881881";
    private const string Mail = "planted.person@example.org";

    private const string Checks = """
        samples: {rows: 5, keys: [id], columns: [total], retention: 2d}
        checks:
          - unique: {id: keys, columns: [email]}
          - rows: {id: bad, where_bad: "total < 0"}
          - sql: {id: query, query: "select id, card, email, total from orders where total < 0"}
          - exists_in: {id: known, column: card, in: shop/cards.number, expect: "<= 1 rows"}
        columns:
          email:
            - missing: {id: gaps}
            - invalid: {id: form, regex: "^[a-z]@"}
            - length: {id: long, expect: "<= 10"}
          card:
            - values: {id: set, allowed: ["1"]}
          total:
            - range: {id: range, expect: ">= 0"}
        """;

    private readonly Shop shop = new();

    public SamplesTests()
    {
        shop.Execute("ALTER TABLE orders ADD COLUMN card TEXT; CREATE TABLE cards (number TEXT)");
        shop.Execute($"INSERT INTO orders (id, email, total, card) VALUES (901, '{Mail}', -7, '{Card}'), (902, '{Mail}', -8, '{Card}')");
    }

    public void Dispose() => shop.Dispose();

    [Fact]
    public async Task Samples_AfterAFailedRun_ShowKeysAndAllowedColumnsAlone()
    {
        await shop.WithOrders(Checks).RunAsync("run", "shop/orders");

        var (code, output, error) = await shop.RunAsync("samples", "shop/orders");

        (code, error).ShouldBe((ExitCode.Passed, ""));
        foreach (var check in new[] { "keys", "bad", "query", "known", "gaps", "form", "long", "set", "range" })
        {
            output.ShouldContain($"shop/orders/{check}  run of ");
        }

        output.ShouldContain("901  -7.0\n");
        output.ShouldContain("10  NULL\n");
        output.ShouldMatch("90[12]  #[0-9a-f]{12}\n");
        output.ShouldNotContain(Card);
        output.ShouldNotContain(Mail);
    }

    [Fact]
    public async Task Run_WithPlantedValues_LeavesThemInNoFileAndNoOutput()
    {
        shop.WithOrders(Checks);
        var written = new StringBuilder();
        foreach (var format in new[] { "table", "json", "junit", "markdown" })
        {
            var (_, output, error) = await shop.RunAsync("run", "shop/orders", "--format", format);
            written.Append(output).Append(error);
        }

        written.Append((await shop.RunAsync("plan", "shop/orders", "--sql")).Output);
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(shop.Folder, "state.db*"))
        {
            written.Append(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        }

        written.ToString().ShouldContain("failed_sample");
        written.ToString().ShouldNotContain(Card);
        written.ToString().ShouldNotContain(Mail);
    }

    [Fact]
    public async Task Samples_AllowedColumn_StandsInTheTableOfSamplesAlone()
    {
        await shop.WithOrders(Checks.Replace("columns: [total]", "columns: [email]", StringComparison.Ordinal)).RunAsync("run", "shop/orders", "--format", "json");

        (await shop.RunAsync("samples", "shop/orders/form")).Output.ShouldContain($"901  {Mail}");
        Execute("DELETE FROM failed_sample; VACUUM");
        SqliteConnection.ClearAllPools();
        var rest = string.Concat(Directory.EnumerateFiles(shop.Folder, "state.db*").Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        rest.ShouldNotContain(Mail);
    }

    [Fact]
    public async Task Samples_NotAskedFor_KeepNothing()
    {
        await shop.WithOrders("columns:\n  email: [missing]").RunAsync("run", "shop/orders");

        (await shop.RunAsync("samples", "shop/orders")).Output.ShouldBe("shop/orders keeps no rows: its definition has no 'samples:'.\n");
    }

    [Fact]
    public async Task Samples_UnknownCheck_IsWrongUse()
    {
        var (code, _, error) = await shop.WithOrders(Checks).RunAsync("samples", "shop/orders/nothing");

        (code, error.Trim()).ShouldBe((ExitCode.Usage, "There is no dataset or check 'shop/orders/nothing'. 'monitor validate --ids' lists them."));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={shop.Path("state.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text stands in this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
