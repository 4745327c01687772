using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Checks;

public sealed class ProfileCheckTests
{
    private static readonly ColumnSchema City = new("city", ColumnType.Text, "text", true);

    private static readonly ColumnSchema Price = new("price", ColumnType.Number, "numeric", true);

    [Fact]
    public async Task Profile_NotSurveyed_LeavesOutWhatMakesNoSense()
    {
        var evaluated = await CheckBench.EvaluateAsync([CheckBench.Read("profile", column: "city")], TextAnswers);

        var profile = evaluated.Profiles.ShouldHaveSingleItem();
        (profile.Rows, profile.Nulls, profile.Distinct, profile.Mean, profile.Median).ShouldBe((100, 5, 7, null, null));
        var result = evaluated.Results.ShouldHaveSingleItem();
        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Passed, "city: 100 rows, 5 % missing, 7 different."));
    }

    [Fact]
    public async Task Profile_Surveyed_HoldsWhatTheSampleSawScaledUp()
    {
        var check = (ProfileCheck)CheckBench.Read("profile", """{"top": 2, "sample": 1000}""") with { };
        var surveyed = check with { Survey = TableSurvey.Of(100_000, [City, Price], _ => true, isMerged: false, []) };

        var evaluated = await CheckBench.EvaluateAsync([surveyed], aggregate => aggregate switch
        {
            RowCount => new NumberValue(100_000),
            ValueSample sample => new SampleValue(1000, [
                new([new("Bonn", 400), new("Köln", 9)], [new("Aaaa", 900)], [new(null, 1000)], []),
                new([new("1", 3)], null, [], [1, 2, 3])]),
            _ => TextAnswers(aggregate),
        });

        evaluated.Profiles.Select(profile => profile.Column).ShouldBe(["city", "price"]);
        evaluated.Profiles[0].Top.ShouldBe([new TopValue("Bonn", 40_000), new TopValue("Köln", 900)]);
        evaluated.Profiles[0].Sampled.ShouldBe(1000);
        evaluated.Results[0].Explanation.ShouldBe("profile: 100,000 rows, 2 columns.");
    }

    [Fact]
    public async Task Observe_OtherThanLastTime_SaysWhatChangedWithoutValues()
    {
        var last = new ColumnProfile("city", 100, 0, 7, null, null, null, null, null, []) { Type = ColumnType.Text };
        var check = (ProfileCheck)CheckBench.Read("profile", column: "city") with { Survey = TableSurvey.Of(100, [City], _ => true, isMerged: false, [last]) };

        var result = await CheckBench.JudgeAsync(check, aggregate => aggregate is ValueSample ? new MeasureError("No.", "None.") : TextAnswers(aggregate));

        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Passed, "city: 100 rows, 5 % missing, 7 different; changed: city: null share 0 % → 5 %."));
    }

    [Fact]
    public void Wishes_TopNotAskedFor_FetchesNoValues()
    {
        var check = (ProfileCheck)CheckBench.Read("profile") with { Survey = TableSurvey.Of(100, [City, Price], _ => true, isMerged: false, []) };

        check.Wishes.Select(request => request.Aggregate).OfType<ValueSample>().SelectMany(sample => sample.Columns).ShouldAllBe(column => column.Top == 0);
    }

    [Fact]
    public void Wishes_ManyRows_SketchInsteadOfCounting()
    {
        var plan = TableSurvey.Of(TableSurvey.MostCounted + 1, [City], _ => true, isMerged: false, []).Columns.ShouldHaveSingleItem();

        plan.Wishes.ShouldContain(new KeyMinima("city"));
        plan.Wishes.ShouldNotContain(wish => wish is Distinctness);
    }

    [Fact]
    public void Survey_EdgesKnown_AreKeptWhileTheTypeStays()
    {
        var last = new ColumnProfile("price", 9, 0, 7, 1, 2, 1, 1, 1, []) { Type = ColumnType.Number, Histogram = new([1, 2], [new(1, 0), new(4, 5), new(4, 8)]) };

        TableSurvey.Of(9, [Price], _ => true, isMerged: false, [last]).Columns[0].Edges.ShouldBe([1, 2]);
        TableSurvey.Of(9, [Price with { Type = ColumnType.Integer }], _ => true, isMerged: false, [last]).Columns[0].Edges.ShouldBeEmpty();
    }

    [Fact]
    public void Read_ColumnsOfAColumn_IsRefused() =>
        CheckBench.ErrorsOf("profile", """{"columns": ["a"]}""", column: "city").ShouldContain("'columns' stands in a profile of one column.");

    private static AggregateValue TextAnswers(Aggregate aggregate) => aggregate switch
    {
        RowCount => new NumberValue(100),
        MatchCount { Predicate: IsMissing } => new NumberValue(5),
        MatchCount => new NumberValue(0),
        Distinctness => new DistinctValue(95, 7),
        LongestText or ShortestText or MeanLength => new NumberValue(4),
        _ => new MeasureError("Column 'city' does not hold numbers.", "Choose another."),
    };
}
