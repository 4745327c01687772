using DataMonitor.Adapters.ClickHouse;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.ClickHouse;

public sealed class ClickHouseConformanceTests(SharedSource shared) : SqlConformanceTests(shared)
{
    private ClickHouseDatabase? database;

    private protected override SqlDialect Dialect { get; } = new ClickHouseDialect("default", null);

    private protected override async Task<SourceDefinition> SetUpAsync(IEnumerable<TestTable> tables)
    {
        database = await ClickHouseDatabase.CreateAsync([.. tables]);
        return database.Source();
    }

    private protected override ValueTask TearDownAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
