using System.Globalization;
using System.Text;
using CsCheck;
using DataMonitor.Adapters.Files;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Figures by the values of a column, which every engine must give alike: equal to those that the test computes of the same rows.</summary>
public abstract class SegmentConformanceTests : IAsyncLifetime
{
    private static readonly Aggregate[] Figures =
    [
        new RowCount(), new MatchCount(new IsMissing("amount")), new Sum("amount"), new Mean("amount"), new Minimum("amount"), new Maximum("amount"), new StandardDeviation("amount"),
        new Distinctness(["amount"]), new LongestText("country"), new OwnExpression("sum(amount) + count(*)"), new OwnExpression("count(distinct amount)"),
    ];

    private static readonly string?[] Countries =
    [
        "DE", "de", "De", "DE ", " DE", null, "", "(none)", "(other)", "Łódź 🙂", "\ue000", "🙂", "e\u0301", "é", "it's", "a\tb", "a\"b\\", new string('x', 300), new string('x', 301), new string('x', 1001),
    ];

    private protected SourceDefinition Source { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Source = await SetUpAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await TearDownAsync();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5)]
    [InlineData(1)]
    public async Task Scan_StrangeValues_AreSegmentsOfTheirOwn(int largest)
    {
        var rows = Countries.SelectMany((country, index) => Enumerable.Range(0, 1 + (index / 3)).Select(row => new Row(country, row == 1 ? null : (index * 10) + row))).ToArray();

        await ShouldAnswerAsComputedAsync(rows, new("country", largest), filter: null);
    }

    [Fact]
    public async Task Scan_FilterOfTheCheck_FindsTheSegmentsOfItsRows()
    {
        Row[] rows = [new("DE", 1), new("DE", 2), new("DE", 3), new("AT", 10), new("AT", null), new(null, 11), new("FR", 12)];

        await ShouldAnswerAsComputedAsync(rows, new("country", 2), filter: "amount >= 10");
    }

    [Fact]
    public async Task Scan_AnyRows_FiguresAddUpAndTheLargestAreTheLargest() =>
        await Gen.Select(
                Gen.Select(Gen.Int[0, Countries.Length - 1], Gen.Int[-50, 50].Nullable()).Select((country, amount) => new Row(Countries[country], amount)).List[0, 60],
                Gen.Int[1, 8],
                Gen.Bool)
            .SampleAsync((rows, largest, isFiltered) => ShouldAnswerAsComputedAsync([.. rows], new("country", largest), isFiltered ? "amount > 0" : null), iter: 15, threads: 1);

    [Fact]
    public async Task Scan_NumbersAsSegments_AreKnownByTheirText()
    {
        var value = await MeasureAsync([new("DE", 7), new("AT", 7), new("FR", 8)], new(new RowCount(), null, CheckScope.Table, new("amount", 5)));

        ((SegmentedValue)value).Segments.Select(segment => (segment.Segment.Name.Replace(".0", "", StringComparison.Ordinal), segment.Rows)).ShouldBe([("7", 2), ("8", 1)]);
    }

    [Fact]
    public async Task Scan_NoRows_IsOneSegmentOfOthers()
    {
        foreach (var figure in Figures)
        {
            var segment = ((SegmentedValue)await MeasureAsync([], Request(figure))).Segments.ShouldHaveSingleItem();

            (segment.Segment.IsOther, segment.Rows).ShouldBe((true, 0));
        }
    }

    [Fact]
    public async Task Scan_SegmentColumnIsMissing_IsToldForEveryFigure()
    {
        var requests = Figures.Select(figure => Request(figure) with { Per = new("cuntry", 5) }).ToArray();

        var result = await Scans.ScanAsync(Source, Scans.Plan(Query([new("DE", 1)]), requests));

        requests.ShouldAllBe(request => result.Values[request] == new MeasureError("Column 'cuntry' does not exist in the query.", "Did you mean 'country'?"));
    }

    [Fact]
    public async Task Scan_OneGuiltyAmongMany_IsTheOnlyError()
    {
        var innocent = Enumerable.Range(0, 60).Select(index => Request(new MatchCount(new IsInRange("amount", index, null)))).ToArray();
        var guilty = Request(new OwnExpression("sum(amount) + sum(nowhere)"));
        var whole = Scans.Table(new RowCount());

        var result = await Scans.ScanAsync(Source, Scans.Plan(Query([new("DE", 1), new("AT", 5)]), [whole, .. innocent.Take(30), guilty, .. innocent.Skip(30)]));

        result.Values.Where(pair => pair.Value is MeasureError).Select(pair => pair.Key).ShouldBe([guilty]);
        result.Values.Count.ShouldBe(62);
        ((SegmentedValue)result.Values[innocent[2]]).Segments.Select(segment => segment.Value).ShouldBe([new NumberValue(1), new NumberValue(0)]);
    }

    [Fact]
    public async Task Scan_OwnExpressionThatIsNoAggregate_IsAnError()
    {
        (await MeasureAsync([new("DE", 1), new("DE", 2)], Request(new OwnExpression("amount")))).ShouldBeOfType<MeasureError>();
        (await MeasureAsync([new("DE", 1), new("DE", 2)], Request(new OwnExpression("amount")) with { Filter = "amount > 0" })).ShouldBeOfType<MeasureError>();
    }

    [Fact]
    public async Task Scan_TwoSegmentationsAndNone_AreMeasuredSideBySide()
    {
        Row[] rows = [new("DE", 1), new("DE", 2), new("AT", 1)];
        AggregateRequest[] requests = [Scans.Table(new Sum("amount")), Request(new Sum("amount")), Request(new Sum("amount")) with { Per = new("amount", 1) }];

        var result = await Scans.ScanAsync(Source, Scans.Plan(Query(rows), requests));

        result.Values[requests[0]].ShouldBe(new NumberValue(4));
        ((SegmentedValue)result.Values[requests[1]]).Segments.Select(segment => segment.Value).ShouldBe([new NumberValue(3), new NumberValue(1)]);
        ((SegmentedValue)result.Values[requests[2]]).Segments.Select(segment => segment.Value).ShouldBe([new NumberValue(2), new NumberValue(2)]);
    }

    /// <summary>What the engine calls text in a cast.</summary>
    private protected virtual string Text => "text";

    private protected virtual string Double => "double precision";

    private protected abstract Task<SourceDefinition> SetUpAsync();

    private protected abstract ValueTask TearDownAsync();

    private static AggregateRequest Request(Aggregate aggregate, string? filter = null) => new(aggregate, filter, CheckScope.Table, new("country", 5));

    private async Task ShouldAnswerAsComputedAsync(Row[] rows, Segmentation per, string? filter)
    {
        var requests = Figures.Select(figure => Request(figure, filter) with { Per = per }).ToArray();
        var inside = rows.Where(row => filter is null || row.Amount >= (filter.Contains('1', StringComparison.Ordinal) ? 10 : 1)).ToArray();

        var result = await Scans.ScanAsync(Source, Scans.Plan(Query(rows), requests));

        var expected = Parted(inside, per);
        foreach (var request in requests)
        {
            var segments = result.Values[request].ShouldBeOfType<SegmentedValue>(result.Values[request].ToString()).Segments;
            segments.Select(segment => (segment.Segment, segment.Rows)).ShouldBe(expected.Select(segment => (segment.Segment, (long)segment.Rows.Length)));
            foreach (var (segment, own) in segments.Zip(expected))
            {
                ShouldEqual(segment.Value, Computed(request.Aggregate, own.Rows), $"{request.Aggregate} of {segment.Segment}");
            }
        }

        Sum(0).ShouldBe(inside.Length);
        Sum(1).ShouldBe(inside.Count(row => row.Amount is null));
        Sum(2).ShouldBe(inside.Sum(row => row.Amount ?? 0));

        double Sum(int figure) => ((SegmentedValue)result.Values[requests[figure]]).Segments.Sum(segment => ((NumberValue)segment.Value).Number ?? 0);
    }

    private static void ShouldEqual(AggregateValue actual, AggregateValue expected, string what)
    {
        if ((actual, expected) is (NumberValue { Number: { } number }, NumberValue { Number: { } computed }))
        {
            number.ShouldBe(computed, 1e-9, what);
            return;
        }

        actual.ShouldBe(expected, what);
    }

    private static (Segment Segment, Row[] Rows)[] Parted(Row[] rows, Segmentation per)
    {
        var groups = rows.GroupBy(row => row.Country is null ? "\0" : row.Country, StringComparer.Ordinal)
            .Where(group => group.Key.Length <= Segmentation.LongestValue)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key == "\0" ? "" : "." + Convert.ToHexString(Encoding.UTF8.GetBytes(group.Key)), StringComparer.Ordinal)
            .Take(per.Largest)
            .ToArray();
        var others = rows.Except(groups.SelectMany(group => group)).ToArray();
        return
        [
            .. groups.Select(group => (Segment.Of(per.Column, group.Key == "\0" ? null : group.Key), group.ToArray())),
            .. others.Length > 0 || rows.Length == 0 ? new[] { (Segment.Other(per.Column), others) } : [],
        ];
    }

    private static AggregateValue Computed(Aggregate aggregate, Row[] rows)
    {
        var amounts = rows.Select(row => row.Amount).OfType<double>().ToArray();
        return aggregate switch
        {
            Distinctness => new DistinctValue(amounts.Length, amounts.Distinct().Count()),
            RowCount => new NumberValue(rows.Length),
            MatchCount => new NumberValue(rows.Length - amounts.Length),
            LongestText => new NumberValue(rows.Max(row => row.Country?.EnumerateRunes().Count())),
            OwnExpression { Sql: "count(distinct amount)" } => new NumberValue(amounts.Distinct().Count()),
            _ when amounts.Length == 0 => new NumberValue(null),
            Sum => new NumberValue(amounts.Sum()),
            Mean => new NumberValue(amounts.Average()),
            Minimum => new NumberValue(amounts.Min()),
            Maximum => new NumberValue(amounts.Max()),
            OwnExpression => new NumberValue(amounts.Sum() + rows.Length),
            _ => new NumberValue(amounts.Length < 2 ? null : Math.Sqrt(amounts.Sum(amount => Math.Pow(amount - amounts.Average(), 2)) / (amounts.Length - 1))),
        };
    }

    private QueryObject Query(Row[] rows)
    {
        var selects = rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {(row.Country is null ? $"CAST(NULL AS {Text})" : $"'{row.Country.Replace("'", "''", StringComparison.Ordinal)}'")} AS country, CAST({(row.Amount is { } amount ? $"{amount}" : "NULL")} AS {Double}) AS amount"));
        return new(rows.Length == 0 ? $"SELECT 'x' AS country, CAST(1 AS {Double}) AS amount FROM (SELECT 1 AS one) single WHERE one = 0" : string.Join(" UNION ALL ", selects));
    }

    private async Task<AggregateValue> MeasureAsync(Row[] rows, AggregateRequest request) => (await Scans.ScanAsync(Source, Scans.Plan(Query(rows), request))).Values[request];

    /// <summary>Not a record: rows that are equal are still two.</summary>
    private sealed class Row(string? country, double? amount)
    {
        public string? Country => country;

        public double? Amount => amount;
    }
}

public sealed class SqliteSegmentTests : SegmentConformanceTests
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");

    [Fact]
    public async Task Scan_ColumnThatIgnoresCase_IsStillPartedByBytes()
    {
        await RunAsync("CREATE TABLE t (country TEXT COLLATE NOCASE); INSERT INTO t VALUES ('DE'), ('de'), ('DE')");
        var request = new AggregateRequest(new RowCount(), null, CheckScope.Table, new("country", 1));

        var value = (SegmentedValue)(await Scans.ScanAsync(Source, Scans.Plan(new TableObject(["t"]), request))).Values[request];

        value.Segments.Select(segment => (segment.Segment.Name, segment.Rows)).ShouldBe([("DE", 2), ("(other)", 1)]);
    }

    private protected override async Task<SourceDefinition> SetUpAsync()
    {
        await RunAsync("CREATE TABLE unused (id INTEGER)");
        return new SqliteSource(Scans.Header("sqlite"), file);
    }

    private protected override ValueTask TearDownAsync()
    {
        File.Delete(file);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}

public sealed class PostgresSegmentTests : SegmentConformanceTests
{
    private PostgresDatabase? database;

    [Fact]
    public async Task Scan_NaNInOneSegment_IsLeftOutOfItsExtremaAlone()
    {
        await database!.RunAsync("CREATE TABLE t (country TEXT, x DOUBLE PRECISION); INSERT INTO t VALUES ('DE', 'NaN'), ('DE', 3), ('AT', 'NaN'), ('FR', 5)");
        AggregateRequest[] requests = [.. new Aggregate[] { new Minimum("x"), new Maximum("x"), new Mean("x") }.Select(figure => new AggregateRequest(figure, null, CheckScope.Table, new("country", 2)))];

        var values = (await Scans.ScanAsync(Source, Scans.Plan(new TableObject(["t"]), requests))).Values;

        Figures(0).ShouldBe([3, null, 5]);
        Figures(1).ShouldBe([3, null, 5]);
        ((SegmentedValue)values[requests[2]]).Segments.Select(segment => segment.Value is MeasureError).ShouldBe([true, true, false]);

        double?[] Figures(int index) => [.. ((SegmentedValue)values[requests[index]]).Segments.Select(segment => ((NumberValue)segment.Value).Number)];
    }

    private protected override async Task<SourceDefinition> SetUpAsync()
    {
        database = await PostgresDatabase.CreateAsync();
        return Scans.Postgres(database.Name);
    }

    private protected override ValueTask TearDownAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public sealed class DuckDbSegmentTests : SegmentConformanceTests
{
    private readonly string lake = Directory.CreateTempSubdirectory("lake").FullName;

    private protected override Task<SourceDefinition> SetUpAsync() => Task.FromResult<SourceDefinition>(new FilesSourceDefinition(Scans.Header("files"), lake, 256));

    private protected override ValueTask TearDownAsync()
    {
        Directory.Delete(lake, recursive: true);
        return ValueTask.CompletedTask;
    }
}
