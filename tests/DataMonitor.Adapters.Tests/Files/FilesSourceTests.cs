using System.Collections.Immutable;
using DataMonitor.Adapters.Files;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DuckDB.NET.Data;

namespace DataMonitor.Adapters.Tests.Files;

public sealed class FilesSourceTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly string lake = Directory.CreateTempSubdirectory("lake").FullName;

    public void Dispose() => Directory.Delete(lake, recursive: true);

    [Fact]
    public async Task Scan_ParquetWithPartition_ReadsOnlyItsRows()
    {
        WriteScores();

        var values = await ScanAsync(
            "scores/dt=*/*.parquet",
            [new RowCount(), new Maximum("score"), new Mean("score"), new MatchCount(new IsMissing("score")), new Newest("scored_at"), new Quantile("score", 0.95), new StandardDeviation("id")],
            new PartitionWindow("dt", Day(2), Day(3)));

        values[0].ShouldBe(new NumberValue(100));
        values[1].ShouldBe(new NumberValue(100));
        values[2].ShouldBe(new NumberValue(50.5));
        values[3].ShouldBe(new NumberValue(0));
        values[4].ShouldBe(new InstantValue(Day(2).AddHours(23)));
        values[5].ShouldBe(new NumberValue(95));
        ((NumberValue)values[6]).Number!.Value.ShouldBe(29.011491975882, 1e-9);
    }

    [Fact]
    public async Task List_Folders_NamesOneDatasetForEachFolderAndKindOfFile()
    {
        WriteScores();
        foreach (var name in new[] { "top.csv", "sales/eu/a.csv.gz", "sales/eu/b.csv.gz", "sales/eu/notes.txt", "sales/eu/c.json", ".hidden/d.csv", "sales/by=year/x/y.csv" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(lake, name))!);
            await File.WriteAllTextAsync(Path.Combine(lake, name), "id\n1\n", TestContext.Current.CancellationToken);
        }

        await using var source = Source(lake, 512);

        var listing = await source.ListAsync(TestContext.Current.CancellationToken);

        listing.Objects.Select(found => ((FilesObject)found).Glob).ShouldBe(["sales/by=*/x/*.csv", "sales/eu/*.csv.gz", "sales/eu/*.json", "scores/dt=*/*.parquet", "top.csv"]);
        listing.DefaultSchema.ShouldBeNull();
    }

    [Fact]
    public async Task Dialect_HashAndMask_AreThoseOfEveryEngine()
    {
        File.WriteAllText(Path.Combine(lake, "names.csv"), "name\nanna@example.com\nŁukasz 🙂 ü\nb@example\nAZaz-0019 üß_\n");
        var dialect = new DuckDbDialect(lake);
        var (first, second) = dialect.Hash("name");

        var values = await ScanAsync("names.csv", [new OwnExpression($"max(CASE WHEN name = 'b@example' THEN {first} END)"), new OwnExpression($"max(CASE WHEN name = 'b@example' THEN {second} END)"), new OwnExpression($"sum(CASE WHEN {dialect.Masked("name")} = 'AAaa-9999 üß_' THEN 1 END)")]);

        values.ShouldBe([new NumberValue(48055821), new NumberValue(20365196), new NumberValue(1)]);
    }

    [Fact]
    public async Task Scan_Csv_CountsKeysMatchesAndMissing()
    {
        File.WriteAllText(Path.Combine(lake, "customers.csv"), "id,email,country\n1,a@example.com,DE\n2,,FR\n2,nobody,FR\n3,c@example.com,\n");

        var values = await ScanAsync(
            "customers.csv",
            [
                new Distinctness(["id"]),
                new Distinctness(["id", "country"]),
                new MatchCount(new IsMissing("email")),
                new MatchCount(new IsMatch("email", @"^[^@]+@[^@]+$")),
                new TopValues("country", 5),
                new Columns(),
            ]);

        values[0].ShouldBe(new DistinctValue(4, 3));
        values[1].ShouldBe(new DistinctValue(3, 2));
        values[2].ShouldBe(new NumberValue(1));
        values[3].ShouldBe(new NumberValue(2));
        ((TopValueList)values[4]).Values[0].ShouldBe(new TopValue("FR", 2));
        ((SchemaValue)values[5]).Columns.Select(column => (column.Name, column.Type)).ShouldBe([("id", ColumnType.Integer), ("email", ColumnType.Text), ("country", ColumnType.Text)]);
    }

    [Fact]
    public async Task Scan_JsonLines_AreRead()
    {
        File.WriteAllText(Path.Combine(lake, "events.jsonl"), "{\"id\": 1, \"at\": \"2026-03-02T10:00:00Z\"}\n{\"id\": 2, \"at\": \"2026-03-02T11:30:00Z\"}\n");

        var values = await ScanAsync("events.jsonl", [new RowCount(), new Newest("at")]);

        values[0].ShouldBe(new NumberValue(2));
        values[1].ShouldBe(new InstantValue(Day(2).AddHours(11.5)));
    }

    [Theory]
    [InlineData("gzip", "csv.gz")]
    [InlineData("zstd", "csv.zst")]
    [InlineData("gzip", "json.gz")]
    [InlineData("zstd", "json.zst")]
    public async Task Scan_CompressedText_IsReadThroughAGlob(string compression, string ending)
    {
        Run($"COPY (SELECT range AS id FROM range(1, 4)) TO '{lake}/a.{ending}' (COMPRESSION {compression})");
        Run($"COPY (SELECT range AS id FROM range(4, 6)) TO '{lake}/b.{ending}' (COMPRESSION {compression})");

        var values = await ScanAsync($"*.{ending}", [new RowCount(), new Maximum("id")]);

        values.ShouldBe([new NumberValue(5), new NumberValue(5)]);
    }

    [Fact]
    public async Task Scan_RowsOfParquet_AreCountedFromFootersAlone()
    {
        WriteScores();
        Damage("scores/dt=2026-03-01/part-0.parquet");

        var values = await ScanAsync("scores/dt=*/*.parquet", [new RowCount()]);
        var scanned = await ScanAsync("scores/dt=*/*.parquet", [new Maximum("id")]);

        values[0].ShouldBe(new NumberValue(200));
        scanned[0].ShouldBeOfType<MeasureError>();
    }

    [Fact]
    public async Task Scan_PartitionOfFolders_ReadsNoRowsOfOthers()
    {
        WriteScores();
        Damage("scores/dt=2026-03-01/part-0.parquet");

        var values = await ScanAsync("scores/dt=*/*.parquet", [new Maximum("id")], new PartitionWindow("dt", Day(2), Day(3)));

        values[0].ShouldBe(new NumberValue(100));
    }

    [Fact]
    public async Task Scan_OneGuiltyColumn_ErrorsAlone()
    {
        WriteScores();

        var values = await ScanAsync("scores/dt=*/*.parquet", [new RowCount(), new Maximum("scor"), new Mean("score")]);

        values[0].ShouldBe(new NumberValue(200));
        values[1].ShouldBe(new MeasureError("Column 'scor' does not exist in scores/dt=*/*.parquet.", "Did you mean 'score'?"));
        values[2].ShouldBe(new NumberValue(50.5));
    }

    [Theory]
    [InlineData("none/*.parquet", "No file matches 'none/*.parquet'.")]
    [InlineData("broken.parquet", "The files 'broken.parquet' cannot be read as what their name says.")]
    [InlineData("notes.txt", "The files 'notes.txt' end in nothing that can be read.")]
    [InlineData("../secret.csv", "The files '../secret.csv' lie outside the source's folder.")]
    [InlineData("/etc/passwd.csv", "The files '/etc/passwd.csv' lie outside the source's folder.")]
    public async Task Scan_WhatCannotBeRead_SaysWhy(string glob, string problem)
    {
        File.WriteAllText(Path.Combine(lake, "broken.parquet"), "this is no Parquet file, whatever its name says");

        var values = await ScanAsync(glob, [new RowCount()]);

        values[0].ShouldBeOfType<MeasureError>().Problem.ShouldBe(problem);
    }

    [Fact]
    public async Task Scan_LinkThatLeavesTheFolder_IsRefused()
    {
        var outside = Path.GetTempFileName();
        File.WriteAllText(outside, "secret\ncanary-4711\n");
        File.CreateSymbolicLink(Path.Combine(lake, "link.csv"), outside);

        var values = await ScanAsync("link.csv", [new RowCount()]);

        values[0].ShouldBeOfType<MeasureError>().Problem.ShouldBe("The user of the source may not read link.csv.");
        File.Delete(outside);
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM 'https://example.com/x.csv'")]
    [InlineData("SELECT 1) q; COPY (SELECT 1) TO 'LAKE/evil.csv'; SELECT * FROM (SELECT 1")]
    [InlineData("COPY (SELECT 1) TO 'LAKE/evil.csv'")]
    [InlineData("ATTACH 'LAKE/evil.db'")]
    [InlineData("CREATE TABLE evil AS SELECT 1")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("PRAGMA database_list")]
    [InlineData("EXPORT DATABASE 'LAKE/evil'")]
    public async Task Scan_OwnerSqlThatReachesOut_IsRefusedAndWritesNothing(string sql)
    {
        WriteScores();
        var before = Directory.GetFileSystemEntries(lake, "*", SearchOption.AllDirectories);

        var values = await ScanAsync("scores/dt=*/*.parquet", [new RowCount(), new OwnQueryRows(sql.Replace("LAKE", lake, StringComparison.Ordinal))]);

        values[0].ShouldBe(new NumberValue(200));
        values[1].ShouldBeOfType<MeasureError>();
        Directory.GetFileSystemEntries(lake, "*", SearchOption.AllDirectories).ShouldBe(before);
    }

    [Fact]
    public async Task Scan_TooMuchMemory_ErrorsAndTheProcessLives()
    {
        File.WriteAllText(Path.Combine(lake, "one.csv"), "id\n1\n");

        var values = await ScanAsync("one.csv", [new OwnQueryRows("SELECT DISTINCT range FROM range(200000000)")], memoryMegabytes: 64);

        values[0].ShouldBeOfType<MeasureError>().Problem.ShouldBe("The engine ran out of memory or another resource.");
    }

    [Fact]
    public async Task Scan_TooSlow_IsInterrupted()
    {
        File.WriteAllText(Path.Combine(lake, "one.csv"), "id\n1\n");

        var values = await ScanAsync(
            "one.csv",
            [new OwnQueryRows("SELECT 1 FROM range(100000000) a, range(100000) b WHERE a.range * b.range % 7 = 3")],
            timeout: TimeSpan.FromSeconds(1));

        values[0].ShouldBeOfType<MeasureError>().Problem.ShouldBe("No answer within 1 s.");
    }

    [Fact]
    public async Task Scan_FolderIsGone_IsTheSourcesFault()
    {
        var source = Source(Path.Combine(lake, "gone"), 64);

        var fault = await Should.ThrowAsync<SourceException>(() => source.ScanAsync(Plan("x.csv", [new(new RowCount(), null, CheckScope.Table)], null, TimeSpan.FromSeconds(5)), default));

        fault.Message.ShouldBe($"Source 'lake' has no folder {Path.Combine(lake, "gone")}. Mount or create it, or correct 'root' in sources.yaml.");
        fault.IsTransient.ShouldBeTrue();
    }

    private static DateTimeOffset Day(int day) => new(2026, 3, day, 0, 0, 0, TimeSpan.Zero);

    private static IMetricSource Source(string root, int memoryMegabytes) => new FilesSourceDefinition(
        new("lake", "files", 2, TimeSpan.FromMinutes(1), new("sources.yaml", 1, 1)), root, memoryMegabytes).Open("/", TimeProvider.System);

    private static ScanPlan Plan(string glob, ImmutableArray<AggregateRequest> requests, PartitionWindow? window, TimeSpan timeout)
    {
        var dataset = new Dataset(
            $"lake/{glob}", "lake", new FilesObject(glob), "team", Tier.Normal, [], null, null, null, null, null, "UTC", new(timeout), AlertRules.Default, [], new("x.yaml", 1, 1));
        ScanStatement[] statements = [.. requests.GroupBy(request => Planner.ClassOf(request.Aggregate)).Select(group => new ScanStatement(group.Key, group.First().Scope, [.. group]))];
        return new(dataset, window, Noon, [.. statements]);
    }

    private async Task<AggregateValue[]> ScanAsync(
        string glob, Aggregate[] aggregates, PartitionWindow? window = null, int memoryMegabytes = 512, TimeSpan? timeout = null)
    {
        await using var source = Source(lake, memoryMegabytes);
        var scope = window is null ? CheckScope.Table : CheckScope.Partition;
        ImmutableArray<AggregateRequest> requests = [.. aggregates.Select(aggregate => new AggregateRequest(aggregate, null, scope))];

        var result = await source.ScanAsync(Plan(glob, requests, window, timeout ?? TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);

        return [.. requests.Select(request => result.Values[request])];
    }

    /// <summary>Overwrites the rows of a Parquet file and leaves its footer.</summary>
    private void Damage(string file)
    {
        using var stream = File.OpenWrite(Path.Combine(lake, file));
        stream.Position = 4;
        stream.Write(new byte[64]);
    }

    private static void Run(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void WriteScores()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        foreach (var day in new[] { 1, 2 })
        {
            var folder = Directory.CreateDirectory(Path.Combine(lake, "scores", $"dt=2026-03-0{day}")).FullName;
            command.CommandText = $"""
                COPY (SELECT range AS id, CAST(range AS DOUBLE) AS score, TIMESTAMPTZ '2026-03-0{day} 23:00:00+00' AS scored_at FROM range(1, 101))
                TO '{folder}/part-0.parquet'
                """;
            command.ExecuteNonQuery();
        }
    }
}
