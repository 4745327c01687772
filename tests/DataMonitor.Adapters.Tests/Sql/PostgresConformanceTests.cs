using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Sql;

public sealed class PostgresConformanceTests : SqlConformanceTests
{
    private PostgresDatabase? database;

    private protected override SqlDialect Dialect { get; } = new PostgresDialect();

    private protected override async Task<SourceDefinition> SetUpAsync(IEnumerable<TestTable> tables)
    {
        database = await PostgresDatabase.CreateAsync(string.Concat(tables.Select(table => table.Script(Dialect.Lexicon, TypeName))));
        return Scans.Postgres(database.Name);
    }

    private protected override ValueTask TearDownAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string TypeName(TestType type) => type switch
    {
        TestType.Whole => "INTEGER",
        TestType.Decimal => "NUMERIC(38,10)",
        TestType.Double => "DOUBLE PRECISION",
        TestType.Text => "TEXT",
        TestType.Instant => "TIMESTAMPTZ",
        _ => "DATE",
    };
}
