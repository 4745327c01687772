using System.Globalization;
using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.MySql;

public sealed class MariaDbConformanceTests(SharedSource shared) : SqlConformanceTests(shared)
{
    private MariaDbDatabase? database;

    private protected override bool HasNaN => false;

    private protected override bool HasInfinity => false;

    private protected override SqlDialect Dialect { get; } = new MySqlDialect();

    private protected override async Task<SourceDefinition> SetUpAsync(IEnumerable<TestTable> tables)
    {
        database = await MariaDbDatabase.CreateAsync(string.Concat(tables.Select(table => table.Script(Dialect.Lexicon, TypeName, Literal))));
        return database.Source();
    }

    private protected override ValueTask TearDownAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Literal(DateTimeOffset instant) => string.Create(CultureInfo.InvariantCulture, $"'{instant.UtcDateTime:yyyy-MM-dd HH:mm:ss.FFFFFF}'");

    private static string TypeName(TestType type) => type switch
    {
        TestType.Whole => "INTEGER",
        TestType.Decimal => "DECIMAL(38,10)",
        TestType.Double => "DOUBLE",
        TestType.Text => "TEXT",
        TestType.Instant => "TIMESTAMP(6)",
        TestType.FarInstant => "DATETIME(6)",
        TestType.Truth => "BOOLEAN",
        _ => "DATE",
    };
}
