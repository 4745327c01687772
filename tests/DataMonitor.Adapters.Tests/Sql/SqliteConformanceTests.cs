using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Sql;

public sealed class SqliteConformanceTests(SharedSource shared) : SqlConformanceTests(shared)
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");

    private protected override bool HasNaN => false;

    private protected override SqlDialect Dialect { get; } = new SqliteDialect();

    private protected override async Task<SourceDefinition> SetUpAsync(IEnumerable<TestTable> tables)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = string.Concat(tables.Select(table => table.Script(Dialect.Lexicon, TypeName, infinity: "9e999")));
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new SqliteSource(Scans.Header("sqlite"), file);
    }

    private protected override ValueTask TearDownAsync()
    {
        File.Delete(file);
        return ValueTask.CompletedTask;
    }

    private static string TypeName(TestType type) => type switch
    {
        TestType.Whole => "INTEGER",
        TestType.Decimal => "NUMERIC",
        TestType.Double => "DOUBLE PRECISION",
        TestType.Text => "TEXT",
        TestType.Instant or TestType.FarInstant => "TIMESTAMP",
        TestType.Truth => "BOOLEAN",
        _ => "DATE",
    };
}
