using Microsoft.Data.Sqlite;

namespace DataMonitor.Daemon.Tests.Commands;

/// <summary>A folder with a small SQLite database, definitions and a state store of its own.</summary>
internal sealed class Shop : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("monitor-shop-");

    public Shop()
    {
        Execute("CREATE TABLE orders(id INTEGER, email TEXT, total REAL); CREATE TABLE customers(id INTEGER)");
        Execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO orders SELECT i, CASE WHEN i % 10 = 0 THEN NULL ELSE 'a@x.org' END, i FROM n");
        Execute("INSERT INTO customers VALUES (1)");
        Write("monitor.yaml", $"{{checks: {Path("checks")}, alerts: {Path("alerts")}, state: {{path: {Path("state.db")}}}}}");
        Write("checks/sources.yaml", $"sources: {{shop: {{kind: sqlite, path: {Path("shop.db")}}}}}");
        Write("checks/customers.yaml", """
            dataset: shop/customers
            owner: crm
            tags: [gold]
            checks:
              - volume: {expect: ">= 1"}
            """);
    }

    public string Folder => folder.FullName;

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), text);
    }

    /// <summary>A dataset of the table orders with these checks.</summary>
    public Shop WithOrders(string checks)
    {
        Write("checks/orders.yaml", $"dataset: shop/orders\nowner: sales\nschedule: {{every: 1h}}\n{checks}\n");
        return this;
    }

    /// <summary>Runs a command inside this process.</summary>
    public Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        CommandLineTests.RunAsync([.. arguments, "--config", Path("monitor.yaml")]);

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path("shop.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text stands in this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
