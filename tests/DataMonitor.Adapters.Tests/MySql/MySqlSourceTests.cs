using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.MySql;

public sealed class MySqlSourceTests
{
    private static readonly TableObject Table = new(["t"]);

    [Fact]
    public async Task Scan_TextThatACollationTakesAsOne_IsToldApartByItsBytes()
    {
        await using var database = await MariaDbDatabase.CreateAsync(
            """
            CREATE TABLE t (id int, name varchar(20) CHARACTER SET latin1, f float);
            INSERT INTO t VALUES (1, 'a', 0.1), (2, 'A', 16777216), (3, 'a ', 16777217.5), (4, 'ä', 16777220);
            CREATE TABLE r (name varchar(20)); INSERT INTO r VALUES ('A'), ('1abc');
            """);

        (await MeasureAsync(database, new Distinctness(["name"]))).ShouldBe(new DistinctValue(4, 4));
        (await MeasureAsync(database, new Distinctness(["name", "id"]))).ShouldBe(new DistinctValue(4, 4));
        (await MeasureAsync(database, new Distinctness(["f"]))).ShouldBe(new DistinctValue(4, 4));
        (await MeasureAsync(database, new MatchCount(new IsOneOf("name", ["a", "ä"])))).ShouldBe(new NumberValue(2));
        (await MeasureAsync(database, new MatchCount(new IsMatch("name", "^[a-z]")))).ShouldBe(new NumberValue(2));
        (await MeasureAsync(database, new Orphans("name", new TableObject(["r"]), "name"))).ShouldBe(new NumberValue(3));
        (await MeasureAsync(database, new Orphans("id", new TableObject(["r"]), "name"))).ShouldBe(new NumberValue(4));
        ((TopValueList)await MeasureAsync(database, new TopValues("name", 9))).Values.Select(top => top.Value).ShouldBe(["A", "a", "a ", "ä"]);
    }

    [Fact]
    public async Task Scan_TypesThatMySqlConvertsInSilence_AreRefused()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (name text, day date, n int); INSERT INTO t VALUES ('12abc', '2026-11-23', 20261123)");

        foreach (var aggregate in new Aggregate[] { new Sum("name"), new Mean("day"), new MatchCount(new Not(new IsInRange("name", 1, null))), new Newest("n"), new Newest("name") })
        {
            (await MeasureAsync(database, aggregate)).ShouldBeOfType<MeasureError>().Problem.ShouldContain("olumn '", Case.Sensitive, aggregate.ToString());
        }
    }

    [Fact]
    public async Task Scan_NumbersAtTheirLimits_AreExact()
    {
        await using var database = await MariaDbDatabase.CreateAsync(
            """
            CREATE TABLE t (big bigint unsigned, wide decimal(65,0), flag tinyint(1), bits bit(1), third int);
            INSERT INTO t VALUES (18446744073709551615, 99999999999999999999999999999999999999999999999999999999999999999, 1, b'1', 1), (1, 1, 0, b'0', 1), (NULL, NULL, NULL, NULL, 2);
            """);

        (await MeasureAsync(database, new Maximum("big"))).ShouldBe(new NumberValue(18446744073709551615d));
        (await MeasureAsync(database, new Sum("big"))).ShouldBe(new NumberValue(18446744073709551616d));
        (await MeasureAsync(database, new Maximum("wide"))).ShouldBe(new NumberValue(1e65));
        (await MeasureAsync(database, new Sum("flag"))).ShouldBe(new NumberValue(1));
        ((NumberValue)await MeasureAsync(database, new Mean("third"))).Number!.Value.ShouldBe(4 / 3d, 1e-12);
        (await MeasureAsync(database, new OwnExpression("sum(third) / 3"))).ShouldBe(new NumberValue(4 / 3d));
        ((SchemaValue)await MeasureAsync(database, new Columns())).Columns.Select(column => column.Type)
            .ShouldBe([ColumnType.Integer, ColumnType.Number, ColumnType.Boolean, ColumnType.Boolean, ColumnType.Integer]);
    }

    [Fact]
    public async Task Newest_ZeroDatesAndFarDays_AreReadRight()
    {
        await using var database = await MariaDbDatabase.CreateAsync(
            """
            CREATE TABLE t (at datetime, day date NOT NULL);
            INSERT INTO t VALUES ('0000-00-00 00:00:00', '0000-00-00'), ('2026-07-01 12:00:00', '9999-12-31');
            CREATE TABLE zeros (at datetime); INSERT INTO zeros VALUES ('0000-00-00 00:00:00');
            """);
        var (at, day) = (Scans.Table(new Newest("at")), Scans.Table(new Newest("day")));

        var result = await Scans.ScanAsync(database.Source(), Scans.Plan(Scans.Dataset(Table, zone: "Europe/Berlin"), null, at, day));

        result.Values[at].ShouldBe(new InstantValue(new(2026, 7, 1, 10, 0, 0, TimeSpan.Zero)));
        result.Values[day].ShouldBe(new InstantValue(new(9999, 12, 30, 23, 0, 0, TimeSpan.Zero)));
        (await Scans.MeasureAsync(database.Source(), new TableObject(["zeros"]), Scans.Table(new Newest("at")))).ShouldBe(new InstantValue(null));
    }

    [Fact]
    public async Task Scan_WindowOverTheEndOfSummerTime_HasItsExtraHour()
    {
        await using var database = await MariaDbDatabase.CreateAsync(
            "CREATE TABLE t (at timestamp); INSERT INTO t VALUES ('2026-10-24 21:59:59'), ('2026-10-24 22:00:00'), ('2026-10-25 00:30:00'), ('2026-10-25 01:30:00'), ('2026-10-25 22:59:59'), ('2026-10-25 23:00:00')");
        var day = new PartitionWindow("at", new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero), new(2026, 10, 25, 23, 0, 0, TimeSpan.Zero));
        var inside = new AggregateRequest(new RowCount(), null, CheckScope.Partition);

        var result = await Scans.ScanAsync(database.Source(), Scans.Plan(Scans.Dataset(Table, zone: "Europe/Berlin"), day, inside));

        result.Values[inside].ShouldBe(new NumberValue(4));
    }

    [Fact]
    public async Task Scan_ZoneThatTheServerDoesNotHave_IsToldUnlessItsOffsetNeverChanged()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (at datetime); INSERT INTO t VALUES ('2026-11-23 12:00:00')");
        var newest = Scans.Table(new Newest("at"));

        var fault = await Should.ThrowAsync<SourceException>(Scans.ScanAsync(database.Source(), Scans.Plan(Scans.Dataset(Table, zone: "America/New_York"), null, newest)));
        var tokyo = await Scans.ScanAsync(database.Source(), Scans.Plan(Scans.Dataset(Table, zone: "Asia/Tokyo"), null, newest));

        fault.Problem.ShouldStartWith("does not know the time zone 'America/New_York'");
        tokyo.Values[newest].ShouldBe(new InstantValue(new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Scan_TableWrittenToMeanwhile_IsSeenAsItWas()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2)");
        await using var engine = new MySqlEngine(database.Source(), TimeProvider.System);
        await using var session = await engine.BeginAsync(new(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false), TestContext.Current.CancellationToken);

        await database.RunAsync("INSERT INTO t VALUES (3)");
        await Should.ThrowAsync<SqlFaultException>(session.QueryAsync(new("SELECT nowhere FROM t LIMIT @p1", [1L]), TestContext.Current.CancellationToken));
        var rows = await session.QueryAsync(new("SELECT count(*) FROM t LIMIT @p1", [1L]), TestContext.Current.CancellationToken);

        rows.Rows[0][0].ShouldBe(2L);
    }

    [Fact]
    public async Task Scan_CancelledByTheCaller_EndsOnTheServerToo()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        using var cancel = new CancellationTokenSource();
        await using var source = SourceKinds.Open(database.Source(), "/", TimeProvider.System);

        var scan = source.ScanAsync(Scans.Plan(Table, Scans.Table(new OwnExpression("max(sleep(30))"))), cancel.Token);
        var running = $"SELECT count(*) FROM information_schema.processlist WHERE db = '{database.Name}' AND info LIKE '%sleep(30)%' AND info NOT LIKE '%processlist%'";
        while (await database.TextAsync(running) == "0")
        {
            scan.IsCompleted.ShouldBeFalse(); // otherwise nothing would ever be running
        }

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(scan);
        while (await database.TextAsync(running) != "0")
        {
            // the server ends a killed statement at its next look
        }
    }

    [Fact]
    public async Task List_TablesAndViews_AreNamedWithoutTheDatabaseOfTheSource()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t");
        await using var source = SourceKinds.Open(database.Source(), "/", TimeProvider.System);

        var listing = await source.ListAsync(TestContext.Current.CancellationToken);

        listing.DefaultSchema.ShouldBe(database.Name);
        listing.Objects.OfType<TableObject>().Where(table => table.Path.Count == 1 || table.Path[0] == database.Name).Select(table => table.Path[^1]).ShouldBe(["t", "v"]);
    }

    private static Task<AggregateValue> MeasureAsync(MariaDbDatabase database, Aggregate aggregate) => Scans.MeasureAsync(database.Source(), Table, Scans.Table(aggregate));
}
