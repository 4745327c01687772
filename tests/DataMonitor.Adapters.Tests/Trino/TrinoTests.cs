using System.Net.Sockets;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Adapters.Trino;
using DataMonitor.Core.Planning;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Adapters.Tests.Trino;

/// <summary>The protocol against a stub; Trino itself was never asked.</summary>
public sealed class TrinoTests
{
    private const string Columns = "\"columns\": [{\"name\": \"a\", \"type\": \"bigint\"}, {\"name\": \"b\", \"type\": \"varchar\"}]";

    private static readonly SqlText Statement = new("SELECT a, 'ä' FROM t", []);

    private static readonly SessionOptions Options = new(TimeSpan.FromSeconds(30), "Europe/Berlin", HasOwnerSql: false, IsShared: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QueryAsync_ResultInPages_IsPutTogether()
    {
        await using var stub = await StubTrino.StartAsync(
            StubTrino.Page("\"stats\": {\"state\": \"QUEUED\"}"),
            StubTrino.Page($"{Columns}, \"stats\": {{\"state\": \"RUNNING\"}}"),
            StubTrino.Page($"{Columns}, \"data\": [[1, \"x\"], [null, \"NaN\"]]"),
            StubTrino.Page($"{Columns}, \"data\": [[2.5, null]], \"stats\": {{\"state\": \"FINISHED\"}}", isLast: true));

        var answer = await AskAsync(Source(stub.Address.Port));

        answer.Columns.ShouldBe([new("a", "bigint"), new("b", "varchar")]);
        answer.Rows.ShouldBe([[1L, "x"], [null, "NaN"], [2.5, null]]);
        stub.Lines.ShouldBe(["POST /v1/statement", "GET /v1/statement/executing/q1/1", "GET /v1/statement/executing/q1/2", "GET /v1/statement/executing/q1/3"]);
        var (_, headers, body) = stub.Requests.First();
        body.ShouldBe("SELECT a, 'ä' FROM t");
        (headers["X-Trino-User"], headers["X-Trino-Catalog"], headers["X-Trino-Schema"], headers["X-Trino-Time-Zone"], headers["X-Trino-Session"], headers["X-Trino-Source"])
            .ShouldBe(("dq", "hive", "shop", "Europe/Berlin", "query_max_execution_time=30000ms", "monitor"));
        headers.ShouldNotContainKey("Authorization");
    }

    [Theory]
    [InlineData("{\"state\": \"FINISHED\", \"processedRows\": 9, \"processedBytes\": 80, \"physicalInputBytes\": 70}", 9L, 70L)]
    [InlineData("{\"state\": \"FINISHED\", \"processedRows\": 9, \"processedBytes\": 80}", 9L, 80L)]
    [InlineData("{\"state\": \"FINISHED\"}", null, null)]
    public async Task QueryAsync_LastPage_SaysWhatWasRead(string stats, long? rows, long? bytes)
    {
        await using var stub = await StubTrino.StartAsync(
            StubTrino.Page("\"stats\": {\"state\": \"RUNNING\", \"processedRows\": 3, \"processedBytes\": 30}"), StubTrino.Page($"{Columns}, \"stats\": {stats}", isLast: true));

        (await AskAsync(Source(stub.Address.Port))).Read.ShouldBe(new(rows, bytes));
    }

    [Fact]
    public async Task QueryAsync_PasswordTokenOrPresto_SaysWhoInEveryRequest()
    {
        await using var first = await StubTrino.StartAsync(StubTrino.Page("\"stats\": {}"), StubTrino.Page(Columns, isLast: true));
        await using var second = await StubTrino.StartAsync(StubTrino.Page(Columns, isLast: true));

        await AskAsync(Source(first.Address.Port) with { Password = new("p:ä") });
        await AskAsync(Source(second.Address.Port) with { Token = new("abc.def"), Protocol = TrinoProtocol.Presto });

        first.Requests.Select(request => request.Headers["Authorization"]).ShouldBe(["Basic ZHE6cDrDpA==", "Basic ZHE6cDrDpA=="]);
        second.Requests.Single().Headers["Authorization"].ShouldBe("Bearer abc.def");
        second.Requests.Single().Headers["X-Presto-User"].ShouldBe("dq");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task QueryAsync_PassingTrouble_AsksAgain(int status)
    {
        await using var stub = await StubTrino.StartAsync(StubTrino.Status(status), StubTrino.Page("\"stats\": {}"), StubTrino.Status(status), StubTrino.Page($"{Columns}, \"data\": [[1, \"x\"]]", isLast: true));

        (await AskAsync(Source(stub.Address.Port))).Rows.Count.ShouldBe(1);

        stub.Lines.ShouldBe(["POST /v1/statement", "POST /v1/statement", "GET /v1/statement/executing/q1/1", "GET /v1/statement/executing/q1/1"]);
    }

    [Theory]
    [InlineData(401, "refused the password of user 'dq'", false)]
    [InlineData(403, "does not let user 'dq' send statements", false)]
    [InlineData(302, "answers with a redirection, which is not followed", false)]
    [InlineData(500, "refused the statement with HTTP status 500", true)]
    public async Task QueryAsync_Refused_SaysWhat(int status, string problem, bool isTransient)
    {
        await using var stub = await StubTrino.StartAsync(StubTrino.Status(status));

        var error = await Should.ThrowAsync<SourceException>(AskAsync(Source(stub.Address.Port) with { Password = new("canary") }));

        (error.Problem.EndsWith(problem, StringComparison.Ordinal), error.IsTransient).ShouldBe((true, isTransient), error.Problem);
        error.ToString().ShouldNotContain("canary");
    }

    [Theory]
    [InlineData("COLUMN_NOT_FOUND", "USER_ERROR", "line 1:8: Column 'emial' cannot be resolved", "MissingColumn", "emial")]
    [InlineData("TABLE_NOT_FOUND", "USER_ERROR", "line 1:15: Table 'hive.shop.t' does not exist", "MissingTable", "hive.shop.t")]
    [InlineData("FUNCTION_NOT_FOUND", "USER_ERROR", "Unexpected parameters (varchar) for function sum", "WrongType", null)]
    [InlineData("FUNCTION_NOT_FOUND", "USER_ERROR", "Function 'summ' not registered", "BadSyntax", null)]
    [InlineData("TYPE_MISMATCH", "USER_ERROR", "", "WrongType", null)]
    [InlineData("SYNTAX_ERROR", "USER_ERROR", "mismatched input", "BadSyntax", null)]
    [InlineData("PERMISSION_DENIED", "USER_ERROR", "Access Denied", "Denied", null)]
    [InlineData("EXCEEDED_TIME_LIMIT", "INSUFFICIENT_RESOURCES", "", "Timeout", null)]
    [InlineData("DIVISION_BY_ZERO", "USER_ERROR", "", "DivisionByZero", null)]
    [InlineData("INVALID_CAST_ARGUMENT", "USER_ERROR", "Cannot cast 'canary' to INT", "BadValue", null)]
    [InlineData("NUMERIC_VALUE_OUT_OF_RANGE", "USER_ERROR", "", "OutOfRange", null)]
    [InlineData("CLUSTER_OUT_OF_MEMORY", "INSUFFICIENT_RESOURCES", "", "OutOfResources", null)]
    [InlineData("HIVE_BAD_DATA", "EXTERNAL", "", "Unreadable", null)]
    [InlineData("ADMINISTRATIVELY_KILLED", "USER_ERROR", "", "Cancelled", null)]
    [InlineData("SOMETHING_NEW", "INTERNAL_ERROR", "canary", "Other", null)]
    public async Task QueryAsync_ErrorOfTheStatement_IsAFault(string name, string type, string message, string kind, string? identifier)
    {
        await using var stub = await StubTrino.StartAsync(StubTrino.Page("\"stats\": {}"), Error(name, type, message));

        var error = await Should.ThrowAsync<SqlFaultException>(AskAsync(Source(stub.Address.Port)));

        (error.Fault.Kind.ToString(), error.Fault.Code, error.Fault.Name).ShouldBe((kind, name, identifier));
        error.ToString().ShouldNotContain("canary");
    }

    [Fact]
    public async Task QueryAsync_ClusterInTrouble_MayBeTriedAgain()
    {
        await using var stub = await StubTrino.StartAsync(Error("NO_NODES_AVAILABLE", "INSUFFICIENT_RESOURCES", ""));

        (await Should.ThrowAsync<SourceException>(AskAsync(Source(stub.Address.Port)))).IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://192.0.2.1/v1/statement/q1/1")]
    [InlineData("https://127.0.0.1/v1/statement/q1/1")]
    [InlineData("/v1/statement/q1/1")]
    public async Task QueryAsync_NextElsewhere_IsNotFollowed(string next)
    {
        await using var stub = await StubTrino.StartAsync((_, context) => context.Response.WriteAsync($"{{\"id\": \"q1\", \"nextUri\": \"{next}\", \"stats\": {{}}}}"));

        (await Should.ThrowAsync<SourceException>(AskAsync(Source(stub.Address.Port)))).Problem.ShouldBe("sends its clients on to another address, which is not followed");
        stub.Lines.ShouldBe(["POST /v1/statement"]);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{\"id\": \"q1\", \"columns\": [], \"data\": [[1]]}")]
    [InlineData("{\"nextUri\": \"x\"}")]
    public async Task QueryAsync_NoAnswerOfTrino_IsSaid(string body)
    {
        await using var stub = await StubTrino.StartAsync((_, context) => context.Response.WriteAsync(body));

        (await Should.ThrowAsync<SourceException>(AskAsync(Source(stub.Address.Port)))).Problem.ShouldEndWith("does not answer as Trino does");
    }

    [Fact]
    public async Task QueryAsync_NobodyListens_IsDown()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var error = await Should.ThrowAsync<SourceException>(AskAsync(Source(port)));

        (error.Problem, error.IsTransient).ShouldBe(($"is down: nothing listens at 127.0.0.1:{port}", true));
    }

    [Fact]
    public async Task QueryAsync_NoEndInTime_CancelsAtTheServer()
    {
        var time = new FakeTimeProvider(Scans.Noon);
        await using var stub = await StubTrino.StartAsync(StubTrino.Page("\"stats\": {\"state\": \"RUNNING\"}"), (next, context) =>
        {
            time.Advance(TimeSpan.FromSeconds(33));
            return StubTrino.Hang()(next, context);
        });

        var error = await Should.ThrowAsync<SqlFaultException>(AskAsync(Source(stub.Address.Port), time));

        error.Fault.Kind.ShouldBe(SqlFaultKind.Timeout);
        await stub.Cancelled.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task QueryAsync_CallerGivesUp_CancelsAtTheServer()
    {
        using var caller = new CancellationTokenSource();
        await using var stub = await StubTrino.StartAsync(StubTrino.Page("\"stats\": {\"state\": \"RUNNING\"}"), async (next, context) =>
        {
            await caller.CancelAsync();
            await StubTrino.Hang()(next, context);
        });

        await Should.ThrowAsync<OperationCanceledException>(AskAsync(Source(stub.Address.Port), cancellation: caller.Token));

        await stub.Cancelled.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task ScanAsync_Count_IsMeasured()
    {
        await using var stub = await StubTrino.StartAsync(StubTrino.Page("\"columns\": [{\"name\": \"_col0\", \"type\": \"bigint\"}], \"data\": [[42]]", isLast: true));

        (await Scans.MeasureAsync(Source(stub.Address.Port), Scans.Orders, Scans.Table(new RowCount()))).ShouldBe(new NumberValue(42));

        stub.Requests.Single().Body.ShouldStartWith("SELECT\n  count(*)\nFROM \"shop\".\"orders\"");
    }

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData("a\\'b", "'a\\''b'")]
    [InlineData(-5, "-5")]
    [InlineData(1e10, "10000000000E0")]
    [InlineData(1.5e300, "1.5E+300")]
    public void Value_OfAnyType_IsALiteral(object value, string expected) => new TrinoDialect().Value(value, []).ShouldBe(expected);

    internal static TrinoSource Source(int port) => new(Scans.Header("trino"), "127.0.0.1", port, "hive", "shop", "dq", null, null, TrinoTls.Disable, TrinoProtocol.Trino);

    private static Func<string, HttpContext, Task> Error(string name, string type, string message) => StubTrino.Page(
        $$"""
        "error": {"message": {{System.Text.Json.JsonSerializer.Serialize(message)}}, "errorCode": 1, "errorName": "{{name}}", "errorType": "{{type}}"}, "stats": {"state": "FAILED"}
        """,
        isLast: true);

    private static async Task<SqlRows> AskAsync(TrinoSource source, TimeProvider? time = null, CancellationToken? cancellation = null)
    {
        await using var engine = new TrinoEngine(source, time ?? TimeProvider.System);
        await using var session = await engine.BeginAsync(Options, Cancellation);
        return await session.QueryAsync(Statement, cancellation ?? Cancellation);
    }
}
