using System.Net;
using System.Net.Sockets;
using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using MySqlConnector;

namespace DataMonitor.Adapters.Tests.MySql;

public sealed class MySqlTroubleTests
{
    private const string Canary = "canary-b1rd-4711";

    private static readonly TableObject Table = new(["t"]);

    private static int Port => (int)new MySqlConnectionStringBuilder(TestServer.MariaDb).Port;

    [Fact]
    public async Task Scan_NobodyListens_SaysWhere() =>
        await ShouldFailAsync(MariaDbDatabase.Source("shop", "dq", new(Canary), 1), "is down or out of reach: nobody answers at 127.0.0.1:1", "Start the server", isTransient: true);

    [Fact]
    public async Task Scan_WrongPassword_NamesTheUser() =>
        await ShouldFailAsync(MariaDbDatabase.Source("mysql", "root", new(Canary), Port), "refused the password of user 'root'", "Set a valid password", isTransient: false);

    [Fact]
    public async Task Scan_MissingDatabase_NamesIt() =>
        await ShouldFailAsync(MariaDbDatabase.Source("no_such_database", "root", null, Port), "has no database 'no_such_database'", "Correct 'database'", isTransient: false);

    [Fact]
    public async Task Scan_ServerThatAcceptsAndSaysNothing_IsGivenUp()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var source = MariaDbDatabase.Source("shop", "dq", new(Canary), ((IPEndPoint)server.LocalEndpoint).Port);

        await ShouldFailAsync(source with { Header = Scans.Header("mysql") with { Timeout = TimeSpan.FromSeconds(1) } }, "accepts no session in time", "Look whether", isTransient: true);
    }

    [Fact]
    public async Task Scan_StatementOverTheLimit_IsEndedByTheServerAndOthersGoOn()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        var (slow, count) = (Scans.Table(new OwnQueryRows("select sleep(30)")), Scans.Table(new RowCount()));

        var result = await Scans.ScanAsync(database.Source(), Scans.Plan(Scans.Dataset(Table, timeout: TimeSpan.FromSeconds(1)), null, slow, count));

        result.Values[slow].ShouldBeOfType<MeasureError>().Problem.ShouldBe("No answer within 1 s.");
        result.Values[count].ShouldBe(new NumberValue(1));
    }

    [Fact]
    public async Task Query_SessionKilledMidway_IsLost()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        await using var engine = new MySqlEngine(database.Source(), TimeProvider.System);
        await using var session = await engine.BeginAsync(new(TimeSpan.FromSeconds(10), "UTC", HasOwnerSql: false, IsShared: false), TestContext.Current.CancellationToken);
        var id = (await session.QueryAsync(new("SELECT connection_id() LIMIT @p1", [1L]), TestContext.Current.CancellationToken)).Rows[0][0];

        await database.RunAsync($"KILL {id}");

        (await Should.ThrowAsync<SessionLostException>(session.QueryAsync(new("SELECT 1 LIMIT @p1", [1L]), TestContext.Current.CancellationToken))).Outcome.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Scan_TableLockedByAnother_IsNotWaitedForLong()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (id int)");
        await using var other = new MySqlConnection(new MySqlConnectionStringBuilder(TestServer.MariaDb) { Database = database.Name, Pooling = false }.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand("LOCK TABLES t WRITE", other);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var value = await Scans.MeasureAsync(database.Source(), Table, Scans.Table(new RowCount()));

        value.ShouldBeOfType<MeasureError>().Problem.ShouldBe("Another session keeps t locked for longer than 2 s.");
    }

    [Fact]
    public async Task Scan_ColumnThatTheUserMayNotRead_ErrsAlone()
    {
        await using var database = await MariaDbDatabase.CreateAsync("CREATE TABLE t (id int, secret int); CREATE TABLE hidden (id int)");
        var user = $"u{Guid.NewGuid():N}"[..20];
        await database.RunAsync($"CREATE USER {user}@'127.0.0.1' IDENTIFIED BY 'least'; GRANT SELECT (id) ON t TO {user}@'127.0.0.1'");
        var source = database.Source(user, new("least"));
        var (open, closed) = (Scans.Table(new Sum("id")), Scans.Table(new Sum("secret")));

        var result = await Scans.ScanAsync(source, Scans.Plan(Table, open, closed));
        var hidden = await Scans.MeasureAsync(source, new TableObject(["hidden"]), Scans.Table(new RowCount()));
        await using var probed = SourceKinds.Open(source, "/", TimeProvider.System);
        var least = await probed.ProbeAsync(TestContext.Current.CancellationToken);
        await database.RunAsync($"GRANT UPDATE ON t TO {user}@'127.0.0.1'");
        var warned = await probed.ProbeAsync(TestContext.Current.CancellationToken);
        await database.RunAsync($"DROP USER {user}@'127.0.0.1'");

        result.Values[open].ShouldBe(new NumberValue(null));
        result.Values[closed].ShouldBe(new MeasureError("The user of the source may not read t.", "Grant SELECT on it to that user."));
        hidden.ShouldBeOfType<MeasureError>().Problem.ShouldContain("may not read hidden");
        least.ShouldBeEmpty();
        warned.ShouldHaveSingleItem().ShouldContain($"may change data in {database.Name}.t");
    }

    [Fact]
    public async Task Probe_OfRoot_WarnsOfItsRights()
    {
        await using var database = await MariaDbDatabase.CreateAsync();
        await using var source = SourceKinds.Open(database.Source(), "/", TimeProvider.System);

        var warnings = await source.ProbeAsync(TestContext.Current.CancellationToken);

        warnings.Length.ShouldBe(2);
        warnings[0].ShouldStartWith("User 'root' may administer the server (");
    }

    [Fact]
    public void Source_Printed_ShowsNoPassword() => MariaDbDatabase.Source("shop", "dq", new(Canary), 3306).ToString().ShouldNotContain(Canary);

    private static async Task ShouldFailAsync(MySqlSource definition, string problem, string remedy, bool isTransient)
    {
        await using var source = SourceKinds.Open(definition, "/", TimeProvider.System);

        var error = await Should.ThrowAsync<SourceException>(source.ScanAsync(Scans.Plan(Table, Scans.Table(new RowCount())), TestContext.Current.CancellationToken));

        error.Problem.ShouldContain(problem);
        error.Remedy.ShouldStartWith(remedy);
        error.IsTransient.ShouldBe(isTransient);
        error.Message.ShouldNotContain(Canary);
    }
}
