using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.ClickHouse;

/// <summary>Where ClickHouse answers otherwise than the SQL standard, and what owners' SQL must not reach.</summary>
public sealed class ClickHouseSourceTests : IAsyncLifetime
{
    private static readonly TableObject Traps = new(["traps"]);

    private ClickHouseDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await ClickHouseDatabase.CreateAsync();
        await database.RunAsync(
            """
            CREATE TABLE traps (
              i Int64, u UInt64, d Decimal(38, 10), f Float64, lc LowCardinality(Nullable(String)), pad FixedString(5), kind Enum8('new' = 1, 'paid' = 2),
              at DateTime64(3, 'Asia/Tokyo'), day Date, flag Bool, key UUID, n Nullable(Int32), v String)
            ENGINE = MergeTree ORDER BY i
            """);
        await database.RunAsync(
            """
            INSERT INTO traps VALUES
              (9223372036854775807, 18446744073709551615, 9999999999999999999999999999.5, nan, 'a', 'ab', 'new', '2026-11-22 09:00:00.250', '2026-11-22', true, '11111111-1111-1111-1111-111111111111', 1, 'x'),
              (9223372036854775807, 18446744073709551615, 9999999999999999999999999999.5, 2, NULL, 'abc', 'paid', '2026-11-22 09:00:00', '1970-01-01', false, '11111111-1111-1111-1111-111111111111', NULL, ''),
              (1, 0, 1, -1, 'a', '', 'paid', '2026-11-22 08:00:00', '2026-11-22', true, '22222222-2222-2222-2222-222222222222', 3, 'x')
            """);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Scan_SumsBeyondTheType_DoNotWrapAround()
    {
        (await NumberAsync(new Sum("i"))).ShouldBe(1.8446744073709552e19);
        (await NumberAsync(new Mean("i"))).ShouldBe(6.148914691236517e18);
        (await NumberAsync(new Sum("u"))).ShouldBe(3.6893488147419103e19);
        (await NumberAsync(new Maximum("u"))).ShouldBe(1.8446744073709552e19);
        (await NumberAsync(new Sum("d"), "d > 1")).ShouldBe(2e28);
    }

    [Fact]
    public async Task Scan_NaN_StandsAsideOfExtrema()
    {
        (await NumberAsync(new Minimum("f"))).ShouldBe(-1);
        (await NumberAsync(new Maximum("f"))).ShouldBe(2);
        (await NumberAsync(new Quantile("f", 0.5))).ShouldBe(2);
        (await AnswerAsync(new Sum("f"))).ShouldBeOfType<MeasureError>().Problem.ShouldContain("holds NaN");
        (await NumberAsync(new MatchCount(new IsInRange("f", -5, null)))).ShouldBe(2);
    }

    [Fact]
    public async Task Scan_TypesOfItsOwn_AreText()
    {
        (await NumberAsync(new MatchCount(new IsOneOf("pad", ["ab", ""])))).ShouldBe(2);
        (await NumberAsync(new LongestText("pad"))).ShouldBe(3);
        (await NumberAsync(new MatchCount(new IsOneOf("kind", ["paid"])))).ShouldBe(2);
        (await NumberAsync(new MatchCount(new IsMissing("lc")))).ShouldBe(1);
        (await NumberAsync(new MatchCount(new IsMatch("lc", "^a$")))).ShouldBe(2);
        (await AnswerAsync(new Distinctness(["lc", "key"]))).ShouldBe(new DistinctValue(2, 2));
        ((TopValueList)await AnswerAsync(new TopValues("v", 2))).Values.ShouldBe([new TopValue("x", 2), new TopValue("", 1)]);
    }

    [Fact]
    public async Task Scan_Instants_KeepZoneAndFraction()
    {
        (await AnswerAsync(new Newest("at"))).ShouldBe(new InstantValue(new(2026, 11, 22, 0, 0, 0, 250, TimeSpan.Zero)));
        (await AnswerAsync(new Newest("day"))).ShouldBe(new InstantValue(new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero)));
        (await AnswerAsync(new Newest("i"))).ShouldBeOfType<MeasureError>().Problem.ShouldBe("Column 'i' of traps does not hold instants or dates.");
    }

    [Fact]
    public async Task Scan_PartitionColumnOfNumbers_IsAnError()
    {
        AggregateRequest[] inside = [new(new RowCount(), null, CheckScope.Partition), new(new Sum("n"), null, CheckScope.Partition)];

        var result = await Scans.ScanAsync(database.Source(), Scans.Plan(Scans.Dataset(Traps), new("i", Scans.Noon.AddDays(-1), Scans.Noon), inside));

        result.Values.Values.ShouldAllBe(value => ((MeasureError)value).Problem.StartsWith("The partition column 'i' of traps does not hold instants or dates", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_ColumnNamedLikeAnAliasOfOurs_IsTheColumn() =>
        ((TopValueList)await AnswerAsync(new TopValues("kind", 5), "n > 2 and v = 'x'")).Values.ShouldBe([new TopValue("paid", 1)]);

    [Fact]
    public async Task Scan_Columns_AreNullableOnlyWhereTheySaySo()
    {
        var schema = ((SchemaValue)await AnswerAsync(new Columns())).Columns;

        schema.Select(column => (column.Name, column.Type, column.IsNullable)).ShouldBe(
        [
            ("i", ColumnType.Integer, false), ("u", ColumnType.Integer, false), ("d", ColumnType.Number, false), ("f", ColumnType.Number, false), ("lc", ColumnType.Text, true),
            ("pad", ColumnType.Text, false), ("kind", ColumnType.Text, false), ("at", ColumnType.Timestamp, false), ("day", ColumnType.Date, false), ("flag", ColumnType.Boolean, false),
            ("key", ColumnType.Uuid, false), ("n", ColumnType.Integer, true), ("v", ColumnType.Text, false),
        ]);
    }

    [Theory]
    [InlineData("select * from file('/etc/passwd', 'LineAsString')")]
    [InlineData("select * from FILE /* so */ ('/etc/passwd', 'LineAsString')")]
    [InlineData("select * from `file`('/etc/passwd', 'LineAsString')")]
    [InlineData("select * from \"file\" ('/etc/passwd', 'LineAsString')")]
    [InlineData("select file('/etc/passwd') as x")]
    [InlineData("select * from url('http://127.0.0.1:1/', 'CSV', 'a String')")]
    [InlineData("select * from s3Cluster('c', 'http://127.0.0.1:1/b/x.csv', 'CSV', 'a String')")]
    [InlineData("select * from remote('127.0.0.1:1', system.one)")]
    [InlineData("select * from icebergLocal('/tmp')")]
    [InlineData("select * from input('a Int32')")]
    [InlineData("select * from executable('x.sh', 'CSV', 'a String')")]
    [InlineData("select * from (select 1 settings max_execution_time = 0)")]
    [InlineData("select 1 into outfile '/tmp/monitor-attack'")]
    [InlineData("select 1 format CSV")]
    [InlineData("select 1) q format CSV --")]
    [InlineData("insert into traps (i) values (5)")]
    [InlineData("drop table traps")]
    [InlineData("select 'it\\'s' ) q; drop table traps -- '")]
    [InlineData("select ‘ ' ’ ) q; drop table traps; --")]
    [InlineData("system flush logs")]
    [InlineData("set readonly = 0")]
    public async Task Scan_OwnerSqlThatReachesOut_IsRefused(string sql)
    {
        var (own, count) = (Scans.Table(new OwnQueryRows(sql)), Scans.Table(new RowCount()));

        var result = await Scans.ScanAsync(database.Source(), Scans.Plan(Traps, own, count));

        result.Values[own].ShouldBeOfType<MeasureError>();
        result.Values[count].ShouldBe(new NumberValue(3));
        File.Exists("/tmp/monitor-attack").ShouldBeFalse();
    }

    [Fact]
    public async Task Scan_WordsThatNameColumns_AreNotRefused() =>
        (await NumberAsync(new OwnQueryRows("with t as (select 1 as url, 2 as file, 'it\\'s ( settings x' as s, 3 as \"settings\") select url from t where file = 2 and \"settings\" = 3 and format('{}', s) <> ''"))).ShouldBe(1);

    [Fact]
    public async Task Scan_ClusterThatIsUnknown_IsTheSourcesFault()
    {
        var definition = database.Source() with { Cluster = "nowhere" };

        var fault = await Should.ThrowAsync<SourceException>(Scans.ScanAsync(definition, Scans.Plan(Traps, Scans.Table(new RowCount()))));

        fault.Message.ShouldBe("Source 'warehouse' has no cluster 'nowhere'. Name a cluster of its table system.clusters, or leave 'cluster' out.");
    }

    private Task<AggregateValue> AnswerAsync(Aggregate aggregate, string? filter = null) => Scans.MeasureAsync(database.Source(), Traps, Scans.Table(aggregate, filter));

    private async Task<double?> NumberAsync(Aggregate aggregate, string? filter = null) => (await AnswerAsync(aggregate, filter)).ShouldBeOfType<NumberValue>().Number;
}
