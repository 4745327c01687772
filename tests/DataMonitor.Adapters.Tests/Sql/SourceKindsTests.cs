using DataMonitor.Adapters.ClickHouse;
using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Yaml;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Sql;

public sealed class SourceKindsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Read_PostgresByFields_KeepsEachAndHidesThePassword()
    {
        var source = Read("kind: postgres, host: db.example.org, database: shop, user: dq, password: '${env:DQ_PASSWORD}', tls: verify_full, max_concurrency: 3").ShouldBeOfType<PostgresSource>();

        (source.Host, source.Port, source.Database, source.User, source.Tls, source.Header.MaxConcurrency).ShouldBe(("db.example.org", 5432, "shop", "dq", SqlTls.VerifyFull, 3));
        source.Password!.Reveal().ShouldBe("a secret of the environment");
        source.ToString().ShouldNotContain("a secret");
    }

    [Theory]
    [InlineData("postgresql://dq:p%40ss@db.example.org:6432/my%20shop?sslmode=verify-full", "db.example.org", 6432, "my shop", "dq", "p@ss", SqlTls.VerifyFull)]
    [InlineData("postgres://db/shop", "db", 5432, "shop", null, null, SqlTls.Prefer)]
    public void Read_PostgresByUrl_TakesItApart(string address, string host, int port, string database, string? user, string? password, object tls)
    {
        var source = Read("kind: postgres, url: '${env:URL}'", address).ShouldBeOfType<PostgresSource>();

        (source.Host, source.Port, source.Database, source.User, source.Password?.Reveal(), source.Tls).ShouldBe((host, port, database, user, password, (SqlTls)tls));
    }

    [Theory]
    [InlineData("kind: postgres, host: db", null, "The source says neither 'url' nor both 'host' and 'database'.")]
    [InlineData("kind: postgres, host: db, url: '${env:URL}'", "postgres://db/shop", "'host' stands beside 'url', which says it too.")]
    [InlineData("kind: postgres, url: '${env:URL}'", "mysql://dq:canary@db/shop", "The secret does not hold a PostgreSQL address.")]
    [InlineData("kind: postgres, url: '${env:URL}'", "postgres://dq:canary@db", "The secret does not hold a PostgreSQL address.")]
    [InlineData("kind: postgres, url: '${env:URL}'", "postgres://dq:canary@db/shop?options=-csearch_path", "The secret does not hold a PostgreSQL address.")]
    public void Read_PostgresThatContradictsItself_SaysWhat(string source, string? address, string problem)
    {
        var reading = Load(source, address);

        reading.Errors.ShouldHaveSingleItem().Problem.ShouldBe(problem);
        reading.Errors[0].ToString().ShouldNotContain("canary");
    }

    [Fact]
    public void Read_ClickHouseByFields_KeepsEach()
    {
        var source = Read("kind: clickhouse, host: ch.example.org, tls: verify_full, user: dq, cluster: eu, settings: {max_memory_usage: 2000000000, final: 1}").ShouldBeOfType<ClickHouseSource>();

        (source.Host, source.Port, source.Database, source.User, source.Tls, source.Cluster).ShouldBe(("ch.example.org", 8443, "default", "dq", ClickHouseTls.VerifyFull, "eu"));
        source.Settings.ShouldBe([new("max_memory_usage", "2000000000"), new("final", "1")]);
    }

    [Theory]
    [InlineData("https://dq:p%40ss@ch.example.org/shop", "ch.example.org", 8443, "shop", "dq", "p@ss", ClickHouseTls.VerifyFull)]
    [InlineData("http://ch:9123", "ch", 9123, "default", "default", null, ClickHouseTls.Disable)]
    public void Read_ClickHouseByUrl_TakesItApart(string address, string host, int port, string database, string user, string? password, object tls)
    {
        var source = Read("kind: clickhouse, url: '${env:URL}'", address).ShouldBeOfType<ClickHouseSource>();

        (source.Host, source.Port, source.Database, source.User, source.Password?.Reveal(), source.Tls).ShouldBe((host, port, database, user, password, (ClickHouseTls)tls));
    }

    [Theory]
    [InlineData("kind: clickhouse, database: shop", null, "The source says neither 'url' nor the name or address of a 'host'.")]
    [InlineData("kind: clickhouse, host: 'a/b'", null, "The source says neither 'url' nor the name or address of a 'host'.")]
    [InlineData("kind: clickhouse, url: '${env:URL}'", "clickhouse://dq:canary@ch/shop", "The secret does not hold an address of ClickHouse's HTTP interface.")]
    [InlineData("kind: clickhouse, url: '${env:URL}'", "https://dq:canary@ch/shop?readonly=0", "The secret does not hold an address of ClickHouse's HTTP interface.")]
    [InlineData("kind: clickhouse, url: '${env:URL}', user: dq", "https://ch", "'user' stands beside 'url', which says it too.")]
    [InlineData("kind: clickhouse, host: ch, settings: {readonly: 0}", null, "'settings' names 'readonly', which is not for owners to set.")]
    [InlineData("kind: clickhouse, host: ch, settings: {max_execution_time: 0}", null, "'settings' names 'max_execution_time', which is not for owners to set.")]
    public void Read_ClickHouseThatContradictsItself_SaysWhat(string source, string? address, string problem)
    {
        var reading = Load(source, address);

        reading.Errors.ShouldHaveSingleItem().Problem.ShouldBe(problem);
        reading.Errors[0].ToString().ShouldNotContain("canary");
    }

    [Fact]
    public void Open_EveryKindOfTheList_IsKnown()
    {
        SourceKinds.All.Select(kind => kind.Key).ShouldBe(["postgres", "mysql", "redshift", "sqlite", "clickhouse", "trino", "files"]);
        Read("kind: mysql, url: '${env:URL}'", "mysql://dq:p%40ss@db:3307/shop?sslmode=verify-full")
            .ShouldBe(new MySqlSource(Read("kind: mysql, host: db, database: shop").Header, "db", 3307, "shop", "dq", new("p@ss"), SqlTls.VerifyFull, null));
        Read("kind: sqlite, path: shop.db").ShouldBeOfType<SqliteSource>().Path.ShouldBe("shop.db");
    }

    private SourceDefinition Read(string source, string? url = null) => Load(source, url).Catalog.ShouldNotBeNull().Sources["warehouse"];

    private CatalogReading Load(string source, string? url)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "sources.yaml"), $"sources:\n  warehouse: {{{source}}}\n");
        File.WriteAllText(Path.Combine(folder.FullName, "orders.yaml"), "dataset: warehouse/orders\nowner: shop\nchecks:\n  - volume: {expect: \">= 1\"}\n");
        var reading = CatalogLoader.Load(folder.FullName, null, new Machine(url), SourceKinds.All, []);
        if (reading.Catalog is null && reading.Errors.Length == 0)
        {
            Assert.Fail("Neither a catalog nor an error.");
        }

        return reading;
    }

    private sealed class Machine(string? url) : IDefinitionSyntax
    {
        private readonly TestSyntax rest = new();

        public string? ProblemOfCron(string expression) => rest.ProblemOfCron(expression);

        public bool IsTimeZone(string name) => rest.IsTimeZone(name);

        public string? EnvironmentVariable(string name) => name == "URL" ? url : rest.EnvironmentVariable(name);

        public string? SecretFile(string path) => rest.SecretFile(path);
    }
}
