using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>More than fits into one statement of an engine: split, and nothing is lost.</summary>
public sealed class WideTableTests : IDisposable
{
    private const int Columns = 1000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wide-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Scan_ThousandColumnsOnPostgres_AreAllMeasuredInFewStatements()
    {
        await using var database = await PostgresDatabase.CreateAsync($"CREATE TABLE t ({string.Join(", ", Names().Select(name => $"{name} int"))}); INSERT INTO t (c0, c999) VALUES (1, 2), (3, NULL)");

        await ShouldMeasureAsync(Scans.Postgres(database.Name), mostStatements: 5);
    }

    [Fact]
    public async Task Scan_ThousandColumnsOnSqlite_AreAllMeasuredInFewStatements()
    {
        var source = new SqliteSource(Scans.Header("sqlite"), Path.Combine(folder.FullName, "t.db"));
        await using var connection = new SqliteConnection($"Data Source={source.Path};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE TABLE t ({string.Join(", ", Names().Select(name => $"{name} INTEGER"))}); INSERT INTO t (c0, c999) VALUES (1, 2), (3, NULL)";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await ShouldMeasureAsync(source, mostStatements: 5);
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1000, 2000, 262_144, 1)]
    [InlineData(1001, 1, 1, 2)]
    [InlineData(1, 4001, 1, 3)]
    [InlineData(1, 1, 1_000_000, 4)]
    public void Needed_ByTheMostCrowdedLimit_IsRoundedUp(int columns, int parameters, int length, int statements) =>
        SqlLimits.Careful.Needed(columns, parameters, length).ShouldBe(statements);

    [Fact]
    public void Groups_MoreParametersThanTheEngineBinds_AreSplit()
    {
        var renderer = new SqlRenderer(new PostgresDialect());
        var requests = Enumerable.Range(0, 40).Select(index => Scans.Rows(new IsOneOf($"c{index}", Enumerable.Range(0, 3000).Select(value => $"{value}").ToValueList()))).ToArray();

        var groups = renderer.Groups(new(Scans.Plan(Scans.Orders), CheckScope.Table), requests).ToArray();

        groups.SelectMany(group => group).ShouldBe(requests);
        groups.Length.ShouldBe(2);
    }

    private static IEnumerable<string> Names() => Enumerable.Range(0, Columns).Select(index => $"c{index}");

    private static async Task ShouldMeasureAsync(SourceDefinition source, int mostStatements)
    {
        AggregateRequest[] requests = [.. Names().SelectMany(name => new[] { Scans.Rows(new IsMissing(name)), Scans.Table(new Minimum(name)), Scans.Table(new Maximum(name)), Scans.Table(new Sum(name)) })];

        var result = await Scans.ScanAsync(source, Scans.Plan(new TableObject(["t"]), requests));

        result.Values.Count.ShouldBe(4 * Columns);
        result.Values[Scans.Rows(new IsMissing("c0"))].ShouldBe(new NumberValue(0));
        result.Values[Scans.Rows(new IsMissing("c500"))].ShouldBe(new NumberValue(2));
        result.Values[Scans.Table(new Maximum("c0"))].ShouldBe(new NumberValue(3));
        result.Values[Scans.Table(new Sum("c999"))].ShouldBe(new NumberValue(2));
        result.Statements.Length.ShouldBeLessThanOrEqualTo(mostStatements);
    }
}
