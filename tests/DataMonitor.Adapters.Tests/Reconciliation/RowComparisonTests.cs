using System.Globalization;
using DataMonitor.Adapters.Files;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.ClickHouse;
using DataMonitor.Adapters.Tests.MySql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Reconciliation;

/// <summary>The same rows on different engines have the same checksums; what was edited, and nothing else, is found.</summary>
public sealed class RowComparisonTests : IAsyncDisposable
{
    private const string Table = "things";
    private const string Letters = "aZ09 ,'ßé|!";
    private static readonly string[] Columns = ["whole", "price", "ratio", "name", "note", "day", "moment", "zoned", "flag"];

    private readonly string folder = Directory.CreateTempSubdirectory("reconcile").FullName;
    private PostgresDatabase? postgres;
    private MariaDbDatabase? mariadb;
    private ClickHouseDatabase? clickhouse;

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        await (postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (mariadb?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (clickhouse?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory]
    [InlineData(Kind.Sqlite, Kind.Postgres)]
    [InlineData(Kind.Sqlite, Kind.Parquet)]
    [InlineData(Kind.Parquet, Kind.Postgres)]
    [InlineData(Kind.Csv, Kind.Postgres)]
    [InlineData(Kind.Sqlite, Kind.Csv)]
    [InlineData(Kind.MariaDb, Kind.Postgres)]
    [InlineData(Kind.Parquet, Kind.MariaDb)]
    [InlineData(Kind.ClickHouse, Kind.Postgres)]
    public async Task Run_EqualRows_DifferNowhere(Kind left, Kind right)
    {
        // A CSV file tells neither an empty text from NULL nor how many digits a number may have.
        var isCsv = left == Kind.Csv || right == Kind.Csv;
        var rows = isCsv ? Array.ConvertAll(Mixed(500), row => row with { Name = $"x{row.Name}" }) : [.. Difficult, .. Mixed(500)];

        var found = await CompareAsync(await FillAsync(left, rows, 1), await FillAsync(right, rows, 2), left, right);

        (found.Rows, found.Total).ShouldBe((rows.Length, 0), found.ToString());
    }

    [Theory]
    [InlineData(Kind.Sqlite, Kind.Postgres)]
    [InlineData(Kind.Parquet, Kind.Sqlite)]
    public async Task Run_EachColumnEdited_IsFound(Kind left, Kind right)
    {
        var rows = Mixed(900);
        var edited = rows.Skip(3).ToArray();
        edited[10] = edited[10] with { Price = edited[10].Price + 0.01m };
        edited[20] = edited[20] with { Name = edited[20].Name + " " };
        edited[30] = edited[30] with { Note = edited[30].Note is null ? "" : null };
        edited[40] = edited[40] with { Flag = edited[40].Flag != true };
        edited[50] = edited[50] with { At = edited[50].At.AddMilliseconds(1) };
        edited[60] = edited[60] with { Day = edited[60].Day.AddDays(1) };
        edited[70] = edited[70] with { Ratio = edited[70].Ratio + 0.001 };

        var found = await CompareAsync(await FillAsync(left, rows, 1), await FillAsync(right, [.. edited, rows[0] with { Id = 5_000_000 }], 2), left, right);

        (found.Changed, found.MissingThere, found.MissingHere, found.IsExact).ShouldBe((7, 3, 1, true));
    }

    [Fact]
    public async Task Run_NumbersNearATie_AreRoundedAlike()
    {
        decimal[] prices = [0.125m, 0.135m, -0.125m, 2.675m, 1.005m, -0.004m, 0.005m, 999_999_999.995m];
        var rows = prices.Select((price, index) => Plain(index) with { Price = price, Ratio = (double)price }).ToArray();

        foreach (var right in new[] { Kind.Parquet, Kind.Postgres, Kind.MariaDb, Kind.ClickHouse })
        {
            var found = await CompareAsync(await FillAsync(Kind.Sqlite, rows, 1), await FillAsync(right, rows, 2), Kind.Sqlite, right, decimals: 2);

            found.Total.ShouldBe(0, $"{right}: {found}");
        }
    }

    [Fact]
    public async Task Run_TypesThatNothingMakesEqual_SaysWhich()
    {
        var (left, right) = (await FillAsync(Kind.Sqlite, [Plain(1)], 1), await FillAsync(Kind.Parquet, [Plain(1)], 2));
        var pairing = new RowPairing([new("id", "name")], [], 6, Scans.Table(new RowCount()), Scans.Table(new RowCount()));
        await using var here = SourceKinds.Open(left, folder, TimeProvider.System);
        await using var there = SourceKinds.Open(right, folder, TimeProvider.System);

        var (rows, problem) = await new RowComparison(pairing, await SideAsync(here, Kind.Sqlite), await SideAsync(there, Kind.Parquet)).RunAsync(TestContext.Current.CancellationToken);

        rows.ShouldBeNull();
        problem.ShouldBe(new("Column 'id' is INTEGER here and 'name' is Varchar at warehouse/orders, which cannot be compared row by row.", "Cast one of them in a 'query', or leave the column out."));
    }

    public enum Kind
    {
        Sqlite,
        Postgres,
        MariaDb,
        ClickHouse,
        Parquet,
        Csv,
    }

    private static Thing Plain(int id) => new(id, 1, 1, 1, "n", "", new(2026, 1, 1), new(2026, 1, 1), true);

    private static Thing[] Difficult { get; } =
    [
        Plain(1) with { Name = "a|b", Note = "c" },
        Plain(2) with { Name = "a", Note = "b|c" },
        Plain(3) with { Name = "!n", Note = null },
        Plain(4) with { Name = "a!|!!p", Note = "" },
        Plain(5) with { Name = "Łukasz 🙂 ü e\u0301", Note = "\t\n line" },
        Plain(6) with { Whole = null, Price = null, Ratio = null, Name = null, Note = null, Flag = null },
        Plain(7) with { Whole = long.MaxValue, Price = 99_999_999_999.9999m, Ratio = 1e18 },
        Plain(8) with { Whole = long.MinValue, Price = -0.0001m, Ratio = -1e-9 },
        Plain(9) with { Ratio = 0.1 + 0.2, Flag = false },
        Plain(10) with { Ratio = 1.0 / 3, Day = new(1999, 12, 31), At = new DateTime(2026, 3, 29, 1, 30, 0).AddTicks(1_234_560) },
        Plain(11) with { Ratio = 123_456_789.125, Day = new(1969, 7, 20), At = new DateTime(1969, 7, 20, 20, 17, 40) },
        Plain(12) with { Name = "it's \"quoted\", with commas", Note = new string('x', 3_000) },
    ];

    /// <summary>Rows that look random and are the same each time.</summary>
    private static Thing[] Mixed(int count) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var dice = unchecked((index + 1) * 2_654_435_761L) & 0x7FFFFFFF;
        return new Thing(
            index + 1_000,
            dice - 1_000_000_000,
            (dice - 1_000_000_000) / 10_000m,
            Math.Round((dice - 1e9) / 977, 3),
            string.Concat(Enumerable.Range(0, (int)(dice % 9)).Select(at => Letters[(int)((dice >> at) % Letters.Length)])),
            dice % 4 == 0 ? null : "note",
            new DateOnly(2020, 1, 1).AddDays((int)(dice % 3_000)),
            new DateTime(2026, 1, 1).AddTicks(dice * 1_230L),
            dice % 3 == 0 ? null : dice % 3 == 1);
    })];

    private async Task<RowDifferences> CompareAsync(SourceDefinition left, SourceDefinition right, Kind kindHere, Kind kindThere, int decimals = 6)
    {
        var pairs = Columns.Select(column => new ColumnPair(column, column)).ToValueList();
        await using var here = SourceKinds.Open(left, folder, TimeProvider.System);
        await using var there = SourceKinds.Open(right, folder, TimeProvider.System);
        var comparison = new RowComparison(
            new([new("id", "id")], pairs, decimals, Scans.Table(new RowCount()), Scans.Table(new RowCount())), await SideAsync(here, kindHere), await SideAsync(there, kindThere));

        var (rows, problem) = await comparison.RunAsync(TestContext.Current.CancellationToken);

        problem.ShouldBeNull();
        comparison.Statements.Length.ShouldBeLessThanOrEqualTo(2 * Narrowing.MostRounds);
        return rows.ShouldNotBeNull();
    }

    private static async Task<ComparedSide> SideAsync(IMetricSource source, Kind kind)
    {
        DatasetObject relation = kind switch
        {
            Kind.Parquet => new FilesObject($"{Table}.parquet"),
            Kind.Csv => new FilesObject($"{Table}.csv"),
            _ => new TableObject([Table]),
        };
        var plan = Scans.Plan(relation, Scans.Table(new RowCount()), RowPairing.Schema);
        var scan = await source.ScanAsync(plan, TestContext.Current.CancellationToken);
        return new(source, plan, scan.Values[RowPairing.Schema].ShouldBeOfType<SchemaValue>().Columns, (long)((NumberValue)scan.Values[Scans.Table(new RowCount())]).Number!.Value);
    }

    private async Task<SourceDefinition> FillAsync(Kind engine, Thing[] rows, int side)
    {
        var values = string.Join(",\n", rows.Select(row => row.Sql(engine)));
        switch (engine)
        {
            case Kind.Sqlite:
                var file = Path.Combine(folder, $"{side}.db");
                await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
                {
                    await connection.OpenAsync(TestContext.Current.CancellationToken);
                    await using var command = connection.CreateCommand();
                    command.CommandText = $"DROP TABLE IF EXISTS {Table}; CREATE TABLE {Table} (id INTEGER, whole INTEGER, price NUMERIC, ratio REAL, name TEXT, note TEXT, day DATE, moment TIMESTAMP, zoned TIMESTAMP, flag BOOLEAN); INSERT INTO {Table} VALUES {values}";
                    await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
                }

                return new SqliteSource(Scans.Header("sqlite"), file);
            case Kind.ClickHouse:
                clickhouse ??= await ClickHouseDatabase.CreateAsync();
                await clickhouse.RunAsync($"CREATE TABLE {Table} (id Int32, whole Nullable(Int64), price Nullable(Decimal(20,4)), ratio Nullable(Float64), name Nullable(String), note Nullable(String), day Date32, moment DateTime64(6, 'UTC'), zoned DateTime64(6, 'UTC'), flag Nullable(Bool)) ENGINE = MergeTree ORDER BY id");
                await clickhouse.RunAsync($"INSERT INTO {Table} VALUES {values.Replace("+00:00'", "'", StringComparison.Ordinal).Replace("AS DOUBLE PRECISION", "AS Float64", StringComparison.Ordinal)}");
                return clickhouse.Source();
            case Kind.MariaDb:
                mariadb ??= await MariaDbDatabase.CreateAsync();
                await mariadb.RunAsync($"CREATE TABLE {Table} (id int, whole bigint, price decimal(20,4), ratio double, name varchar(100) character set utf8mb4, note varchar(4000) character set utf8mb4, day date, moment datetime(6), zoned datetime(6), flag boolean); INSERT INTO {Table} VALUES {values.Replace("+00:00'", "'", StringComparison.Ordinal).Replace("AS DOUBLE PRECISION", "AS DOUBLE", StringComparison.Ordinal)}");
                return mariadb.Source();
            case Kind.Postgres:
                postgres ??= await PostgresDatabase.CreateAsync();
                await postgres.RunAsync($"DROP TABLE IF EXISTS {Table}; CREATE TABLE {Table} (id int, whole bigint, price numeric(20,4), ratio double precision, name text, note varchar(4000), day date, moment timestamp, zoned timestamptz, flag boolean); INSERT INTO {Table} VALUES {values}");
                return Scans.Postgres(postgres.Name);
            default:
                var root = Directory.CreateDirectory(Path.Combine(folder, $"lake{side}")).FullName;
                await using (var connection = new DuckDBConnection("DataSource=:memory:"))
                {
                    await connection.OpenAsync(TestContext.Current.CancellationToken);
                    await using var command = connection.CreateCommand();
                    var options = engine == Kind.Csv ? "HEADER" : "FORMAT parquet";
                    command.CommandText = $"SET TimeZone = 'UTC'; CREATE TABLE {Table} (id INTEGER, whole BIGINT, price DECIMAL(20,4), ratio DOUBLE, name VARCHAR, note VARCHAR, day DATE, moment TIMESTAMP, zoned TIMESTAMPTZ, flag BOOLEAN); INSERT INTO {Table} VALUES {values}; COPY {Table} TO '{root}/{Table}.{engine.ToString().ToLowerInvariant()}' ({options})";
                    await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
                }

                return new FilesSourceDefinition(Scans.Header("files"), root, 512);
        }
    }

    private sealed record Thing(int Id, long? Whole, decimal? Price, double? Ratio, string? Name, string? Note, DateOnly Day, DateTime At, bool? Flag)
    {
        public string Sql(Kind engine)
        {
            var at = At.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            var zoned = engine == Kind.Sqlite ? $"{At:yyyy-MM-dd}T{At:HH:mm:ss.ffffff}Z" : $"{at}+00:00";
            var whole = Whole == long.MinValue ? "-9223372036854775807 - 1" : Text(Whole);
            return $"({Text(Id)}, {whole}, {Text(Price)}, {(Ratio is { } ratio ? $"CAST('{ratio.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE PRECISION)" : "NULL")}, {Quoted(Name)}, {Quoted(Note)}, '{Day:yyyy-MM-dd}', '{at}', '{zoned}', {(Flag is { } flag ? flag ? "true" : "false" : "NULL")})";
        }

        private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "NULL";

        private static string Quoted(string? text) => text is null ? "NULL" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
