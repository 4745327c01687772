using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Every figure on one table of hundreds of rows, against what this process computes.</summary>
public abstract partial class SqlConformanceTests
{
    private const double Precision = 1e-9;

    private static TestTable Wide { get; } = new(
        "wide",
        [.. Enumerable.Range(0, 1000).Select(index => new TestColumn($"c{index}", TestType.Whole))],
        [.. Enumerable.Range(0, 2).Select(row => Enumerable.Range(0, 1000).Select(index => index % 3 <= row ? (object?)index : null).ToArray())]);

    [Fact]
    public Task Golden_AllRows_GiveWhatCSharpComputes() => ShouldAgreeAsync("figures", null, _ => true);

    [Fact]
    public Task Golden_SomeRows_GiveWhatCSharpComputes() => ShouldAgreeAsync("figures", "id > 150 and id <= 280", row => row.Id is > 150 and <= 280);

    [Fact]
    public Task Golden_OneRow_GivesWhatCSharpComputes() => ShouldAgreeAsync("figures", "id = 100", row => row.Id == 100);

    [Fact]
    public Task Golden_FilterThatMatchesNone_GivesWhatCSharpComputes() => ShouldAgreeAsync("figures", "id > 1000", _ => false);

    [Fact]
    public Task Golden_EmptyTable_GivesWhatCSharpComputes() => ShouldAgreeAsync("nothing", null, _ => false);

    [Fact]
    public async Task Golden_DistinctTexts_AreToldApartByTheirBytes()
    {
        var names = GoldenRow.All(HasNaN, HasInfinity).Select(row => row.Name).ToArray();

        (await AnswerAsync(new DistinctRows(), relation: new QueryObject($"select name from {From("figures")}"))).ShouldBe(new DistinctValue(names.Length, names.Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public async Task Golden_ThousandColumns_AreCountedInOneScan()
    {
        AggregateRequest[] requests = [.. Wide.Columns.Select(column => Scans.Rows(new IsMissing(column.Name)))];

        var result = await Scans.ScanAsync(Source, Scans.Plan(Object("wide"), requests));

        requests.Select(request => result.Values[request]).ShouldBe(Enumerable.Range(0, 1000).Select(index => new NumberValue(index % 3)));
    }

    [Fact]
    public void Golden_EveryFigureAndCondition_Occurs()
    {
        var figures = new GoldenCases(Object, From).Of([], []).Select(each => each.Aggregate).ToArray();
        var conditions = figures.OfType<MatchCount>().SelectMany(match => Parts(match.Predicate));

        Missing(figures).ShouldBe([typeof(Columns), typeof(ValueSample)], ignoreOrder: true); // in Scan_Columns_… and ProfileScanTests
        Missing(conditions).ShouldBeEmpty();

        static IEnumerable<RowPredicate> Parts(RowPredicate predicate) => (predicate switch
        {
            Not not => [not.Predicate],
            AllOf all => all.Predicates,
            AnyOf any => any.Predicates,
            _ => Enumerable.Empty<RowPredicate>(),
        }).SelectMany(Parts).Append(predicate);

        static Type[] Missing<T>(IEnumerable<T> found) =>
            [.. typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T))).Except(found.Select(each => each!.GetType()))];
    }

    private async Task ShouldAgreeAsync(string table, string? filter, Func<GoldenRow, bool> takes)
    {
        var all = GoldenRow.All(HasNaN, HasInfinity);
        var isEmpty = table == "nothing";
        var cases = new GoldenCases(Object, From).Of([.. all.Where(takes)], all).Where(each => !(isEmpty && each.Aggregate is OwnQueryRows)).ToArray();

        var result = await Scans.ScanAsync(Source, Scans.Plan(Object(table), cases.Select(each => Scans.Table(each.Aggregate, filter))));

        cases.Select(each => Difference(each.Aggregate, each.Expected, result.Values[Scans.Table(each.Aggregate, filter)])).OfType<string>().ShouldBeEmpty();
    }

    /// <returns><see langword="null"/> when there is none.</returns>
    private static string? Difference(Aggregate aggregate, AggregateValue expected, AggregateValue actual) => (expected, actual) switch
    {
        (NumberValue { Number: { } number }, MeasureError) when !double.IsFinite(number) => null,
        (_, MeasureError { Problem: "This version of the engine cannot tell whether a text is JSON." }) when Asks<IsJson>(aggregate) => null,
        (NumberValue { Number: { } wanted }, NumberValue { Number: { } found }) when IsClose(wanted, found, PrecisionOf(aggregate)) => null,
        (InstantValue { Instant: { } wanted }, InstantValue { Instant: { } found }) when (wanted - found).Duration() <= TimeSpan.FromMicroseconds(1) => null,
        (HistogramValue wanted, HistogramValue found) when wanted.Histogram.Edges.Equals(found.Histogram.Edges)
            && wanted.Histogram.Bins.Zip(found.Histogram.Bins, (left, right) => left.Count == right.Count && IsClose(left.Sum, right.Sum)).All(isSame => isSame) => null,
        (SampledRows wanted, SampledRows found) when AreSame(wanted.Rows, found.Rows, row => row.ToString()) => null,
        (BucketSums wanted, BucketSums found) when AreSame(wanted.Sums, found.Sums, sum => sum.ToString()) => null,
        (RowDigests wanted, RowDigests found) when AreSame(wanted.Rows, found.Rows, row => row.ToString()) => null,
        _ => expected.Equals(actual) ? null : $"{aggregate}: {Shown(expected)} expected, {Shown(actual)} found",
    };

    /// <summary>Engines that update the mean row by row (Welford) round it at the size of the mean: 1e9 with a deviation of 1.2 here.</summary>
    private static double PrecisionOf(Aggregate aggregate) => aggregate is StandardDeviation { Column: "far" } ? 1e-8 : Precision;

    private static bool Asks<T>(Aggregate aggregate) => aggregate is MatchCount { Predicate: T or Not { Predicate: T } };

    private static bool IsClose(double wanted, double found, double precision = Precision) => wanted.Equals(found) || (double.IsFinite(wanted) && Math.Abs(wanted - found) <= precision * Math.Max(Math.Abs(wanted), Math.Abs(found)));

    private static bool AreSame<T>(IEnumerable<T> wanted, IEnumerable<T> found, Func<T, string?> text) =>
        wanted.Select(text).Order(StringComparer.Ordinal).SequenceEqual(found.Select(text).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static string Shown(AggregateValue value) => value switch
    {
        HistogramValue histogram => string.Join(", ", histogram.Histogram.Bins),
        _ => value.ToString(),
    };
}
