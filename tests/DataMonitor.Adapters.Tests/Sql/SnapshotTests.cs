using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>A table that is written to while it is measured, a hundred times: rows arrive and move, and no scan ever sees a key twice or two counts that differ.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const int Runs = 100;

    /// <summary>A thousand rows arrive in a second, and as many move.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>One transaction: ten rows arrive, and ten leave and come back at the other end of the table.</summary>
    private const string Write =
        """
        BEGIN;
        INSERT INTO t SELECT (SELECT max(id) FROM t) + n FROM ten;
        DELETE FROM t WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 10);
        INSERT INTO t SELECT (SELECT min(id) FROM t) - n FROM ten;
        COMMIT;
        """;

    private static readonly AggregateRequest Count = Scans.Table(new RowCount());
    private static readonly AggregateRequest Keys = Scans.Table(new Distinctness(["id"]));
    private static readonly AggregateRequest Pairs = Scans.Table(new Distinctness(["id", "id"]));
    private static readonly AggregateRequest Lost = Scans.Table(new Orphans("id", new TableObject(["t"]), "id"));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("snapshot-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Scan_WhileAPostgresTableIsWritten_NeverSeesAKeyTwice()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE ten AS SELECT n FROM generate_series(1, 10) n; CREATE TABLE t AS SELECT i AS id FROM generate_series(1, 3000) i; CREATE INDEX ON t (id)");
        await using var writer = database.Connect();
        await writer.OpenAsync(TestContext.Current.CancellationToken);

        await ShouldAgreeAsync(Scans.Postgres(database.Name, concurrency: 3), async () =>
        {
            await using var command = new NpgsqlCommand(Write, writer);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        });
    }

    [Fact]
    public async Task Scan_WhileASqliteFileIsWritten_NeverSeesAKeyTwice()
    {
        var path = Path.Combine(folder.FullName, "t.db");
        await using var writer = new SqliteConnection($"Data Source={path};Pooling=False");
        await writer.OpenAsync(TestContext.Current.CancellationToken);
        Execute(writer,
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
            CREATE TABLE ten (n INTEGER); CREATE TABLE t (id INTEGER); CREATE INDEX i ON t (id);
            WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 3000) INSERT INTO t SELECT v FROM n;
            INSERT INTO ten SELECT id FROM t WHERE id <= 10;
            """);

        await ShouldAgreeAsync(new SqliteSource(Scans.Header("sqlite"), path), () =>
        {
            Execute(writer, Write);
            return Task.CompletedTask;
        });
    }

    private static async Task ShouldAgreeAsync(SourceDefinition definition, Func<Task> write)
    {
        await using var source = SourceKinds.Open(definition, "/", TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var writing = Task.Run(async () =>
        {
            using var clock = new PeriodicTimer(Pace);
            while (!stop.IsCancellationRequested && await clock.WaitForNextTickAsync(CancellationToken.None))
            {
                await write();
            }
        }, CancellationToken.None);

        var counts = new HashSet<double>();
        for (var run = 0; run < Runs; run++)
        {
            var result = await source.ScanAsync(Scans.Plan(new TableObject(["t"]), Count, Keys, Pairs, Lost), TestContext.Current.CancellationToken);

            var rows = ((NumberValue)result.Values[Count]).Number!.Value;
            result.Values[Keys].ShouldBe(new DistinctValue((long)rows, (long)rows));
            result.Values[Pairs].ShouldBe(new DistinctValue((long)rows, (long)rows));
            result.Values[Lost].ShouldBe(new NumberValue(0));
            counts.Add(rows);
        }

        await stop.CancelAsync();
        await writing;
        counts.Count.ShouldBeGreaterThan(1);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
