using System.Net;
using System.Net.Sockets;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Whole sources that do not answer: every one is said in our words, with a remedy, and without the password.</summary>
public sealed class PostgresTroubleTests
{
    private const string Canary = "canary-b1rd-4711";

    [Fact]
    public async Task Scan_NothingListens_IsDownAndMayPass() =>
        await ShouldFailAsync(Scans.Postgres("shop", "dq", new(Canary), FreePort(), "127.0.0.1"), "is down: nothing listens at 127.0.0.1:", "Start the server", isTransient: true);

    [Fact]
    public async Task Scan_UnknownHost_NamesIt() =>
        await ShouldFailAsync(Scans.Postgres("shop", "dq", new(Canary), 5432, "no-such-host.invalid"), "has the host 'no-such-host.invalid', which is not known", "Correct 'host'", isTransient: null);

    [Fact]
    public async Task Scan_MissingDatabase_NamesIt() =>
        await ShouldFailAsync(Scans.Postgres("no_such_database", password: new(Canary)), "has no database 'no_such_database'", "Correct 'database'", isTransient: false);

    [Fact]
    public async Task Scan_UnknownUser_NamesIt() =>
        await ShouldFailAsync(Scans.Postgres("postgres", "no_such_user", new(Canary)), "user 'no_such_user'", "Check the user", isTransient: false);

    [Theory]
    [InlineData('R', "asks for a password of user 'dq'", "Set 'password'")]
    [InlineData('E', "refused the password of user 'dq'", "Set a valid password")]
    public async Task Scan_PasswordTrouble_NamesTheUser(char answer, string problem, string remedy)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = AnswerAsync(server.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask(), answer == 'R' ? [0, 0, 0, 3] : "SFATAL\0C28P01\0Mpassword canary-b1rd-4711 is wrong\0\0"u8.ToArray(), (byte)answer);
        var password = answer == 'R' ? null : new Secret(Canary);

        await ShouldFailAsync(
            new PostgresSource(Scans.Header(), "127.0.0.1", ((IPEndPoint)server.LocalEndpoint).Port, "shop", "dq", password, SqlTls.Disable, null), problem, remedy, isTransient: false);
        await serving;
    }

    [Fact]
    public async Task Scan_ServerThatAcceptsAndSaysNothing_IsGivenUp()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var header = Scans.Header() with { Timeout = TimeSpan.FromSeconds(1) };

        await ShouldFailAsync(
            new PostgresSource(header, "127.0.0.1", ((IPEndPoint)server.LocalEndpoint).Port, "shop", "dq", new(Canary), SqlTls.Disable, null), "accepts no session in time", "Look whether", isTransient: true);
    }

    [Fact]
    public async Task Scan_TlsDemandedFromAServerWithout_SaysSo() =>
        await ShouldFailAsync(Scans.Postgres("postgres", password: new(Canary)) with { Tls = SqlTls.Require }, "does not offer a protected connection", "Switch TLS on", isTransient: false);

    [Fact]
    public async Task Scan_NoConnectionLeft_MayPass()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await database.RunAsync($"ALTER DATABASE {database.Name} CONNECTION LIMIT 0");
        var user = await LeastUserAsync(database);

        await ShouldFailAsync(Scans.Postgres(database.Name, user), "has no free connection left", "Raise max_connections", isTransient: true);
        await database.DropUserAsync(user);
    }

    [Fact]
    public async Task Scan_ColumnThatTheUserMayNotRead_ErrsAlone()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t (id int, secret int); CREATE TABLE hidden (id int)");
        var user = await LeastUserAsync(database);
        await database.RunAsync($"GRANT SELECT (id) ON t TO {user}");
        var (open, closed) = (Scans.Table(new Sum("id")), Scans.Table(new Sum("secret")));

        var result = await Scans.ScanAsync(Scans.Postgres(database.Name, user), Scans.Plan(new TableObject(["t"]), open, closed));
        var hidden = await Scans.MeasureAsync(Scans.Postgres(database.Name, user), new TableObject(["hidden"]), Scans.Table(new RowCount()));

        result.Values[open].ShouldBe(new NumberValue(null));
        result.Values[closed].ShouldBe(new MeasureError("The user of the source may not read t.", "Grant SELECT on it to that user."));
        hidden.ShouldBeOfType<MeasureError>().Problem.ShouldContain("may not read hidden");
        await database.DropUserAsync(user);
    }

    [Fact]
    public async Task Probe_Rights_AreToldInWords()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE shop_orders (id int)");
        var user = await LeastUserAsync(database);

        (await ProbeAsync(Scans.Postgres(database.Name))).ShouldHaveSingleItem().ShouldContain("is a superuser");
        (await ProbeAsync(Scans.Postgres(database.Name, user))).ShouldBeEmpty();
        await database.RunAsync($"GRANT UPDATE ON shop_orders TO {user}; ALTER ROLE {user} CREATEDB; GRANT pg_read_server_files TO {user}");
        var warnings = await ProbeAsync(Scans.Postgres(database.Name, user));

        warnings.Length.ShouldBe(3);
        warnings[2].ShouldBe($"User '{user}' may change 1 tables, such as public.shop_orders. Grant SELECT only; sessions are read-only all the same.");
        await database.DropUserAsync(user);
    }

    [Fact]
    public void Source_Printed_ShowsNoPassword() => Scans.Postgres("shop", "dq", new(Canary), 5432, "db").ToString().ShouldNotContain(Canary);

    private static async Task<IReadOnlyList<string>> ProbeListAsync(PostgresSource definition)
    {
        await using var source = SourceKinds.Open(definition, "/", TimeProvider.System);
        return await source.ProbeAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string[]> ProbeAsync(PostgresSource definition) => [.. await ProbeListAsync(definition)];

    private static async Task<string> LeastUserAsync(PostgresDatabase database)
    {
        var user = $"least_{database.Name}";
        await database.RunAsync($"CREATE ROLE {user} LOGIN");
        return user;
    }

    private static async Task ShouldFailAsync(PostgresSource definition, string problem, string remedy, bool? isTransient)
    {
        await using var source = SourceKinds.Open(definition, "/", TimeProvider.System);

        var error = await Should.ThrowAsync<SourceException>(source.ScanAsync(Scans.Plan(Scans.Orders, Scans.Table(new RowCount())), TestContext.Current.CancellationToken));

        error.Problem.ShouldContain(problem);
        error.Remedy.ShouldStartWith(remedy);
        error.IsTransient.ShouldBe(isTransient ?? error.IsTransient);
        error.Message.ShouldNotContain(Canary);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Answers the start of a session with one message of PostgreSQL's protocol.</summary>
    private static async Task AnswerAsync(Task<TcpClient> accepting, byte[] body, byte kind)
    {
        using var client = await accepting;
        var stream = client.GetStream();
        var buffer = new byte[4096];
        _ = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        byte[] message = [kind, 0, 0, 0, (byte)(body.Length + 4), .. body];
        await stream.WriteAsync(message, TestContext.Current.CancellationToken);
        _ = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
    }
}
