using System.Net.Http.Json;
using System.Text.Json;
using DataMonitor.Adapters.Influx;
using DataMonitor.Core.Metrics;

namespace DataMonitor.Adapters.Tests.Influx;

/// <summary>Writes to a real InfluxDB 1.x and a real VictoriaMetrics, and reads back what they hold.</summary>
public sealed class RealServerTests : IDisposable
{
    private const string Odd = "sh\u00f6p/\"odd\" na=me, \\ \U0001F600";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HttpClient http = new();
    private readonly string database = $"telemetry_{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Write_Influx1_HoldsTheSameValues()
    {
        await QueryAsync($"CREATE DATABASE {database}");
        try
        {
            var sink = Sink(new InfluxOptions { Url = TestServer.Influx, Version = 1, Database = database });

            (await sink.WriteAsync(Points(), Cancel)).Refused.ShouldBe(0);
            (await sink.WriteAsync(Points(), Cancel)).Refused.ShouldBe(0); // sending again is harmless

            var rows = await RowsAsync("SELECT dataset, value, failed_rows, title FROM dq_check");
            rows.Count.ShouldBe(2);
            rows[0].ShouldBe([1772366400000L, "shop/orders", 0.1, 7L, "a \"b\" c\\"]);
            rows[1].ShouldBe([1772366460000L, Odd.Replace('\\', '_'), 1e300, long.MinValue, "\u00e4"]);
        }
        finally
        {
            await QueryAsync($"DROP DATABASE {database}");
        }
    }

    [Fact]
    public async Task Write_Influx1FieldOfAnotherType_StoresTheRestAndCountsIt()
    {
        await QueryAsync($"CREATE DATABASE {database}");
        try
        {
            var sink = Sink(new InfluxOptions { Url = TestServer.Influx, Version = 1, Database = database });
            await sink.WriteAsync([new("dq_check", Noon, [], [new("value", 1d)])], Cancel);

            var answer = await sink.WriteAsync(
                [new("dq_check", Noon.AddSeconds(1), [], [new("value", 1L)]), new("dq_check", Noon.AddSeconds(2), [], [new("value", 2d)])], Cancel);

            answer.Refused.ShouldBe(1);
            answer.Reasons.ShouldBe(["the database holds a field of that name with another type"]);
            (await RowsAsync("SELECT value FROM dq_check")).Count.ShouldBe(2);
        }
        finally
        {
            await QueryAsync($"DROP DATABASE {database}");
        }
    }

    [Theory]
    [InlineData(null, "has no database 'nowhere' (404). Create it or correct the name.")]
    [InlineData("nowhere", "has no such retention policy. Create it or correct 'retention_policy'.")]
    public async Task Write_Influx1TargetMissing_SaysWhich(string? policy, string problem)
    {
        await QueryAsync($"CREATE DATABASE {database}");
        try
        {
            var sink = Sink(new InfluxOptions { Url = TestServer.Influx, Version = 1, Database = policy is null ? "nowhere" : database, RetentionPolicy = policy });

            (await Should.ThrowAsync<SinkException>(() => sink.WriteAsync(Points(), Cancel))).Message.ShouldEndWith(problem);
        }
        finally
        {
            await QueryAsync($"DROP DATABASE {database}");
        }
    }

    [Fact]
    public async Task Write_Influx1Asked2_SaysThatTheVersionIsWrong()
    {
        var sink = Sink(new InfluxOptions { Url = TestServer.Influx, Version = 2, Org = "o", Bucket = "b" });

        (await Should.ThrowAsync<SinkException>(() => sink.WriteAsync(Points(), Cancel))).Message.ShouldEndWith("knows no writes of version 2 (404). Correct 'url' and 'version'.");
    }

    [Fact]
    public async Task Write_VictoriaMetrics_HoldsTheSameValues()
    {
        var sink = Sink(new InfluxOptions { Url = TestServer.Victoria, Version = 2, Org = "any", Bucket = "any" });
        SeriesPoint[] points = [new(database, Noon, [new("dataset", Odd)], [new("value", 0.1), new("failed_rows", 7L)])];

        await sink.WriteAsync(points, Cancel);

        await http.GetAsync(new Uri(TestServer.Victoria, "/internal/force_flush"), Cancel);
        var lines = await http.GetStringAsync(new Uri(TestServer.Victoria, $"/api/v1/export?match[]={{__name__=~\"{database}.*\"}}"), Cancel);
        var series = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(
            root => root.GetProperty("metric").GetProperty("__name__").GetString()!, StringComparer.Ordinal);
        series[$"{database}_value"].GetProperty("values")[0].GetDouble().ShouldBe(0.1);
        series[$"{database}_value"].GetProperty("timestamps")[0].GetInt64().ShouldBe(Noon.ToUnixTimeMilliseconds());
        series[$"{database}_value"].GetProperty("metric").GetProperty("dataset").GetString().ShouldBe(Odd.Replace('\\', '_'));
        series[$"{database}_failed_rows"].GetProperty("values")[0].GetDouble().ShouldBe(7);
    }

    private static SeriesPoint[] Points() =>
    [
        new("dq_check", Noon, [new("dataset", "shop/orders")], [new("value", 0.1), new("failed_rows", 7L), new("title", "a\n\"b\"\rc\\")]),
        new("dq_check", Noon.AddMinutes(1), [new("dataset", Odd)], [new("value", 1e300), new("failed_rows", long.MinValue), new("title", "\u00e4")]),
    ];

    private async Task<List<object[]>> RowsAsync(string query)
    {
        var result = await http.GetFromJsonAsync<JsonElement>(
            new Uri(TestServer.Influx, $"/query?db={database}&epoch=ms&q={Uri.EscapeDataString(query)}"), Cancel);
        var rows = result.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values");
        return [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(Value).ToArray())];
    }

    private static object Value(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!
        : element.TryGetInt64(out var whole) ? whole : element.GetDouble();

    private async Task QueryAsync(string query)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("q", query)]);
        (await http.PostAsync(new Uri(TestServer.Influx, "/query"), form, Cancel)).EnsureSuccessStatusCode();
    }

    private InfluxSink Sink(InfluxOptions options) => new(options, http, TimeProvider.System);
}
