using CsCheck;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>A key that an index keeps unique is counted without a look for repeats, and the answer is that of the look.</summary>
public sealed class UniqueKeysTests : IDisposable
{
    /// <summary>Statistics of a large table, so that its keys are worth a question.</summary>
    private const string Large = "UPDATE pg_class SET reltuples = 1000000 WHERE relname = 't'";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("keys-");

    private SqliteSource Sqlite => new(Scans.Header("sqlite"), Path.Combine(folder.FullName, "t.db"));

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("CREATE UNIQUE INDEX ON t (a)")]
    [InlineData("ALTER TABLE t ADD UNIQUE (a)")]
    [InlineData("ALTER TABLE t ADD UNIQUE (b, a)")]
    [InlineData("CREATE UNIQUE INDEX ON t (a, b) INCLUDE (c)")]
    public async Task Scan_PostgresKeyThatAnIndexCovers_LooksForNoRepeats(string index)
    {
        await using var database = await PostgresDatabase.CreateAsync($"CREATE TABLE t (a int, b text, c int); INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 1), (NULL, 'x', 2), (NULL, 'x', 3), (3, NULL, 4); {index}; {Large}");

        (await LookAsync(Scans.Postgres(database.Name), ["a", "b"])).ShouldBe((new DistinctValue(2, 2), false));
    }

    [Theory]
    [InlineData("CREATE INDEX ON t (a)")]
    [InlineData("CREATE UNIQUE INDEX ON t (a) WHERE a < 2")]
    [InlineData("CREATE UNIQUE INDEX ON t ((a + c))")]
    [InlineData("CREATE UNIQUE INDEX ON t (a, c)")]
    [InlineData("CREATE UNIQUE INDEX ON t (c) INCLUDE (a)")]
    [InlineData("ALTER TABLE t ADD UNIQUE (c) DEFERRABLE INITIALLY DEFERRED")]
    [InlineData("DELETE FROM t WHERE c = 3; ALTER TABLE t ADD UNIQUE (a) DEFERRABLE; INSERT INTO t VALUES (4, 'y', 3)")]
    [InlineData("DELETE FROM t WHERE c = 3; CREATE UNIQUE INDEX ON t (a); UPDATE pg_index SET indisvalid = false WHERE indrelid = 't'::regclass; INSERT INTO t VALUES (4, 'y', 3)")]
    [InlineData("DELETE FROM t WHERE c = 3; CREATE UNIQUE INDEX ON t (a); CREATE TABLE child () INHERITS (t); INSERT INTO child VALUES (2, 'y', 3)")]
    [InlineData("CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false); ALTER TABLE t ALTER b TYPE text COLLATE loose; CREATE UNIQUE INDEX ON t (b COLLATE \"C\")")]
    public async Task Scan_PostgresKeyThatMayRepeat_LooksForRepeats(string index)
    {
        await using var database = await PostgresDatabase.CreateAsync($"CREATE TABLE t (a int, b text, c int); INSERT INTO t VALUES (1, 'x', 1), (2, 'X', 2), (2, 'y', 3), (NULL, 'z', 4); {index}; {Large}");

        (await LookAsync(Scans.Postgres(database.Name), ["a"])).LooksForRepeats.ShouldBeTrue();
        (await LookAsync(Scans.Postgres(database.Name), ["b"])).LooksForRepeats.ShouldBeTrue();
    }

    [Fact]
    public async Task Scan_PostgresPartitionedTable_TrustsAKeyOfAllPartitions()
    {
        await using var database = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE t (a int PRIMARY KEY) PARTITION BY RANGE (a);
            CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE high PARTITION OF t FOR VALUES FROM (10) TO (20);
            INSERT INTO t VALUES (1), (2), (11);
            UPDATE pg_class SET reltuples = 1000000 WHERE relname IN ('low', 'high');
            """);

        (await LookAsync(Scans.Postgres(database.Name), ["a"])).ShouldBe((new DistinctValue(3, 3), false));
    }

    [Fact]
    public async Task Scan_KeyWithAColumnThatIsMissing_SaysSo()
    {
        await using var database = await PostgresDatabase.CreateAsync($"CREATE TABLE t (a int PRIMARY KEY); {Large}");

        (await LookAsync(Scans.Postgres(database.Name), ["a", "lost"])).Answer.ShouldBeOfType<MeasureError>().Problem.ShouldContain("'lost' does not exist");
    }

    [Theory]
    [InlineData("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c INTEGER)", false)]
    [InlineData("CREATE TABLE t (a INT, b TEXT, c INTEGER, PRIMARY KEY (b, a)) WITHOUT ROWID", false)]
    [InlineData("CREATE TABLE t (a INT UNIQUE, b TEXT, c INTEGER)", false)]
    [InlineData("CREATE TABLE t (a INT, b TEXT, c INTEGER); CREATE UNIQUE INDEX i ON t (a)", false)]
    [InlineData("CREATE TABLE t (a INT, b TEXT, c INTEGER); CREATE INDEX i ON t (a)", true)]
    [InlineData("CREATE TABLE t (a INT, b TEXT, c INTEGER); CREATE UNIQUE INDEX i ON t (a) WHERE a > 1", true)]
    [InlineData("CREATE TABLE t (a INT, b TEXT, c INTEGER); CREATE UNIQUE INDEX i ON t (a + 0)", true)]
    [InlineData("CREATE TABLE t (a INT, b TEXT, c INTEGER); CREATE UNIQUE INDEX i ON t (a, c)", true)]
    [InlineData("CREATE TABLE t (a INT, b TEXT COLLATE NOCASE, c INTEGER); CREATE UNIQUE INDEX i ON t (b COLLATE BINARY)", true)]
    public async Task Scan_SqliteKey_LooksForRepeatsUnlessAnIndexCoversIt(string table, bool looks)
    {
        Run($"{table}; INSERT INTO t VALUES (1, 'x', 1), (2, 'X', 1), (3, 'y', 1)");

        (await LookAsync(Sqlite, ["a", "b"])).ShouldBe((new DistinctValue(3, 3), looks));
    }

    [Fact]
    public async Task Scan_SqliteView_LooksForRepeats()
    {
        Run("CREATE TABLE s (a INTEGER PRIMARY KEY); INSERT INTO s VALUES (1), (2); CREATE VIEW t AS SELECT a FROM s UNION ALL SELECT a FROM s");

        (await LookAsync(Sqlite, ["a"])).ShouldBe((new DistinctValue(4, 2), true));
    }

    [Fact]
    public void Scan_AnyRowsUnderAUniqueIndex_AnswersAsTheLookDoes() => Gen.Select(Gen.Int[0, 6].Nullable(), Gen.Int[0, 3].Nullable()).Array[0, 20].Sample(rows =>
    {
        var values = rows.Select(row => $"({Literal(row.Item1)}, {Literal(row.Item2)})").ToArray();
        Run("DROP TABLE IF EXISTS t; CREATE TABLE t (a INT, b INT); CREATE UNIQUE INDEX i ON t (a)");
        if (values.Length > 0)
        {
            Run($"INSERT OR IGNORE INTO t VALUES {string.Join(", ", values)}");
        }

        foreach (var key in new ValueList<string>[] { ["a"], ["a", "b"], ["b", "a", "a"] })
        {
            var (spared, looked) = (Scans.Table(new Distinctness(key)), Scans.Table(new Distinctness(key), "1 = 1"));
            var count = UniqueKeys.Counting(spared);
            var result = Scans.ScanAsync(Sqlite, Scans.Plan(new TableObject(["t"]), spared, looked, count)).GetAwaiter().GetResult();

            result.Values[spared].ShouldBe(result.Values[looked]);
            result.Values.Keys.ShouldBe([spared, looked, count], ignoreOrder: true);
        }

        static string Literal(int? value) => value is { } number ? $"{number}" : "NULL";
    }, iter: 40, threads: 1);

    private static async Task<(AggregateValue Answer, bool LooksForRepeats)> LookAsync(SourceDefinition source, ValueList<string> key)
    {
        var request = Scans.Table(new Distinctness(key));
        var result = await Scans.ScanAsync(source, Scans.Plan(new TableObject(["t"]), request, Scans.Table(new RowCount())));
        result.Values.Count.ShouldBe(2);
        return (result.Values[request], result.Statements.Any(statement => statement.Sql.Contains("GROUP BY", StringComparison.Ordinal) || statement.Sql.Contains("count(DISTINCT", StringComparison.Ordinal)));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Sqlite.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
