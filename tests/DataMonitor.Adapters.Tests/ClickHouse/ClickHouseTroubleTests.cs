using DataMonitor.Adapters.ClickHouse;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.Influx;
using DataMonitor.Adapters.Tests.Sql;
using DataMonitor.Core.Planning;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Adapters.Tests.ClickHouse;

/// <summary>What a server in trouble answers, and what people are told: never a word of the server.</summary>
public sealed class ClickHouseTroubleTests
{
    private const string Canary = "canary-4711";

    [Fact]
    public async Task Scan_EveryStatement_CarriesLimitsAndNoSession()
    {
        await using var stub = await StubAsync((_, context) => StubInflux.AnswerAsync(context, 200, "n\nUInt64\n7\n"));

        var result = await ScanAsync(stub);

        result.Values.Values.ShouldBe([new NumberValue(7)]);
        var sent = stub.Requests.ToArray();
        sent.Length.ShouldBe(2);
        foreach (var part in new[] { "readonly=1", "max_execution_time=30", "max_result_rows=10000", "max_memory_usage=2000", "max_threads=4", "session_timezone=UTC", "query_id=monitor-", "database=shop", "wait_end_of_query=1" })
        {
            sent[1].Address.ShouldContain(part);
        }

        sent[1].Address.ShouldNotContain("session_id");
        sent[1].Body.ShouldEndWith("FORMAT TabSeparatedWithNamesAndTypes");
        sent[1].Authorization.ShouldStartWith("Basic ");
    }

    [Fact]
    public async Task Scan_UserWhoMayNotWriteAnyway_IsNotMadeStricter()
    {
        await using var stub = await StubAsync((_, context) => StubInflux.AnswerAsync(context, 200, "n\nUInt64\n7\n"), profile: "2");

        await ScanAsync(stub);

        stub.Requests.Last().Address.ShouldContain("readonly=2");
    }

    [Fact]
    public async Task Scan_UserWhoMaySetNothing_IsToldWhatToChange()
    {
        await using var stub = await StubAsync((_, context) => StubInflux.AnswerAsync(context, 200), profile: "1");

        var fault = await Should.ThrowAsync<SourceException>(ScanAsync(stub));

        fault.Message.ShouldBe("Source 'warehouse' lets user 'dq' set no limits: its profile says readonly = 1. Give the user a profile with readonly = 2, which forbids writing as well.");
    }

    [Theory]
    [InlineData(516, "refused the password of user 'dq', or knows no such user", false)]
    [InlineData(81, "has no database 'shop', or none of a name in the SQL", false)]
    [InlineData(115, "does not know a setting that this source needs", false)]
    [InlineData(452, "does not let user 'dq' set a limit that this source needs", false)]
    [InlineData(201, "has a quota for user 'dq', which is used up", true)]
    [InlineData(202, "runs too many statements already", true)]
    [InlineData(279, "cannot reach a part of its cluster", true)]
    public async Task Scan_ServerRefusesTheWork_IsTheSourcesFault(int code, string problem, bool isTransient)
    {
        await using var stub = await StubAsync((_, context) => FailAsync(context, code));

        var fault = await Should.ThrowAsync<SourceException>(ScanAsync(stub));

        (fault.Problem, fault.IsTransient).ShouldBe((problem, isTransient));
        fault.Message.ShouldNotContain(Canary);
    }

    [Theory]
    [InlineData(159, "No answer within 30 s.")]
    [InlineData(241, "The engine ran out of memory or another resource.")]
    [InlineData(158, "The engine ran out of memory or another resource.")]
    [InlineData(497, "The user of the source may not read orders.")]
    [InlineData(60, "The table 'orders' does not exist.")]
    [InlineData(62, "The engine does not understand the SQL.")]
    [InlineData(164, "The SQL would change data or state, which is refused.")]
    [InlineData(394, "An administrator of the database cancelled the statement.")]
    [InlineData(153, "The SQL divides by zero.")]
    [InlineData(407, "A number became too large for its type.")]
    [InlineData(4711, "The engine refused the statement (code 4711).")]
    public async Task Scan_StatementFails_ErrsWithWordsOfOurs(int code, string problem)
    {
        await using var stub = await StubAsync((_, context) => FailAsync(context, code));

        var error = (await ScanAsync(stub)).Values.Values.ShouldHaveSingleItem().ShouldBeOfType<MeasureError>();

        error.Problem.ShouldBe(problem);
    }

    [Theory]
    [InlineData(200, "<html>an intranet page</html>")]
    [InlineData(200, "n\nUInt64\n1\t2\n")]
    [InlineData(404, "<html>no such page</html>")]
    public async Task Scan_SomethingElseListens_IsSaid(int status, string body)
    {
        await using var stub = await StubInflux.StartAsync(status, body);

        var fault = await Should.ThrowAsync<SourceException>(ScanAsync(stub));

        fault.Problem.ShouldContain("answers, but not as ClickHouse does");
    }

    [Fact]
    public async Task Scan_NothingListens_IsDown()
    {
        var stub = await StubInflux.StartAsync(200);
        var url = stub.Url;
        await stub.DisposeAsync();

        var fault = await Should.ThrowAsync<SourceException>(ScanAsync(url, TimeProvider.System, TestContext.Current.CancellationToken));

        fault.Problem.ShouldBe($"is down: nothing listens at 127.0.0.1:{url.Port}");
        fault.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Scan_ServerHangs_GivesUpAndEndsTheStatementThere()
    {
        var time = new FakeTimeProvider();
        await using var stub = await StubAsync((_, context) => HangAsync(context, () => time.Advance(TimeSpan.FromSeconds(32))));

        var fault = await Should.ThrowAsync<SourceException>(ScanAsync(stub.Url, time, TestContext.Current.CancellationToken));

        fault.Problem.ShouldBe("did not answer within 32 s, though the server was told to give up before");
        KilledIds(stub).ShouldBe([HungId(stub)]);
    }

    [Fact]
    public async Task Scan_CallerGivesUp_EndsTheStatementAtTheServer()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var stub = await StubAsync((_, context) => HangAsync(context, caller.Cancel));

        await Should.ThrowAsync<OperationCanceledException>(ScanAsync(stub.Url, TimeProvider.System, caller.Token));

        KilledIds(stub).ShouldBe([HungId(stub)]);
    }

    private static Task<StubInflux> StubAsync(Func<StubRequest, HttpContext, Task> answer, string profile = "0") => StubInflux.StartAsync((request, context) => request.Body switch
    {
        var body when body.Contains("getSetting('readonly')", StringComparison.Ordinal) => StubInflux.AnswerAsync(context, 200, $"s\nString\n{profile}\n"),
        var body when body.StartsWith("KILL", StringComparison.Ordinal) => StubInflux.AnswerAsync(context, 200),
        _ => answer(request, context),
    });

    private static Task FailAsync(HttpContext context, int code)
    {
        context.Response.Headers["X-ClickHouse-Exception-Code"] = code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return StubInflux.AnswerAsync(context, 500, $"Code: {code}. DB::Exception: value '{Canary}' of password {Canary}. (SOME_NAME) (version 26.7.2.1)");
    }

    private static async Task HangAsync(HttpContext context, Action meanwhile)
    {
        meanwhile();
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static string HungId(StubInflux stub) =>
        stub.Requests.Select(request => Parameter(request.Address, "query_id")).ElementAt(1)!;

    private static string[] KilledIds(StubInflux stub) =>
        [.. stub.Requests.Where(request => request.Body.StartsWith("KILL", StringComparison.Ordinal)).Select(request => request.Body.Split('\'')[1])];

    private static string? Parameter(string address, string name) =>
        address.Split('?', '&').FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static Task<ScanResult> ScanAsync(StubInflux stub) => ScanAsync(stub.Url, TimeProvider.System, TestContext.Current.CancellationToken);

    private static async Task<ScanResult> ScanAsync(Uri url, TimeProvider time, CancellationToken cancellationToken)
    {
        var definition = new ClickHouseSource(
            Scans.Header("clickhouse"), url.Host, url.Port, "shop", "dq", new(Canary), ClickHouseTls.Disable, null, null, [new("max_memory_usage", "2000"), new("max_threads", "4")]);
        await using var source = SourceKinds.Open(definition, Path.GetTempPath(), time);
        return await source.ScanAsync(Scans.Plan(new Core.Definitions.TableObject(["orders"]), Scans.Table(new RowCount())), cancellationToken);
    }
}
