using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.MySql;

/// <summary>SQL of an owner that would write, escape or exhaust, sent in every place that takes SQL, as root: the database is the same afterwards.</summary>
public sealed class MySqlAttackTests
{
    private const string Digest =
        """
        SELECT concat_ws('|', (SELECT group_concat(id ORDER BY id) FROM y), (SELECT group_concat(table_name ORDER BY table_name) FROM information_schema.tables WHERE table_schema = database()),
          (SELECT next_not_cached_value FROM counter), is_free_lock('monitor-attack'), @@global.max_connections)
        """;

    public static TheoryData<string> Attacks =>
    [
        "insert into y values (9)",
        "select 1; commit; insert into y values (9)",
        "select 1) q; commit; insert into y values (9); --",
        "select 1) q; commit; insert into y values (9); #",
        "select 1) q; commit; insert into y values (9); select * from (select 1",
        "select 'it\\'s) q; commit; insert into y values (9); -- '",
        "select \"a\\\") q; commit; insert into y values (9); -- \"",
        "select `a\\`) q; commit; insert into y values (9); -- `",
        "select 1 --) q; commit; insert into y values (9)",
        "select 5--3) q; commit; insert into y values (9); -- 1",
        "select 1 /*! union select write_row() */",
        "select 1 /*M! union select write_row() */",
        "select 1 /*!50000) q; commit; insert into y values (9); -- */",
        "select _gbk'\u00bf\\' ) q; commit; insert into y values (9); -- '",
        "select write_row()",
        "select write_row_myisam()",
        "select nextval(counter)",
        "select setval(counter, 99)",
        "select next value for counter",
        "select * from y into outfile '/tmp/monitor-attack-my'",
        "select 1 into dumpfile '/tmp/monitor-attack-my'",
        "select id from y into @a",
        "select @a := 1",
        "select @@global.max_connections := 1",
        "set global max_connections = 10",
        "set transaction read write",
        "start transaction read write",
        "commit",
        "do release_all_locks()",
        "select get_lock('monitor-attack', 1)",
        "create temporary table t2 as select 1",
        "with w as (select 1) delete from y",
        "delete from y",
        "update y set id = 9",
        "replace into y values (9)",
        "truncate y",
        "drop table y",
        "lock tables y write",
        "flush tables",
        "kill 1",
        "call write_rows()",
        "handler y open",
        "load data infile '/etc/passwd' into table y",
        "explain extended delete from y",
        "analyze table y",
        "prepare p from 'insert into y values (9)'",
        "begin not atomic insert into y values (9); end",
        "select ?",
    ];

    [Fact]
    public async Task Scan_HostileSql_ChangesNothing()
    {
        await using var database = await MariaDbDatabase.CreateAsync(
            """
            CREATE TABLE y (id int); INSERT INTO y VALUES (1), (2);
            CREATE TABLE old (id int) ENGINE = MyISAM;
            CREATE SEQUENCE counter;
            CREATE FUNCTION write_row() RETURNS int BEGIN INSERT INTO y VALUES (9); RETURN 1; END;
            CREATE FUNCTION write_row_myisam() RETURNS int BEGIN INSERT INTO old VALUES (9); RETURN 1; END;
            CREATE PROCEDURE write_rows() INSERT INTO y VALUES (9);
            """);
        var before = await database.TextAsync(Digest);
        var count = Scans.Table(new RowCount());
        var table = new TableObject(["y"]);

        foreach (var attack in Attacks.Select(row => row.Data))
        {
            var result = await Scans.ScanAsync(database.Source(), Scans.Plan(
                table,
                count,
                Scans.Table(new OwnQueryRows(attack)),
                Scans.Table(new OwnExpression(attack)),
                Scans.Rows(new OwnCondition($"exists ({attack})")),
                Scans.Table(new RowCount(), attack)));
            await Scans.ScanAsync(database.Source(), Scans.Plan(new QueryObject(attack), count));

            result.Values[count].ShouldBe(new NumberValue(2), attack);
            (await database.TextAsync(Digest)).ShouldBe(before, attack);
        }

        (await database.TextAsync("SELECT count(*) FROM old")).ShouldBe("0");
        File.Exists("/tmp/monitor-attack-my").ShouldBeFalse();
    }

    [Fact]
    public async Task Session_SeveralStatementsInOneText_ChangeNothing()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE y (id int)");
        await using var engine = new MySqlEngine(database.Source(), TimeProvider.System);
        await using var session = await engine.BeginAsync(new(TimeSpan.FromSeconds(5), "UTC", HasOwnerSql: true, IsShared: false), TestContext.Current.CancellationToken);

        foreach (var text in new SqlText[] { new("commit; insert into y values (@p1)", [1]), new("insert into y values (@p1)", [1]), new("select 1; commit; insert into y values (9)", []) })
        {
            await Should.ThrowAsync<SqlFaultException>(session.QueryAsync(text, TestContext.Current.CancellationToken));
        }

        (await database.TextAsync("SELECT count(*) FROM y")).ShouldBe("0");
    }
}
