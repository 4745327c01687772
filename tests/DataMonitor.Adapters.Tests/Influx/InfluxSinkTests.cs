using System.Globalization;
using DataMonitor.Adapters.Influx;
using DataMonitor.Core.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace DataMonitor.Adapters.Tests.Influx;

public sealed class InfluxSinkTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Noon);
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData(1, "/write?db=d%20q&rp=long&precision=ms", "Basic dXNlcjpnZWhlaW0=")]
    [InlineData(2, "/api/v2/write?org=data%26co&bucket=b%2Fq&precision=ms", "Token t0ken")]
    [InlineData(3, "/api/v3/write_lp?db=d%20q&precision=millisecond&accept_partial=true", "Bearer t0ken")]
    public async Task Write_EachVersion_UsesItsAddressAndCredentials(int version, string address, string authorization)
    {
        await using var stub = await StubInflux.StartAsync(204);
        var sink = Sink(new InfluxOptions
        {
            Url = stub.Url, Version = version, Org = "data&co", Bucket = "b/q", Database = "d q", RetentionPolicy = "long",
            Username = version == 1 ? "user" : null, Password = version == 1 ? "geheim" : null, Token = version == 1 ? null : "t0ken",
        });

        (await sink.WriteAsync([Point(1)], Cancel)).Refused.ShouldBe(0);

        stub.Requests.ShouldHaveSingleItem().ShouldBe(new(address, authorization, "dq_check,check=c1 value=1 1772366400000\n"));
    }

    [Fact]
    public async Task Write_TokenFile_IsReadAtEachWrite()
    {
        await using var stub = await StubInflux.StartAsync(204);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var sink = Sink(new InfluxOptions { Url = stub.Url, Org = "o", Bucket = "b", TokenFile = file });
        try
        {
            await File.WriteAllTextAsync(file, "first\n", Cancel);
            await sink.WriteAsync([Point(1)], Cancel);
            await File.WriteAllTextAsync(file, "second\n", Cancel);
            await sink.WriteAsync([Point(1)], Cancel);
        }
        finally
        {
            File.Delete(file);
        }

        stub.Requests.Select(request => request.Authorization).ShouldBe(["Token first", "Token second"]);
        (await Should.ThrowAsync<SinkException>(() => sink.WriteAsync([Point(1)], Cancel))).Message.ShouldContain("cannot be read");
    }

    [Fact]
    public async Task Write_MoreThanABatch_SendsSeveral()
    {
        await using var stub = await StubInflux.StartAsync(204);
        var sink = Sink(Version2(stub.Url, batchSize: 2));

        await sink.WriteAsync([.. Enumerable.Range(1, 5).Select(Point)], Cancel);

        stub.Requests.Select(request => request.Lines.Length).ShouldBe([2, 2, 1]);
    }

    [Fact]
    public async Task Write_NothingToWrite_AsksNobody()
    {
        await using var stub = await StubInflux.StartAsync(204);

        var answer = await Sink(Version2(stub.Url)).WriteAsync([Point(double.NaN)], Cancel);

        answer.NonFinite.ShouldBe(1);
        stub.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 400, """{"error":"partial write: field type conflict: input field \"value\" on measurement \"dq_check\" is type float, already exists as type integer dropped=2"}""", 2, "the database holds a field of that name with another type")]
    [InlineData(1, 400, """{"error":"partial write: unable to parse 'a': missing fields\nunable to parse 'b': missing fields dropped=0"}""", 2, "the server could not read the line")]
    [InlineData(1, 400, """{"error":"unable to parse 'a': missing fields"}""", 4, "the server could not read the line")]
    [InlineData(1, 400, """{"error":"partial write: points beyond retention policy dropped=3"}""", 3, "older than the retention of the database")]
    [InlineData(1, 400, """{"error":"partial write: max-values-per-tag limit exceeded (100000/100000): measurement=\"dq_check\" tag=\"check\" dropped=1"}""", 1, "the database has reached its limit of series")]
    [InlineData(2, 422, """{"code":"unprocessable entity","message":"failure writing points to database: partial write: points beyond retention policy dropped=4"}""", 4, "older than the retention of the database")]
    [InlineData(3, 400, """{"error":"partial write of line protocol occurred","data":[{"original_line":"x","line_number":2,"error_message":"invalid column type for column 'value'"}]}""", 1, "the database holds a field of that name with another type")]
    public async Task Write_PartlyStored_CountsTheRestAndGoesOn(int version, int status, string body, int refused, string reason)
    {
        await using var stub = await StubInflux.StartAsync(status, body);

        var answer = await Sink(AnyVersion(stub.Url, version)).WriteAsync([Point(1), Point(2), Point(3), Point(4)], Cancel);

        answer.Refused.ShouldBe(refused);
        answer.Reasons.ShouldBe([reason]);
        stub.Requests.Count.ShouldBe(1);
    }

    [Fact] // 2.x stores nothing of a body with one bad line.
    public async Task Write_NothingStoredBecauseOfOneLine_FindsItAndStoresTheOthers()
    {
        var stored = new List<string>();
        await using var stub = await StubInflux.StartAsync((request, context) =>
        {
            if (request.Lines.Any(line => line.Contains("check=c7 ", StringComparison.Ordinal)))
            {
                return StubInflux.AnswerAsync(context, 400, """{"code":"invalid","message":"unable to parse 'dq_check': bad timestamp"}""");
            }

            stored.AddRange(request.Lines);
            return StubInflux.AnswerAsync(context, 204);
        });

        var answer = await Sink(Version2(stub.Url)).WriteAsync([.. Enumerable.Range(1, 20).Select(Point)], Cancel);

        answer.Refused.ShouldBe(1);
        stored.Count.ShouldBe(19);
        stub.Requests.Count.ShouldBeLessThan(12);
    }

    [Fact] // A proxy that answers 400 to everything must not cost a single point.
    public async Task Write_EverythingRefusedWithoutAReason_KeepsEverything()
    {
        await using var stub = await StubInflux.StartAsync(400, "<html>The plain HTTP request was sent to HTTPS port</html>");

        var e = await Should.ThrowAsync<SinkException>(() => Sink(Version2(stub.Url)).WriteAsync([Point(1), Point(2)], Cancel));

        e.Message.ShouldBe($"InfluxDB at {Shown(stub)} refuses everything (400). Correct 'url', 'version' and the names.");
        e.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(401, "", "refused the credentials (401). Give a token or user that may write to bucket 'b' in organization 'o'.")]
    [InlineData(403, "", "refused the credentials (403). Give a token or user that may write to bucket 'b' in organization 'o'.")]
    [InlineData(404, """{"code":"not found","message":"bucket \"b\" not found"}""", "has no bucket 'b' in organization 'o' (404). Create it or correct the name.")]
    [InlineData(404, "404 page not found", "knows no writes of version 2 (404). Correct 'url' and 'version'.")]
    [InlineData(301, "", "sends writes elsewhere (301), which is not followed. Correct 'url'.")]
    [InlineData(405, "", "does not take writes (405). Correct 'url' and 'version'.")]
    public async Task Write_PeopleMustAct_KeepsEverythingForAMinute(int status, string body, string problem)
    {
        await using var stub = await StubInflux.StartAsync(status, body);

        var e = await Should.ThrowAsync<SinkException>(() => Sink(Version2(stub.Url)).WriteAsync([Point(1)], Cancel));

        e.Message.ShouldBe($"InfluxDB at {Shown(stub)} {problem}");
        e.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "Sun, 01 Mar 2026 12:02:00 GMT", 120)]
    [InlineData(503, "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData(504, "86400", 600)]
    [InlineData(502, null, null)]
    [InlineData(500, "7", null)]
    public async Task Write_Overloaded_PassesOnWhatTheServerAskedFor(int status, string? retryAfter, int? seconds)
    {
        await using var stub = await StubInflux.StartAsync(status, "", retryAfter);

        var e = await Should.ThrowAsync<SinkException>(() => Sink(Version2(stub.Url)).WriteAsync([Point(1)], Cancel));

        e.RetryAfter?.TotalSeconds.ShouldBe(seconds!.Value);
        (e.RetryAfter is null).ShouldBe(seconds is null);
    }

    [Fact]
    public async Task Write_TooLarge_HalvesUntilItFits()
    {
        var stored = 0;
        await using var stub = await StubInflux.StartAsync((request, context) =>
        {
            var fits = request.Lines.Length <= 3;
            stored += fits ? request.Lines.Length : 0;
            return StubInflux.AnswerAsync(context, fits ? 204 : 413);
        });

        var answer = await Sink(Version2(stub.Url)).WriteAsync([.. Enumerable.Range(1, 20).Select(Point)], Cancel);

        answer.Refused.ShouldBe(0);
        stored.ShouldBe(20);
    }

    [Fact] // 1.x closes the socket instead of answering 413.
    public async Task Write_ConnectionResetUnderALargeBody_HalvesUntilItFits()
    {
        var stored = 0;
        await using var stub = await StubInflux.StartAsync((request, context) =>
        {
            if (request.Body.Length > 5_000_000)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            stored += request.Lines.Length;
            return StubInflux.AnswerAsync(context, 204);
        });
        var long1 = new SeriesField("title", new string('x', 15_000));
        var points = Enumerable.Range(1, 500).Select(number => Point(number) with { Fields = [long1] }).ToArray();

        await Sink(AnyVersion(stub.Url, 1, gzip: false)).WriteAsync(points, Cancel);

        stored.ShouldBe(500);
        stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Write_ConnectionResetUnderASmallBody_IsWorthAnotherTry()
    {
        await using var stub = await StubInflux.StartAsync((_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var e = await Should.ThrowAsync<SinkException>(() => Sink(Version2(stub.Url)).WriteAsync([Point(1), Point(2)], Cancel));

        e.Message.ShouldBe($"InfluxDB at {Shown(stub)} closed the connection. Nothing is lost; it is tried again.");
    }

    [Fact]
    public async Task Write_NoAnswer_EndsAtTheLimit()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var stub = await StubInflux.StartAsync((_, context) =>
        {
            arrived.Release();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var write = Sink(Version2(stub.Url)).WriteAsync([Point(1)], Cancel);
        await arrived.WaitAsync(Cancel);

        time.Advance(TimeSpan.FromSeconds(10));

        (await Should.ThrowAsync<SinkException>(() => write)).Message.ShouldEndWith("did not answer within 10 s. Nothing is lost; it is tried again.");
    }

    [Fact]
    public async Task Write_NobodyListens_SaysSoWithoutSecrets()
    {
        var sink = Sink(new InfluxOptions { Url = new Uri("http://127.0.0.1:1/base/"), Org = "o", Bucket = "b", Token = "t0ken" });

        var e = await Should.ThrowAsync<SinkException>(() => sink.WriteAsync([Point(1)], Cancel));

        e.Message.ShouldBe("InfluxDB at http://127.0.0.1:1/base cannot be reached. Start it, or correct 'url'.");
    }

    private static string Shown(StubInflux stub) => stub.Url.GetLeftPart(UriPartial.Authority);

    private static SeriesPoint Point(int number) => new(
        "dq_check", Noon, [new("check", string.Create(CultureInfo.InvariantCulture, $"c{number}"))], [new("value", (double)number)]);

    private static SeriesPoint Point(double value) => new("dq_check", Noon, [], [new("value", value)]);

    private static InfluxOptions Version2(Uri url, int batchSize = 5_000) => new() { Url = url, Org = "o", Bucket = "b", BatchSize = batchSize };

    private static InfluxOptions AnyVersion(Uri url, int version, bool gzip = true) =>
        new() { Url = url, Version = version, Org = "o", Bucket = "b", Database = "d", Gzip = gzip };

    private InfluxSink Sink(InfluxOptions options) => new(options, http, time);
}
