using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.MySql;

public sealed class MariaDbSegmentTests : SegmentConformanceTests
{
    private MariaDbDatabase? database;

    private protected override string Text => "char";

    private protected override string Double => "double";

    private protected override async Task<SourceDefinition> SetUpAsync()
    {
        database = await MariaDbDatabase.CreateAsync("CREATE TABLE unused (id INTEGER)");
        return database.Source();
    }

    private protected override ValueTask TearDownAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
