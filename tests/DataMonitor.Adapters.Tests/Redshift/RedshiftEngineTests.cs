using DataMonitor.Adapters.Redshift;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Npgsql;

namespace DataMonitor.Adapters.Tests.Redshift;

/// <summary>The session and what PostgreSQL also understands of the SQL; Redshift itself was never asked.</summary>
public sealed class RedshiftEngineTests
{
    [Fact]
    public async Task Scan_OnPostgres_MeasuresWhatBothUnderstand()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t (id int, name text, at timestamptz); INSERT INTO t VALUES (1, 'a', '2026-11-23 12:00:00+00'), (2, 'bb', NULL), (4, NULL, NULL)");
        var server = new NpgsqlConnectionStringBuilder(TestServer.Postgres);
        var source = new RedshiftSource(Scans.Header("redshift"), server.Host!, server.Port, database.Name, server.Username, null, SqlTls.Prefer, null);
        Aggregate[] aggregates = [new RowCount(), new Mean("id"), new Quantile("id", 0.5), new Newest("at"), new MatchCount(new IsMatch("name", "^b+$")), new Distinctness(["id"]), new Mean("name")];
        var requests = aggregates.Select(aggregate => Scans.Table(aggregate)).ToArray();

        var result = await Scans.ScanAsync(source, Scans.Plan(new TableObject(["t"]), requests));

        result.Values[requests[0]].ShouldBe(new NumberValue(3));
        ((NumberValue)result.Values[requests[1]]).Number!.Value.ShouldBe(7 / 3d, 1e-12);
        result.Values[requests[2]].ShouldBe(new NumberValue(2));
        result.Values[requests[3]].ShouldBe(new InstantValue(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)));
        result.Values[requests[4]].ShouldBe(new NumberValue(1));
        result.Values[requests[5]].ShouldBe(new DistinctValue(3, 3));
        result.Values[requests[6]].ShouldBeOfType<MeasureError>();
    }

    [Fact]
    public async Task Session_AfterAFailedStatement_GoesOnReadOnly()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t (id int)");
        var server = new NpgsqlConnectionStringBuilder(TestServer.Postgres);
        await using var engine = new RedshiftEngine(new(Scans.Header("redshift"), server.Host!, server.Port, database.Name, server.Username, null, SqlTls.Prefer, null), TimeProvider.System);
        await using var session = await engine.BeginAsync(new(TimeSpan.FromSeconds(5), "Europe/Berlin", HasOwnerSql: true, IsShared: false), TestContext.Current.CancellationToken);

        await Should.ThrowAsync<SqlFaultException>(session.QueryAsync(new("SELECT nowhere LIMIT $1", [1L]), TestContext.Current.CancellationToken));
        var fault = await Should.ThrowAsync<SqlFaultException>(session.QueryAsync(new("INSERT INTO t VALUES ($1)", [1]), TestContext.Current.CancellationToken));

        fault.Fault.Kind.ShouldBe(SqlFaultKind.NotReadOnly);
        (await session.QueryAsync(new("SELECT current_setting('timezone') LIMIT $1", [1L]), TestContext.Current.CancellationToken)).Rows[0][0].ShouldBe("Europe/Berlin");
    }
}
