using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>SQL of an owner that would write, escape or exhaust, sent in every place that takes SQL, as a superuser: the database is the same afterwards.</summary>
public sealed class PostgresAttackTests
{
    private const string Digest =
        """
        SELECT (SELECT string_agg(y::text, ',' ORDER BY id) FROM y) || '|' || (SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace)
          || '|' || (SELECT last_value || is_called::text FROM counter) || '|' || (SELECT count(*) FROM pg_largeobject_metadata)
          || '|' || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        """;

    public static TheoryData<string> Attacks =>
    [
        "insert into y values (9)",
        "select 1; commit; insert into y values (9)",
        "select 1; insert into y values (9)",
        "select 1) q; commit; insert into y values (9); --",
        "select 1) q; commit; insert into y values (9); select * from (select 1",
        "set transaction read write",
        "select 1; set transaction read write; insert into y values (9)",
        "with w as (insert into y values (9) returning id) select * from w",
        "with w as (delete from y returning id) select * from w",
        "copy y to program 'touch /tmp/monitor-attack'",
        "copy y to '/tmp/monitor-attack'",
        "select write_row()",
        "select write_row_as_definer()",
        "select nextval('counter')",
        "select setval('counter', 99)",
        "select set_config('transaction_read_only', 'off', true), write_row()",
        "with s as materialized (select set_config('transaction_read_only', 'off', false)) select write_row() from s",
        "select lo_create(0)",
        "select pg_advisory_lock(42)",
        "create temp table t2 as select 1",
        "select * into t2 from y",
        "select * from y for update",
        "commit",
        "rollback",
        "do $$ begin insert into y values (9); end $$",
        "lock table y",
        "notify attack",
        "listen attack",
        "drop table y",
        "truncate y",
        "explain analyze insert into y values (9)",
        "prepare p as insert into y values (9)",
        "vacuum y",
        "select 1 \\gexec",
        "select $1",
        "select query_to_xml('insert into y values (9)', true, true, '')",
        "select dblink('', 'insert into y values (9)')",
        "select pg_export_snapshot()",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Scan_HostileSql_ChangesNothing(string attack)
    {
        await using var database = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE y (id int); INSERT INTO y VALUES (1), (2);
            CREATE SEQUENCE counter;
            CREATE FUNCTION write_row() RETURNS int LANGUAGE plpgsql VOLATILE AS $f$ BEGIN INSERT INTO y VALUES (9); RETURN 1; END $f$;
            CREATE FUNCTION write_row_as_definer() RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $f$ BEGIN INSERT INTO y VALUES (9); RETURN 1; END $f$;
            """);
        var before = await database.TextAsync(Digest);
        var source = Scans.Postgres(database.Name);
        var count = Scans.Table(new RowCount());
        var table = new TableObject(["y"]);

        var result = await Scans.ScanAsync(source, Scans.Plan(
            table,
            count,
            Scans.Table(new OwnQueryRows(attack)),
            Scans.Table(new OwnExpression(attack)),
            Scans.Rows(new OwnCondition(attack)),
            Scans.Rows(new OwnCondition($"exists ({attack})")),
            Scans.Table(new RowCount(), attack)));
        await Scans.ScanAsync(source, Scans.Plan(new QueryObject(attack), count));
        await Scans.ScanAsync(source, Scans.Plan(Scans.Dataset(table, attack), null, count));

        (await database.TextAsync(Digest)).ShouldBe(before);
        result.Values[count].ShouldBe(new NumberValue(2));
        File.Exists("/tmp/monitor-attack").ShouldBeFalse();
    }

    [Fact]
    public async Task Session_SeveralStatementsInOneText_AreRefusedByTheServer()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE y (id int)");
        await using var engine = new PostgresEngine(Scans.Postgres(database.Name), TimeProvider.System);
        await using var session = await engine.BeginAsync(new(TimeSpan.FromSeconds(5), "UTC", HasOwnerSql: true, IsShared: false), TestContext.Current.CancellationToken);

        foreach (var text in new SqlText[] { new("select 1 limit $1; commit", [1L]), new("commit; select 1 limit $1", [1L]), new("insert into y values ($1)", [1]) })
        {
            await Should.ThrowAsync<SqlFaultException>(session.QueryAsync(text, TestContext.Current.CancellationToken));
        }

        await Should.ThrowAsync<InvalidOperationException>(session.QueryAsync(new("select 1; commit", []), TestContext.Current.CancellationToken));
        (await session.QueryAsync(new("select 7 limit $1", [1L]), TestContext.Current.CancellationToken)).Rows[0][0].ShouldBe("7");
    }

    [Fact]
    public async Task Scan_AfterSqlOfAnOwner_LeavesNoConnectionBehind()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE y (id int)");
        await using var source = SourceKinds.Open(Scans.Postgres(database.Name), "/", TimeProvider.System);

        await source.ScanAsync(Scans.Plan(new TableObject(["y"]), Scans.Table(new OwnExpression("max(set_config('work_mem', '1GB', false)::text::int)")), Scans.Table(new RowCount())), TestContext.Current.CancellationToken);

        (await database.TextAsync("SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'monitor%'")).ShouldBe("0");
    }
}
