using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Few guilty requests among many: only they err, and finding them costs few statements.</summary>
public sealed class CulpritsTests : IDisposable
{
    private const int Many = 200;

    /// <summary>2·log2(200), rounded down.</summary>
    private const int MostExtra = 15;

    private const string Divides = "1 / zero > 0";
    private const string Casts = "cast(word as integer) > 1";
    private const string Lacks = "no_such_column > 1";
    private const string Overflows = "abs(low) > 1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("culprits-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, Lacks)]
    [InlineData(77, Lacks)]
    [InlineData(199, Lacks)]
    [InlineData(0, Divides)]
    [InlineData(77, Divides)]
    [InlineData(199, Divides)]
    [InlineData(123, Casts)]
    public async Task Scan_OneGuiltyOfManyOnPostgres_ErrsAloneAtTheCostOfFewStatements(int at, string condition)
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT i AS id, 0 AS zero, 'x' || i AS word FROM generate_series(1, 300) i");

        await ShouldBlameAsync(Scans.Postgres(database.Name), MostExtra, (at, condition));
    }

    [Theory]
    [InlineData(0, Lacks)]
    [InlineData(77, Lacks)]
    [InlineData(199, Lacks)]
    [InlineData(0, Overflows)]
    [InlineData(77, Overflows)]
    [InlineData(199, Overflows)]
    public async Task Scan_OneGuiltyOfManyOnSqlite_ErrsAloneAtTheCostOfFewStatements(int at, string condition) =>
        await ShouldBlameAsync(Sqlite(), MostExtra, (at, condition));

    [Fact]
    public async Task Scan_SomeGuiltyOfMany_AllErrAndNobodyElse()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT i AS id, 0 AS zero, 'x' || i AS word FROM generate_series(1, 300) i");

        await ShouldBlameAsync(Scans.Postgres(database.Name), 3 * MostExtra, (3, Divides), (4, Lacks), (150, Casts));
        await ShouldBlameAsync(Sqlite(), 2 * MostExtra, (9, Overflows), (198, Overflows));
    }

    [Fact]
    public async Task Scan_MostAreGuilty_CostsLittleMoreThanAskingEach() =>
        await ShouldBlameAsync(Sqlite(), 2 * Many, [.. Enumerable.Range(20, 170).Select(at => (at, Overflows))]);

    [Fact]
    public async Task Scan_ColumnGoneFromTheTable_TakesItsChecksWithItAtOnce()
    {
        var gone = Enumerable.Range(0, 30).Select(index => Scans.Rows(new IsInRange("gone", index, null))).ToArray();
        var there = Enumerable.Range(0, 30).Select(index => Scans.Rows(new IsInRange("id", index, null))).ToArray();

        var result = await Scans.ScanAsync(Sqlite(), Scans.Plan(new TableObject(["t"]), [.. gone, .. there]));

        gone.ShouldAllBe(request => ((MeasureError)result.Values[request]).Problem == "Column 'gone' does not exist in t.");
        there.ShouldAllBe(request => result.Values[request] is NumberValue);
        result.Statements.Length.ShouldBe(4);
    }

    [Fact]
    public async Task Scan_FilterOfTheDatasetFailsOnARow_IsToldOnce()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT i AS id, 0 AS zero FROM generate_series(1, 300) i");
        var requests = Enumerable.Range(0, Many).Select(index => Scans.Rows(new IsInRange("id", index, null))).ToArray();

        var result = await Scans.ScanAsync(Scans.Postgres(database.Name), Scans.Plan(Scans.Dataset(new TableObject(["t"]), filter: Divides), null, requests));

        requests.ShouldAllBe(request => result.Values[request] == new MeasureError("The SQL divides by zero.", "Guard the divisor: a / nullif(b, 0)."));
        result.Statements.Length.ShouldBeLessThanOrEqualTo(1 + MostExtra);
    }

    private SqliteSource Sqlite()
    {
        var source = new SqliteSource(Scans.Header("sqlite"), Path.Combine(folder.FullName, "t.db"));
        using var connection = new SqliteConnection($"Data Source={source.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            CREATE TABLE IF NOT EXISTS t (id INTEGER, low INTEGER);
            WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 300)
            INSERT INTO t SELECT value, -9223372036854775807 - 1 FROM n WHERE NOT EXISTS (SELECT 1 FROM t);
            """;
        command.ExecuteNonQuery();
        return source;
    }

    private static async Task ShouldBlameAsync(SourceDefinition source, int mostExtra, params (int At, string Condition)[] guilty)
    {
        var requests = Enumerable.Range(0, Many).Select(index => Scans.Rows(new OwnCondition($"id > {index}"))).ToArray();
        foreach (var (at, condition) in guilty)
        {
            requests[at] = Scans.Rows(new OwnCondition($"id > {at} and {condition}"));
        }

        var result = await Scans.ScanAsync(source, Scans.Plan(new TableObject(["t"]), requests));

        var errs = guilty.Select(each => each.At).ToHashSet();
        for (var at = 0; at < Many; at++)
        {
            if (errs.Contains(at))
            {
                result.Values[requests[at]].ShouldBeOfType<MeasureError>();
            }
            else
            {
                result.Values[requests[at]].ShouldBe(new NumberValue(300 - at));
            }
        }

        (result.Statements.Length - 1).ShouldBeLessThanOrEqualTo(mostExtra);
    }
}
