using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using Npgsql;

namespace DataMonitor.Adapters.Tests.Sql;

public class PostgresConformanceTests(SharedSource shared) : SqlConformanceTests(shared)
{
    private PostgresDatabase? database;

    private protected virtual string Server => TestServer.Postgres;

    private protected override SqlDialect Dialect { get; } = new PostgresDialect();

    private protected override async Task<SourceDefinition> SetUpAsync(IEnumerable<TestTable> tables)
    {
        database = await PostgresDatabase.CreateAsync(string.Concat(tables.Select(table => table.Script(Dialect.Lexicon, TypeName))), Server);
        return Scans.Postgres(database.Name, port: new NpgsqlConnectionStringBuilder(Server).Port);
    }

    private protected override ValueTask TearDownAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string TypeName(TestType type) => type switch
    {
        TestType.Whole => "INTEGER",
        TestType.Decimal => "NUMERIC(38,10)",
        TestType.Double => "DOUBLE PRECISION",
        TestType.Text => "TEXT",
        TestType.Instant or TestType.FarInstant => "TIMESTAMPTZ",
        TestType.Truth => "BOOLEAN",
        _ => "DATE",
    };
}

public sealed class Postgres18ConformanceTests(SharedSource shared) : PostgresConformanceTests(shared)
{
    private protected override string Server => TestServer.Postgres18;
}
