using System.Globalization;
using DataMonitor.Adapters.ClickHouse;
using DataMonitor.Adapters.Tests.Sql;

namespace DataMonitor.Adapters.Tests.ClickHouse;

/// <summary>A database of its own on the test server, dropped at the end.</summary>
internal sealed class ClickHouseDatabase : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private ClickHouseDatabase(string name) => Name = name;

    public string Name { get; }

    public static async Task<ClickHouseDatabase> CreateAsync(params TestTable[] tables)
    {
        var database = new ClickHouseDatabase($"sql_{Guid.NewGuid():N}");
        await SendAsync("default", $"CREATE DATABASE {database.Name}");
        foreach (var sql in tables.SelectMany(Script))
        {
            await database.RunAsync(sql);
        }

        return database;
    }

    public Task RunAsync(string sql) => SendAsync(Name, sql);

    public ClickHouseSource Source(int concurrency = 2) => new(
        Scans.Header("clickhouse", concurrency), TestServer.ClickHouse.Host, TestServer.ClickHouse.Port, Name, "default", null, ClickHouseTls.Disable, null, null, []);

    public async ValueTask DisposeAsync() => await SendAsync("default", $"DROP DATABASE {Name}");

    /// <remarks>Columns are nullable only where they say so, a table needs an engine, and each statement is sent by itself.</remarks>
    private static IEnumerable<string> Script(TestTable table) => table
        .Script(new ClickHouseDialect("default", null).Lexicon, TypeName, at => string.Create(CultureInfo.InvariantCulture, $"'{at.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}'"))
        .Replace("Nullable(Int32) NOT NULL", "Int32", StringComparison.Ordinal)
        .TrimEnd('\n', ';')
        .Split(";\n")
        .Select((statement, index) => index == 0 ? $"{statement} ENGINE = MergeTree ORDER BY tuple()" : statement);

    private static string TypeName(TestType type) => type switch
    {
        TestType.Whole => "Nullable(Int32)",
        TestType.Decimal => "Nullable(Decimal(38, 10))",
        TestType.Double => "Nullable(Float64)",
        TestType.Text => "Nullable(String)",
        TestType.Instant or TestType.FarInstant => "Nullable(DateTime64(6, 'UTC'))",
        TestType.Truth => "Nullable(Bool)",
        _ => "Nullable(Date32)",
    };

    private static async Task SendAsync(string database, string sql)
    {
        using var body = new StringContent(sql);
        using var answer = await Http.PostAsync(new Uri(TestServer.ClickHouse, $"?database={database}"), body, CancellationToken.None);
        if (!answer.IsSuccessStatusCode)
        {
            Assert.Fail($"{await answer.Content.ReadAsStringAsync(CancellationToken.None)}\n{sql}");
        }
    }
}
