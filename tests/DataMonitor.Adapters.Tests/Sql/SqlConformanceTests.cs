using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>What every engine must answer alike, on one table that holds what goes wrong.</summary>
public abstract partial class SqlConformanceTests(SharedSource shared) : IClassFixture<SharedSource>, IAsyncLifetime
{
    private const string Hostile = "x\"; drop table y; --";
    private static readonly string Longest = new('k', 63);

    private TestTable[] Tables =>
    [
        new("figures", GoldenRow.Columns, [.. GoldenRow.All(HasNaN, HasInfinity).Select(row => row.Cells)]),
        new("nothing", GoldenRow.Columns),
        Wide,
        new(
            "golden",
            [
                new("id", TestType.Whole, IsNullable: false),
                new("amount", TestType.Decimal),
                new("ratio", TestType.Double),
                new("name", TestType.Text),
                new("hollow", TestType.Whole),
                new("at", TestType.Instant),
                new("day", TestType.Date),
                new("select", TestType.Whole),
                new(Hostile, TestType.Whole),
                new(Longest, TestType.Whole),
            ],
            [1, 10.5m, 0.5, "anna@example.com", null, At(22, 0, 0), new DateOnly(2026, 11, 22), 1, 1, 1],
            [2, 20.5m, 1.5, "", null, At(22, 12, 30), new DateOnly(2026, 11, 22), 1, 2, 2],
            [3, null, null, null, null, null, null, null, null, null],
            [4, -31, -2.0, "Łukasz 🙂 ü", null, At(23, 0, 0), new DateOnly(2026, 11, 23), 2, 3, 3],
            [5, 0, 4.0, "b@example", null, At(23, 11, 59).AddSeconds(59.5), new DateOnly(2026, 11, 23), 2, 3, 3]),
        new("empty", [new("id", TestType.Whole), new("amount", TestType.Decimal), new("name", TestType.Text), new("at", TestType.Instant)]),
        new("y", [new("id", TestType.Whole), new("group", TestType.Text)], [1, "a"], [2, "a"], [null, "b"]),
        new("hundred", [new("v", TestType.Whole)], [.. Enumerable.Range(1, 100).Select(number => new object?[] { number })]),
        new(Hostile, [new("id", TestType.Whole)], [7], [8]),
    ];

    internal SourceDefinition Source { get; private set; } = null!;

    private protected abstract SqlDialect Dialect { get; }

    /// <summary>Whether a column of doubles can hold NaN.</summary>
    private protected virtual bool HasNaN => true;

    private protected virtual bool HasInfinity => true;

    public async ValueTask InitializeAsync() => Source = await shared.GetAsync(() => SetUpAsync(Tables), TearDownAsync);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Scan_PlainFigures_AreExact()
    {
        (await NumberAsync(new RowCount())).ShouldBe(5);
        (await NumberAsync(new Minimum("amount"))).ShouldBe(-31);
        (await NumberAsync(new Maximum("amount"))).ShouldBe(20.5);
        (await NumberAsync(new Sum("amount"))).ShouldBe(0);
        (await NumberAsync(new Mean("ratio"))).ShouldBe(1);
        (await NumberAsync(new StandardDeviation("ratio")))!.Value.ShouldBe(2.4832774042918899, 1e-12);
        (await NumberAsync(new LongestText("name"))).ShouldBe(16);
        (await NumberAsync(new ShortestText("name"))).ShouldBe(0);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.25, -31)]
    [InlineData(0.26, 0)]
    [InlineData(0.75, 10.5)]
    [InlineData(0.99, 20.5)]
    public async Task Quantile_OfFourValues_IsThatAtTheRankRoundedUp(double q, double expected) =>
        (await NumberAsync(new Quantile("amount", q))).ShouldBe(expected);

    [Fact]
    public async Task Quantile_WhereFloatingPointRoundsUp_KeepsTheRank()
    {
        // 100 × 0.07 is 7.000000000000001 in floating point
        (await NumberAsync(new Quantile("v", 0.07), relation: Object("hundred"))).ShouldBe(7);
    }

    [Fact]
    public async Task Scan_NothingToAggregate_GivesNoNumber()
    {
        var empty = Object("empty");
        (await NumberAsync(new RowCount(), relation: empty)).ShouldBe(0);
        foreach (var aggregate in new Aggregate[] { new Minimum("amount"), new Maximum("amount"), new Sum("amount"), new Mean("amount"), new StandardDeviation("amount"), new Quantile("amount", 0.5), new LongestText("name") })
        {
            (await NumberAsync(aggregate, relation: empty)).ShouldBeNull(aggregate.ToString());
        }

        (await NumberAsync(new Mean("hollow"))).ShouldBeNull();
        (await NumberAsync(new Quantile("hollow", 0.5))).ShouldBeNull();
        (await AnswerAsync(new Newest("at"), relation: empty)).ShouldBe(new InstantValue(null));
        (await AnswerAsync(new Distinctness(["hollow"]))).ShouldBe(new DistinctValue(0, 0));
        (await AnswerAsync(new Distinctness(["hollow", "id"]))).ShouldBe(new DistinctValue(0, 0));
        (await NumberAsync(new StandardDeviation("id"), "id = 1")).ShouldBeNull();
    }

    [Fact]
    public async Task Predicate_UnknownRows_AreNotTrueAndNotFalse()
    {
        RowPredicate match = new IsMatch("name", @"^[a-z]+@\w+\.com$");
        (await CountAsync(new IsMissing("name"))).ShouldBe(1);
        (await CountAsync(match)).ShouldBe(1);
        (await CountAsync(new Not(match))).ShouldBe(3);
        (await CountAsync(new IsOneOf("name", ["", "b@example", "it's"]))).ShouldBe(2);
        (await CountAsync(new Not(new IsOneOf("name", [""])))).ShouldBe(3);
        (await CountAsync(new IsOneOf("name", []))).ShouldBe(0);
        (await CountAsync(new IsInRange("amount", 0, null))).ShouldBe(3);
        (await CountAsync(new Not(new IsInRange("amount", -0.5, 10.5)))).ShouldBe(2);
        (await CountAsync(new IsInRange("id", 1.5, 3.5))).ShouldBe(2);
        (await CountAsync(new HasLength("name", 10, 10))).ShouldBe(1);
        (await CountAsync(new HasLength("name", null, 9))).ShouldBe(2);
        (await CountAsync(new AllOf([new IsInRange("id", null, 4), new AnyOf([new IsMissing("name"), new OwnCondition("ratio > 1")])]))).ShouldBe(2);
        (await CountAsync(new AllOf([]))).ShouldBe(5);
        (await CountAsync(new AnyOf([]))).ShouldBe(0);
    }

    [Fact]
    public async Task IsMatch_EndAnchor_MeansTheVeryEnd()
    {
        var lines = new QueryObject($"SELECT 'a' AS v UNION ALL SELECT 'a{'\n'}' UNION ALL SELECT 'b{'\n'}a' UNION ALL SELECT '5' UNION ALL SELECT '٥' UNION ALL SELECT 'a$'");

        (await CountAsync(new IsMatch("v", "^a$"), lines)).ShouldBe(1);
        (await CountAsync(new IsMatch("v", "^.a$"), lines)).ShouldBe(0);
        (await CountAsync(new IsMatch("v", "^b.a$"), lines)).ShouldBe(1);
        (await CountAsync(new IsMatch("v", @"^\d$"), lines)).ShouldBe(1);
        (await CountAsync(new IsMatch("v", @"^a[$]$|x\$"), lines)).ShouldBe(1);
    }

    [Fact]
    public async Task Scan_FilterOfACheck_AppliesToEveryAggregate()
    {
        const string filter = "id > 1 -- not the first\n or 1 = 0";
        (await NumberAsync(new RowCount(), filter)).ShouldBe(4);
        (await NumberAsync(new Maximum("amount"), filter)).ShouldBe(20.5);
        (await NumberAsync(new Quantile("amount", 0.5), filter)).ShouldBe(0);
        (await NumberAsync(new OwnExpression("sum(id) / 2.0"), filter)).ShouldBe(7);
        (await NumberAsync(new Orphans("id", Object("y"), "id"), filter)).ShouldBe(3);
        (await AnswerAsync(new Distinctness(["select"]), filter)).ShouldBe(new DistinctValue(3, 2));
        (await AnswerAsync(new Distinctness(["select", "id"]), filter)).ShouldBe(new DistinctValue(3, 3));
        (await AnswerAsync(new Newest("at"), "id < 3")).ShouldBe(new InstantValue(new(2026, 11, 22, 12, 30, 0, TimeSpan.Zero)));
        (await NumberAsync(new OwnQueryRows($"select id from {From("golden")}"), "id = 2")).ShouldBe(1);
    }

    [Fact]
    public async Task Scan_OrphansAndTopValues_AreExact()
    {
        (await NumberAsync(new Orphans("id", Object("y"), "id"))).ShouldBe(3);
        (await NumberAsync(new Orphans("select", new QueryObject($"select id as k from {From("y")}"), "k"))).ShouldBe(0);
        var top = (TopValueList)await AnswerAsync(new TopValues("select", 2));
        top.Values.ShouldBe([new TopValue("1", 2), new TopValue("2", 2)]);
        ((TopValueList)await AnswerAsync(new TopValues("name", 10))).Values.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Scan_HostileNames_AreNames()
    {
        (await NumberAsync(new Sum(Hostile))).ShouldBe(9);
        (await NumberAsync(new Sum("select"))).ShouldBe(6);
        (await NumberAsync(new Sum(Longest))).ShouldBe(9);
        (await NumberAsync(new RowCount(), relation: Object(Hostile))).ShouldBe(2);
        (await NumberAsync(new RowCount(), relation: Object("y"))).ShouldBe(3);
        (await AnswerAsync(new Sum("a\0b"))).ShouldBeOfType<MeasureError>();
    }

    [Fact]
    public async Task Scan_Window_TakesRowsFromStartToBeforeEnd()
    {
        var day = new PartitionWindow("at", new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
        var inside = new AggregateRequest(new RowCount(), null, CheckScope.Partition);
        var all = Scans.Table(new RowCount());
        var own = Scans.Table(new OwnQueryRows($$"""select 1 from {{From("golden")}} where at >= ${partition.end} and at < ${now}"""));

        var result = await Scans.ScanAsync(Source, Scans.Plan(Scans.Dataset(Object("golden")), day, inside, all, own));

        result.Values[inside].ShouldBe(new NumberValue(2));
        result.Values[all].ShouldBe(new NumberValue(5));
        result.Values[own].ShouldBe(new NumberValue(2));
    }

    [Fact]
    public async Task Scan_DatesInTheZoneOfTheDataset_StartAtItsMidnight()
    {
        var newest = Scans.Table(new Newest("day"));
        var inside = new AggregateRequest(new RowCount(), null, CheckScope.Partition);
        var day = new PartitionWindow("day", new(2026, 11, 22, 0, 0, 0, TimeSpan.FromHours(1)), new(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(1)));

        var result = await Scans.ScanAsync(Source, Scans.Plan(Scans.Dataset(Object("golden"), zone: "Europe/Berlin"), day, newest, inside));

        result.Values[newest].ShouldBe(new InstantValue(new(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(1))));
        result.Values[inside].ShouldBe(new NumberValue(2));
    }

    [Fact]
    public async Task Scan_Columns_AreNamedInOrderWithTypeAndNullability()
    {
        var schema = ((SchemaValue)await AnswerAsync(new Columns())).Columns;

        schema.Select(column => column.Name).Take(3).ShouldBe(["id", "amount", "ratio"]);
        schema[0].ShouldBe(new ColumnSchema("id", ColumnType.Integer, schema[0].NativeType, false));
        schema[2].Type.ShouldBe(ColumnType.Number);
        schema[3].ShouldBe(new ColumnSchema("name", ColumnType.Text, schema[3].NativeType, true));
        schema[5].Type.ShouldBe(ColumnType.Timestamp);
        ((SchemaValue)await AnswerAsync(new Columns(), relation: new QueryObject($"select id as a, name as b from {From("golden")}"))).Columns.Select(column => column.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Hash_OfText_IsThatOfEveryEngine()
    {
        var (first, second) = Dialect.Hash(Dialect.Text(Dialect.Lexicon.Quote("name")));

        // from md5sum: 'anna@example.com', '', 'Łukasz 🙂 ü' and 'b@example'
        (await NumberAsync(new OwnExpression($"sum({first})"))).ShouldBe(115_098_321);
        (await NumberAsync(new OwnExpression($"sum({second})"))).ShouldBe(137_634_650);
    }

    [Fact]
    public async Task Masked_Text_KeepsItsShapeOnly()
    {
        var shapes = new QueryObject("SELECT 'AZaz-0019 üß_' AS v UNION ALL SELECT '' UNION ALL SELECT NULL");
        var column = Dialect.Text(Dialect.Lexicon.Quote("v"));

        (await NumberAsync(new OwnExpression($"sum(CASE WHEN {Dialect.Masked(column)} = 'AAaa-9999 üß_' THEN 1 WHEN {column} = '' THEN 10 ELSE 100 END)"), relation: shapes)).ShouldBe(111);
    }

    [Fact]
    public async Task Scan_LostColumn_NamesItAndTheNearest()
    {
        var error = (MeasureError)await AnswerAsync(new Mean("amuont"));

        error.ShouldBe(new MeasureError("Column 'amuont' does not exist in golden.", "Did you mean 'amount'?"));
    }

    [Fact]
    public async Task Scan_LostTable_SaysSoForEveryRequest()
    {
        var (count, schema) = (Scans.Table(new RowCount()), Scans.Table(new Columns()));

        var result = await Scans.ScanAsync(Source, Scans.Plan(Object("gone"), count, schema, Scans.Table(new Mean("a"))));

        result.Values.Values.ShouldAllBe(value => value == new MeasureError("The table 'gone' does not exist.", "Create it, or correct the name of the dataset, schema included."));
    }

    [Fact]
    public async Task Scan_TextWhereANumberIsMeant_IsAnError()
    {
        foreach (var aggregate in new Aggregate[] { new Mean("name"), new Sum("name"), new Minimum("name"), new Maximum("name"), new StandardDeviation("name"), new Quantile("name", 0.5) })
        {
            ((MeasureError)await AnswerAsync(aggregate)).Problem.ShouldStartWith("Column 'name'", Case.Sensitive, aggregate.ToString());
        }

        ((MeasureError)await AnswerAsync(new Newest("name"))).Problem.ShouldBe("Column 'name' of golden does not hold instants or dates.");
        (await AnswerAsync(new OwnExpression("min(name)"))).ShouldBeOfType<MeasureError>();
    }

    [Fact]
    public async Task OwnExpression_ThatIsNoAggregate_IsAnError()
    {
        (await AnswerAsync(new OwnExpression("amount"))).ShouldBeOfType<MeasureError>();
        (await AnswerAsync(new OwnExpression("amount"), "id > 1")).ShouldBeOfType<MeasureError>();
        (await NumberAsync(new OwnExpression("sum(amount) / count(*)"))).ShouldBe(0);
    }

    [Fact]
    public async Task Scan_OneGuiltyAmong200_IsTheOnlyError()
    {
        var innocent = Enumerable.Range(0, 200).Select(index => Scans.Rows(new IsInRange("id", index, null))).ToArray();
        var guilty = Scans.Table(new OwnExpression("sum(id) + sum(nowhere)"));

        var result = await Scans.ScanAsync(Source, Scans.Plan(Object("golden"), [.. innocent.Take(77), guilty, .. innocent.Skip(77)]));

        result.Values.Where(pair => pair.Value is MeasureError).Select(pair => pair.Key).ShouldBe([guilty]);
        result.Values.Count.ShouldBe(201);
        result.Values[innocent[2]].ShouldBe(new NumberValue(4));
    }

    [Fact]
    public async Task Scan_WrongFilterOfTheDataset_IsToldOnceForAll()
    {
        var result = await Scans.ScanAsync(Source, Scans.Plan(Scans.Dataset(Object("golden"), "nowhere = 1"), null, Scans.Table(new RowCount()), Scans.Table(new Mean("id"))));

        result.Values.Values.ShouldAllBe(value => ((MeasureError)value).Problem == "The SQL names the column 'nowhere', which does not exist in golden.");
    }

    [Fact]
    public async Task Scan_NothingIsSentOfSqlThatLeavesItsPlace()
    {
        var result = await Scans.ScanAsync(Source, Scans.Plan(Object("golden"), Scans.Table(new OwnQueryRows("select 1) q; drop table y; --")), Scans.Table(new RowCount())));

        result.Values.Values.OfType<MeasureError>().ShouldHaveSingleItem();
        (await NumberAsync(new RowCount(), relation: Object("y"))).ShouldBe(3);
    }

    [Fact]
    public async Task Probe_OfAWorkingSource_Answers()
    {
        await using var source = SourceKinds.Open(Source, Path.GetTempPath(), TimeProvider.System);

        (await source.ProbeAsync(TestContext.Current.CancellationToken)).IsDefault.ShouldBeFalse();
    }

    /// <returns>A source that holds the tables.</returns>
    private protected abstract Task<SourceDefinition> SetUpAsync(IEnumerable<TestTable> tables);

    private protected abstract ValueTask TearDownAsync();

    /// <returns>How a dataset names one of the tables.</returns>
    private protected virtual DatasetObject Object(string table) => new TableObject([table]);

    /// <returns>How SQL of an owner names one of the tables.</returns>
    private protected virtual string From(string table) => table;

    private protected Task<AggregateValue> AnswerAsync(Aggregate aggregate, string? filter = null, DatasetObject? relation = null) =>
        Scans.MeasureAsync(Source, relation ?? Object("golden"), Scans.Table(aggregate, filter));

    private protected async Task<double?> NumberAsync(Aggregate aggregate, string? filter = null, DatasetObject? relation = null) =>
        (await AnswerAsync(aggregate, filter, relation)).ShouldBeOfType<NumberValue>().Number;

    private protected Task<double?> CountAsync(RowPredicate predicate, DatasetObject? relation = null) => NumberAsync(new MatchCount(predicate), relation: relation);

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.Zero);
}
