using System.Reflection;
using DataMonitor.Adapters.ClickHouse;
using DataMonitor.Adapters.Files;
using DataMonitor.Adapters.Redshift;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.MySql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Samples;

namespace DataMonitor.Adapters.Tests.Sql;

public sealed class SqlRendererTests
{
    private static readonly ClickHouseSource ClickHouse = new(Scans.Header("clickhouse"), "ch", 8123, "shop", "dq", null, ClickHouseTls.Disable, null, "eu", []);

    [Fact]
    public void Render_EveryAggregate_OnPostgres() => Rendered(Scans.Postgres("shop", "dq", new("p"), 5432, "db"), EveryAggregate())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_EveryAggregate_OnSqlite() => Rendered(new SqliteSource(Scans.Header("sqlite"), "shop.db"), EveryAggregate())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_EveryAggregate_OnMySql() => Rendered(MariaDbDatabase.Source("shop", "dq", new("p"), 3306), EveryAggregate())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_EveryAggregate_OnTrino() => Rendered(Trino.TrinoTests.Source(8080), EveryAggregate()).ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_WindowFilterAndQuery_OnTrino() => Rendered(Trino.TrinoTests.Source(8080), Filtered()).ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_Segments_OnTrino() => Rendered(Trino.TrinoTests.Source(8080), Segmented()).ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_EveryAggregate_OnRedshift() => Rendered(Redshift(), EveryAggregate()).ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_WindowFilterAndQuery_OnRedshift() => Rendered(Redshift(), Filtered()).ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_WindowFilterAndQuery_OnMySql() => Rendered(MariaDbDatabase.Source("shop", "dq", new("p"), 3306), Filtered())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_EveryAggregate_OnClickHouse() => Rendered(ClickHouse, EveryAggregate())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_WindowFilterAndQuery_OnClickHouse() => Rendered(ClickHouse, Filtered())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_WindowFilterAndQuery_OnPostgres() => Rendered(Scans.Postgres("shop", "dq", new("p"), 5432, "db"), Filtered())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_WindowFilterAndQuery_OnSqlite() => Rendered(new SqliteSource(Scans.Header("sqlite"), "shop.db"), Filtered())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_Segments_OnPostgres() => Rendered(Scans.Postgres("shop", "dq", new("p"), 5432, "db"), Segmented())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_Segments_OnSqlite() => Rendered(new SqliteSource(Scans.Header("sqlite"), "shop.db"), Segmented())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void Render_Segments_OnFiles()
    {
        var plan = Segmented();

        Rendered(new FilesSourceDefinition(Scans.Header("files"), "/", 256), plan with { Dataset = plan.Dataset with { Object = new QueryObject("select * from 'orders.parquet'") } })
            .ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    /// <summary>As sent, with the largest values known.</summary>
    [Fact]
    public void Grouped_KnownValues_BindsThemAndFindsMissing()
    {
        var renderer = new SqlRenderer(new PostgresDialect());
        var sql = new SegmentSql(new PostgresDialect(), renderer);
        var frame = new SqlFrame(Scans.Plan(Scans.Orders), CheckScope.Table);
        var request = Scans.Table(new Maximum("amount"), "tier = 'gold'") with { Per = new("country", 20) };
        SegmentGroups groups = new(request.Per!, request.Filter, ["DE", null, "it's"]);

        string.Join("\n\n", new[]
        {
            sql.Grouped(frame, groups, [request]),
            sql.Grouped(frame, groups with { Values = [null] }, [request]),
            sql.Grouped(frame, groups with { Values = [] }, [request]),
            sql.MaximumBesideNaN(frame, groups, request),
            sql.Nested(frame, groups, new("sum(a)")),
        }.Select(statement => statement.Explained())).ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    /// <summary>Figures that the planner shares are one function over the rows, so that they can be grouped too.</summary>
    [Fact]
    public void Grouped_EveryAggregateThatAdmitsIt_IsRendered()
    {
        var renderer = new SqlRenderer(new PostgresDialect());
        var frame = new SqlFrame(Scans.Plan(Scans.Orders), CheckScope.Table, new(new("country", 20), null, ["DE"]));
        var admitted = EveryAggregate().Statements.SelectMany(statement => statement.Requests).Where(request => Segmentation.Admits(request.Aggregate)).ToArray();

        admitted.Select(request => renderer.ProblemOf(frame, request)).ShouldAllBe(problem => problem == null);
        admitted.Select(request => request.Aggregate.GetType()).Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Render_GuidedQuantiles_OnPostgres()
    {
        var renderer = new SqlRenderer(new PostgresDialect());
        var frame = new SqlFrame(Scans.Plan(Scans.Orders), CheckScope.Table);
        var request = Scans.Table(new Quantile("amount", 0.95), "country = 'DE'");
        var bracket = new BracketCounts("amount", 0.95, "230.10", "250.00");

        string.Join("\n\n", new[]
        {
            renderer.SampleBrackets(frame, [request], "\"orders\" TABLESAMPLE SYSTEM (0.5) REPEATABLE (1)"),
            renderer.OneRow(frame, [request with { Aggregate = bracket }, request with { Aggregate = bracket with { High = bracket.Low } }]),
            renderer.InsideBrackets(frame, [new(request, bracket, 41)]),
            renderer.MaximumBesideNaN(frame, Scans.Table(new Maximum("amount"))),
        }.Select(statement => statement.Explained())).ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    [Fact]
    public void RenderAlternatives_EveryAggregate_OnPostgres() => string.Join("\n\n", new PlanAlternatives(new PostgresDialect(), new PostgresCatalog(new()), EveryAggregate()).Render())
        .ShouldMatchApproved(options => options.SubFolder("Golden"));

    [Fact]
    public void RenderAlternatives_OnSqlite_AreThoseOfUniqueKeys()
    {
        var rendered = new PlanAlternatives(new SqliteDialect(), new SqliteCatalog(), Scans.Plan(new TableObject(["orders"]), Scans.Table(new Distinctness(["id"])))).Render().ToArray();

        rendered.Length.ShouldBe(2);
        rendered[0].ShouldContain("pragma_index_list");
        rendered[1].ShouldContain("in place of the count of such a key");
    }

    [Fact]
    public void RenderAlternatives_WithAFilter_LookForRepeats()
    {
        var plan = Scans.Plan(Scans.Orders, Scans.Table(new Distinctness(["id"]), "1 = 1"));

        new PlanAlternatives(new PostgresDialect(), new PostgresCatalog(new()), plan).Render().ShouldAllBe(text => !text.Contains("pg_index", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryAggregateOfCore_IsRendered() =>
        EveryAggregate().Statements.SelectMany(statement => statement.Requests).Select(request => request.Aggregate.GetType()).Distinct()
            .ShouldBe(Derived(typeof(Aggregate)), ignoreOrder: true);

    [Fact]
    public void EveryPredicateOfCore_IsRendered() =>
        EveryAggregate().Statements.SelectMany(statement => statement.Requests).Select(request => request.Aggregate).OfType<MatchCount>().Select(match => match.Predicate.GetType()).Distinct()
            .ShouldBe(Derived(typeof(RowPredicate)), ignoreOrder: true);

    [Fact]
    public void Dialect_HasUnder20Members() =>
        typeof(SqlDialect).GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Count(member => member is PropertyInfo or MethodInfo { IsSpecialName: false }).ShouldBeLessThan(20);

    [Theory]
    [InlineData(@"^\d+$", "^[0-9]+$")]
    [InlineData(@"[\d\s.-]\W", "[0-9 \t\r\n\f\v.-][^A-Za-z0-9_]")]
    [InlineData(@"[]\d][^]\w]\.", @"[]0-9][^]A-Za-z0-9_]\.")]
    [InlineData(@"\\d", @"\\d")]
    public void SpellOut_ClassesOfLetters_BecomeAscii(string pattern, string expected) => PortableRegex.SpellOut(pattern).ShouldBe(expected);

    [Theory]
    [InlineData(100, 0.07, 7)]
    [InlineData(20, 0.95, 19)]
    [InlineData(1, 0.5, 1)]
    [InlineData(10_000_000, 0.95, 9_500_000)]
    [InlineData(3, 0.333333333, 1)]
    public void Rank_OfAQuantile_IsRoundedUpInWholeNumbers(long count, double q, long rank) => Bracket.Rank(count, q).ShouldBe(rank);

    [Fact]
    public void Quote_NameTooLongForPostgres_IsRefused() =>
        Should.Throw<MeasureException>(() => new PostgresDialect().Lexicon.Quote(new string('ü', 32))).Message.ShouldContain("63 bytes");

    private static RedshiftSource Redshift() => new(Scans.Header("redshift"), "db", 5439, "shop", "dq", null, SqlTls.Require, null);

    [Fact]
    public void Groups_ManyRequestsWithOneFilter_ScanItsRowsAlone()
    {
        var renderer = new SqlRenderer(new PostgresDialect());
        var frame = new SqlFrame(Scans.Plan(Scans.Orders), CheckScope.Table);
        AggregateRequest[] plain = [Scans.Table(new RowCount()), .. Filtered("country = 'FR'", 3)];
        var german = Filtered("country = 'DE'", 12);

        var groups = renderer.Groups(frame, [.. german, .. plain]).ToArray();

        groups.Length.ShouldBe(2);
        groups[0].ShouldBe(plain);
        groups[1].ShouldBe(german);
        renderer.OneRow(frame, german).Sql.ShouldNotContain("FILTER");
        renderer.OneRow(frame, german).Sql.ShouldContain("WHERE (\ncountry = 'DE'\n)");

        static AggregateRequest[] Filtered(string filter, int count) => [.. Enumerable.Range(0, count).Select(index => Scans.Table(new Maximum($"c{index}"), filter))];
    }

    private static IEnumerable<Type> Derived(Type parent) => parent.Assembly.GetTypes().Where(type => type.IsSubclassOf(parent));

    private static string Rendered(SourceDefinition definition, ScanPlan plan)
    {
        var source = SourceKinds.Open(definition, "/", TimeProvider.System);
        return string.Join("\n\n", source.Render(plan)) + "\n";
    }

    private static ScanPlan Segmented()
    {
        var window = new PartitionWindow("created_at", Scans.Noon.AddDays(-1), Scans.Noon);
        Aggregate[] figures = [new RowCount(), new MatchCount(new IsMissing("email")), new Mean("amount"), new Distinctness(["id"]), new OwnExpression("sum(a)/count(*)")];
        return Scans.Plan(Scans.Dataset(Scans.Orders, "country <> 'XX'"), window, [
            .. figures.Select(figure => new AggregateRequest(figure, "tier = 'gold'", CheckScope.Partition, new("country", 3))),
            new(new RowCount(), null, CheckScope.Table, new("pl\"an", 1)),
            new(new RowCount(), null, CheckScope.Table, new("a\0b", 1)),
        ]);
    }

    private static RowPredicate[] Predicates() =>
    [
        new OwnCondition("amount > 0 -- paid"),
        new IsMissing("email"),
        new IsOneOf("status", ["new", "it's"]),
        new IsMatch("email", @"^\w+@x$"),
        new IsInRange("quantity", 1, 100),
        new IsInRange("quantity", null, 1e10),
        new IsInRange("amount", 0.5, null),
        new HasLength("email", 3, 254),
        new IsLaterBy("loaded_at", "created_at", 3600),
        new IsNotInFuture("created_at"),
        new HasCheckDigits("card", CheckDigits.Luhn),
        new HasCheckDigits("iban", CheckDigits.Iban),
        new IsJson("payload"),
        new Not(new IsMissing("email")),
        new AllOf([new IsMissing("a"), new IsMissing("b")]),
        new AnyOf([new IsMissing("a"), new HasLength("b", null, 2)]),
    ];

    private static RowIdentity Identity() => new RowIdentity(
        [new("id", ColumnType.Integer, CanonicalForm.Whole), new("country", ColumnType.Text, CanonicalForm.Text)],
        [
            new("amount", ColumnType.Number, CanonicalForm.Decimal),
            new("is_paid", ColumnType.Boolean, CanonicalForm.Truth),
            new("is_sent", ColumnType.Integer, CanonicalForm.Truth),
            new("day", ColumnType.Date, CanonicalForm.Day),
            new("created_at", ColumnType.Timestamp, CanonicalForm.Instant),
            new("token", ColumnType.Uuid, CanonicalForm.Uuid),
        ],
        Decimals: 2);

    private static ScanPlan EveryAggregate()
    {
        Aggregate[] aggregates =
        [
            new RowCount(),
            .. Predicates().Select(predicate => new MatchCount(predicate)),
            new Minimum("amount"),
            new Maximum("amount"),
            new Sum("amount"),
            new Mean("amount"),
            new StandardDeviation("amount"),
            new Newest("created_at"),
            new LongestDelay("loaded_at", "created_at"),
            new LongestText("email"),
            new ShortestText("email"),
            new Quantile("amount", 0.95),
            new Distinctness(["id"]),
            new Distinctness(["id", "x\"; drop table y; --"]),
            new Orphans("customer_id", new TableObject(["shop", "customers"]), "id"),
            new OwnExpression("sum(score * arpu)"),
            new OwnQueryRows("select id from orders"),
            new Columns(),
            new TopValues("status", 20),
            new MeanLength("email"),
            new Oldest("created_at"),
            new KeyMinima("email"),
            new HistogramCounts("amount", [0, 9.5, 100]),
            new ValueSample([new("status", 20, true, 0), new("amount", 0, false, 100)], 500, 40_000),
            new DistinctRows(),
            new OutOfOrder("id", "created_at", RunningOrder.StrictlyIncreasing),
            new OutOfOrder("id", "created_at", RunningOrder.Decreasing),
            new Correlation("amount", "quantity"),
            new RowChecksums(Identity(), BucketSplit.Whole(64)),
            new RowChecksums(Identity(), new(4096, 64, [3, 17])),
            new RowHashes(Identity(), new(4096, 4096, [3, 195])),
            new RowSample(new MatchingRows(new IsMissing("email")), ["id", "email"], 20),
            new RowSample(new RepeatedKeys(["id", "day"]), ["id", "day"], 20),
            new RowSample(new OrphanRows("customer_id", new(new TableObject(["shop", "customers"]), "id")), ["id", "customer_id"], 20),
            new RowSample(new ReturnedRows("select id from orders"), ["id"], 20),
        ];
        return Scans.Plan(Scans.Orders, aggregates.Select(aggregate => Scans.Table(aggregate)));
    }

    private static ScanPlan Filtered()
    {
        var window = new PartitionWindow("created_at", Scans.Noon.AddDays(-1), Scans.Noon);
        var dataset = Scans.Dataset(new QueryObject("select * from orders where at < ${now}"), "country <> 'XX'");
        return Scans.Plan(dataset, window, new Aggregate[] { new RowCount(), new Mean("amount"), new Quantile("amount", 0.5), new Newest("created_at"), new Distinctness(["id"]), new OwnExpression("sum(a)/count(*)"), new OwnQueryRows("select 1 where ${partition.start} < ${partition.end}"), new OwnQueryRows("select 1) q; drop table y; --") }
            .Select(aggregate => new AggregateRequest(aggregate, "tier = 'gold'", CheckScope.Partition)));
    }
}
