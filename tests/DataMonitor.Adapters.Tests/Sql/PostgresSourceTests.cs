using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>What only PostgreSQL has: values that .NET lacks, snapshots over several sessions, quantiles guided by a sample.</summary>
public sealed class PostgresSourceTests
{
    private static readonly string[] Columns = ["ordered", "mixed", "few", "same", "half"];
    private static readonly double[] Shares = [0.001, 0.5, 0.95, 0.999];

    [Fact]
    public async Task Scan_NaNAndInfinity_AreLeftOutOfExtremaAndRefusedElsewhere()
    {
        await using var database = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE t (f double precision, n numeric, i double precision, only_nan real, huge numeric(1000, 0), long_ago timestamptz, never timestamptz);
            INSERT INTO t VALUES (1, 1, 1, 'NaN', 10::numeric ^ 400, '4000-01-01 BC', 'infinity'), (2, 2, 'Infinity', NULL, 1, NULL, NULL), ('NaN', 'NaN', '-Infinity', NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            """);
        var source = Scans.Postgres(database.Name);

        async Task<AggregateValue> Measure(Aggregate aggregate) => await Scans.MeasureAsync(source, new TableObject(["public", "t"]), Scans.Table(aggregate));

        (await Measure(new Maximum("f"))).ShouldBe(new NumberValue(2));
        (await Measure(new Maximum("n"))).ShouldBe(new NumberValue(2));
        (await Measure(new Minimum("f"))).ShouldBe(new NumberValue(1));
        (await Measure(new Minimum("only_nan"))).ShouldBe(new NumberValue(null));
        (await Measure(new Maximum("only_nan"))).ShouldBe(new NumberValue(null));
        (await Measure(new MatchCount(new IsInRange("f", 0, null)))).ShouldBe(new NumberValue(2));
        (await Measure(new MatchCount(new IsInRange("n", 0, 5)))).ShouldBe(new NumberValue(2));
        (await Measure(new Mean("f"))).ShouldBeOfType<MeasureError>().Problem.ShouldBe("Column 'f' holds NaN, infinity or numbers too large, so there is no finite result.");
        (await Measure(new Maximum("i"))).ShouldBeOfType<MeasureError>();
        (await Measure(new Maximum("huge"))).ShouldBeOfType<MeasureError>();
        (await Measure(new Newest("long_ago"))).ShouldBeOfType<MeasureError>().Problem.ShouldContain("years 1 to 9999");
        (await Measure(new Newest("never"))).ShouldBeOfType<MeasureError>();
    }

    [Fact]
    public async Task Estimate_ScanAndIndex_CountWhatIsRead()
    {
        await using var database = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE t AS SELECT i AS id, timestamptz '2026-01-01' + i * interval '1 minute' AS at, repeat('x', 100) AS filler FROM generate_series(1, 100000) i;
            CREATE INDEX ON t (at);
            CREATE TABLE r AS SELECT 1 AS id;
            ANALYZE;
            """);
        await using var source = SourceKinds.Open(Scans.Postgres(database.Name), "/", TimeProvider.System);
        var day = new PartitionWindow("at", new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        var dataset = Scans.Dataset(new TableObject(["t"]));
        var inside = new AggregateRequest(new RowCount(), null, CheckScope.Partition);

        var whole = await source.EstimateAsync(Scans.Plan(dataset, null, Scans.Table(new MatchCount(new IsMissing("filler")))), CancellationToken.None);
        var both = await source.EstimateAsync(Scans.Plan(dataset, null, Scans.Table(new Orphans("id", new TableObject(["r"]), "id"))), CancellationToken.None);
        var part = await source.EstimateAsync(Scans.Plan(dataset, day, inside), CancellationToken.None);

        (whole.Rows, whole.Bytes).ShouldBe((100_000, await SizeAsync(database)));
        both.Rows.ShouldBe(100_001);
        part.Rows.ShouldNotBeNull().ShouldBeInRange(500, 3_000);
        part.Bytes.ShouldNotBeNull().ShouldBeLessThan(1_000_000);

        static async Task<long> SizeAsync(PostgresDatabase database)
        {
            var answer = await Scans.MeasureAsync(Scans.Postgres(database.Name), new QueryObject("select pg_relation_size('t') as size"), Scans.Table(new Maximum("size")));
            return (long)((NumberValue)answer).Number!.Value;
        }
    }

    [Fact]
    public async Task Scan_LargeTable_FindsQuantilesWithoutASort()
    {
        await using var database = await PostgresDatabase.CreateAsync(
            """
            CREATE TABLE t AS SELECT i AS ordered, (i::bigint * 7919 % 300007) / 7.0 AS mixed, i % 3 AS few, 5 AS same, CASE WHEN i % 2 = 0 THEN i END AS half, i::text AS word FROM generate_series(1, 300000) i;
            ANALYZE t;
            """);
        AggregateRequest[] quantiles =
        [
            .. from column in Columns from q in Shares select Scans.Table(new Quantile(column, q)),
            Scans.Table(new Quantile("mixed", 0.5), "ordered <= 200000"),
            Scans.Table(new Quantile("mixed", 0.5), "ordered <= 10"),
            Scans.Table(new Quantile("mixed", 0.5), "ordered % 10 = 0"),
        ];
        var word = Scans.Table(new Quantile("word", 0.5));
        var lost = Scans.Table(new Quantile("lost", 0.5));
        var count = Scans.Table(new RowCount());

        var result = await Scans.ScanAsync(Scans.Postgres(database.Name), Scans.Plan(new TableObject(["t"]), [count, .. quantiles]));
        var broken = await Scans.ScanAsync(Scans.Postgres(database.Name), Scans.Plan(new TableObject(["t"]), count, word, lost, quantiles[1]));

        foreach (var request in quantiles)
        {
            var quantile = (Quantile)request.Aggregate;
            var exact = await database.TextAsync($"SELECT (percentile_disc({quantile.Q}) WITHIN GROUP (ORDER BY {quantile.Column}))::text FROM t WHERE {request.Filter ?? "true"}");
            result.Values[request].ShouldBe(new NumberValue(double.Parse(exact, System.Globalization.CultureInfo.InvariantCulture)), request.ToString());
        }

        result.Values[count].ShouldBe(new NumberValue(300_000));
        result.Values.Count.ShouldBe(quantiles.Length + 1);
        result.Statements.ShouldContain(statement => statement.Sql.Contains("TABLESAMPLE", StringComparison.Ordinal));
        result.Statements.ShouldContain(statement => statement.Sql.StartsWith("WITH w AS MATERIALIZED", StringComparison.Ordinal));
        result.Statements.ShouldNotContain(statement => statement.Sql.Contains("ordered % 10", StringComparison.Ordinal) && statement.Sql.Contains("OFFSET (SELECT", StringComparison.Ordinal));
        broken.Values[quantiles[1]].ShouldBe(result.Values[quantiles[1]]);
        broken.Values[word].ShouldBeOfType<MeasureError>().Problem.ShouldContain("does not hold numbers");
        broken.Values[lost].ShouldBeOfType<MeasureError>().Problem.ShouldContain("'lost' does not exist");
    }

    [Fact]
    public async Task Scan_SmallTable_CountsKeysInTheSharedStatement()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT i % 90 AS id FROM generate_series(1, 100) i; ANALYZE t");
        var (count, keys, pair) = (Scans.Table(new RowCount()), Scans.Table(new Distinctness(["id"])), Scans.Table(new Distinctness(["id", "id"])));

        var result = await Scans.ScanAsync(Scans.Postgres(database.Name), Scans.Plan(new TableObject(["t"]), count, keys, pair));

        result.Values[count].ShouldBe(new NumberValue(100));
        result.Values[keys].ShouldBe(new DistinctValue(100, 90));
        result.Values[pair].ShouldBe(new DistinctValue(100, 90));
        result.Statements.Count(statement => statement.Sql.Contains("FROM \"t\"", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Scan_WhileRowsArrive_SeesOneMoment()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT i AS id FROM generate_series(1, 20000) i");
        AggregateRequest[] requests =
        [
            Scans.Table(new RowCount()),
            Scans.Table(new Distinctness(["id"])),
            .. Enumerable.Range(1, 12).Select(index => Scans.Table(new OwnQueryRows($"select id from t where id > 0 - {index}"))),
        ];
        using var stop = new CancellationTokenSource();
        await using var source = SourceKinds.Open(Scans.Postgres(database.Name, concurrency: 3), "/", TimeProvider.System);
        var writer = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await database.RunAsync("INSERT INTO t SELECT max(id) + 1 FROM t");
            }
        }, TestContext.Current.CancellationToken);

        var counts = new HashSet<double>();
        for (var round = 0; round < 8; round++)
        {
            var result = await source.ScanAsync(Scans.Plan(new TableObject(["t"]), requests), TestContext.Current.CancellationToken);
            var rows = ((NumberValue)result.Values[requests[0]]).Number!.Value;
            result.Values[requests[1]].ShouldBe(new DistinctValue((long)rows, (long)rows));
            requests[2..].ShouldAllBe(request => result.Values[request] == new NumberValue(rows));
            counts.Add(rows);
        }

        await stop.CancelAsync();
        await writer;
        counts.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Scan_FaultsWhileRunning_BlameOnlyTheGuilty()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT i AS id, 0 AS zero, 'x' || i AS word FROM generate_series(1, 100) i");
        var innocent = Enumerable.Range(0, 40).Select(index => Scans.Rows(new IsInRange("id", index, null))).ToArray();
        var division = Scans.Table(new OwnExpression("sum(id / zero)"));
        var cast = Scans.Rows(new OwnCondition("word::int > 1"));
        var overflow = Scans.Table(new OwnExpression("sum(id * 2147483647)"));

        var result = await Scans.ScanAsync(Scans.Postgres(database.Name), Scans.Plan(new TableObject(["t"]), [.. innocent, division, cast, overflow]));

        result.Values[division].ShouldBe(new MeasureError("The SQL divides by zero.", "Guard the divisor: a / nullif(b, 0)."));
        result.Values[cast].ShouldBeOfType<MeasureError>().Problem.ShouldStartWith("A value cannot be read");
        result.Values[overflow].ShouldBeOfType<MeasureError>().Problem.ShouldStartWith("A number became too large");
        innocent.ShouldAllBe(request => result.Values[request] is NumberValue);
        result.Values.Values.OfType<MeasureError>().ShouldAllBe(error => !error.ToString().Contains("x1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_SlowSqlOfTheOwner_TimesOutAloneAndLeavesNothingRunning()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT 1 AS id");
        var (count, sleep) = (Scans.Table(new RowCount()), Scans.Table(new OwnExpression("max(id) + (select count(*) from (select pg_sleep(600)) s)")));
        var query = Scans.Table(new OwnQueryRows("select pg_sleep(600)"));
        var dataset = Scans.Dataset(new TableObject(["t"]), timeout: TimeSpan.FromSeconds(1));

        var plan = new ScanPlan(dataset, null, Scans.Noon, [new(StatementClass.Shared, Core.Checks.CheckScope.Table, [count, sleep]), new(StatementClass.Own, Core.Checks.CheckScope.Table, [query])]);
        var result = await Scans.ScanAsync(Scans.Postgres(database.Name), plan);

        result.Values[count].ShouldBe(new NumberValue(1));
        result.Values[sleep].ShouldBeOfType<MeasureError>().Problem.ShouldBe("No answer within 1 s.");
        result.Values[query].ShouldBeOfType<MeasureError>().Problem.ShouldBe("No answer within 1 s.");
        (await database.TextAsync("SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'monitor%' AND state = 'active'")).ShouldBe("0");
    }

    [Fact]
    public async Task Scan_LockedTable_GivesUpInsteadOfQueueing()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT 1 AS id");
        await using var connection = database.Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE t IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var answer = await Scans.MeasureAsync(Scans.Postgres(database.Name), new TableObject(["t"]), Scans.Table(new RowCount()));

        answer.ShouldBe(new MeasureError("Another session keeps t locked for longer than 2 s.", "Wait for it to end; schedule checks apart from schema changes."));
    }

    [Fact]
    public async Task Scan_Cancelled_StopsOnTheServer()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var source = SourceKinds.Open(Scans.Postgres(database.Name), "/", TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var scan = source.ScanAsync(Scans.Plan(new QueryObject("select pg_sleep(600)"), Scans.Table(new RowCount())), stop.Token);
        while (await database.TextAsync("SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()") == "0")
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(scan);
        (await database.TextAsync("SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'monitor%' AND state = 'active'")).ShouldBe("0");
    }

    [Fact]
    public async Task Scan_KilledOnce_TriesAgainOnANewConnection()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE t AS SELECT 1 AS id; CREATE SEQUENCE once");
        await using var source = SourceKinds.Open(Scans.Postgres(database.Name), "/", TimeProvider.System);
        var count = Scans.Table(new RowCount());
        var scan = source.ScanAsync(Scans.Plan(new QueryObject("select id, pg_sleep(case when exists (select from pg_class where relname = 'stop') then 0 else 600 end) from t"), count), TestContext.Current.CancellationToken);
        while (await database.TextAsync("SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(case%' AND pid <> pg_backend_pid() AND state = 'active'") == "0")
        {
            await Task.Yield();
        }

        await database.RunAsync("CREATE TABLE stop ()");
        await database.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'monitor%'");

        (await scan).Values[count].ShouldBe(new NumberValue(1));
    }

    [Fact]
    public async Task Scan_ViewWithoutStatistics_IsSorted()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE VIEW v AS SELECT i AS id FROM generate_series(1, 10) i");

        (await Scans.MeasureAsync(Scans.Postgres(database.Name), new TableObject(["v"]), Scans.Table(new Quantile("id", 0.95)))).ShouldBe(new NumberValue(10));
    }
}
