using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Tests.Checks;

public sealed class PerSegmentTests
{
    [Theory]
    [InlineData("""{"per": "country"}""", "country", 20, SegmentNews.Tell, SegmentNews.Tell)]
    [InlineData("""{"per": ["country", "plan"]}""", "country, plan", 20, SegmentNews.Tell, SegmentNews.Tell)]
    [InlineData("""{"per": {"columns": "country", "largest": 5, "new": "warn", "vanished": "fail"}}""", "country", 5, SegmentNews.Warn, SegmentNews.Fail)]
    [InlineData("""{"per": {"columns": ["country"], "new": "ignore"}}""", "country", 20, SegmentNews.Ignore, SegmentNews.Tell)]
    public void Read_AnyForm_IsUnderstood(string json, string columns, int largest, SegmentNews @new, SegmentNews vanished)
    {
        var (check, errors) = CheckBench.ReadWhole("missing", json, "email");

        errors.ShouldBeEmpty();
        var per = check.ShouldNotBeNull().Header.Per.ShouldNotBeNull();
        (per.Columns.ToString(), per.Largest, per.New, per.Vanished).ShouldBe((columns, largest, @new, vanished));
    }

    [Fact]
    public void Read_NoIdAndNoName_BothSayPerWhat()
    {
        var header = CheckBench.ReadWhole("missing", """{"per": ["country", "plan"]}""", "email").Check.ShouldNotBeNull().Header;

        (header.Id, header.Name).ShouldBe(("missing.email.per.country+plan", "missing email per country, per plan"));
    }

    [Theory]
    [InlineData("""{"per": []}""", "'per': the list is empty. Write at least one item, or leave the key out.")]
    [InlineData("""{"per": ["a", "a"]}""", "'per' names a column twice. Name each column once.")]
    [InlineData("""{"per": ["a", "b", "c", "d", "e", "f"]}""", "'per' names 6 columns. Name at most 5; each is a grouping of its own.")]
    [InlineData("""{"per": {"largest": 3}}""", "'per' lacks 'columns'. Add it: Columns whose values are judged, each column on its own: [country, plan].")]
    [InlineData("""{"per": {"columns": "a", "largest": 101}}""", "'largest': '101' is not a whole number from 1 to 100. Write digits, within these bounds.")]
    [InlineData("""{"per": {"columns": "a", "gone": "warn"}}""", "'per' has no key 'gone'. Known here: columns, largest, new or vanished.")]
    [InlineData("""{"per": {"columns": "a", "new": "page"}}""", "'new': 'page' is not known here. Known here: tell, ignore, warn or fail.")]
    public void Read_WrongPer_TellsWhatToWrite(string json, string told) => CheckBench.ReadWhole("missing", json, "email").ShouldBe((null, told));

    [Theory]
    [InlineData("quantile", """{"column": "price", "q": 0.5, "per": "country"}""", "an exact quantile sorts the rows of each of them")]
    [InlineData("exists_in", """{"column": "id", "in": "shop/people.id", "per": "country"}""", "it compares with another table")]
    [InlineData("sql", """{"query": "select 1", "per": "country"}""", "your query chooses its own rows")]
    [InlineData("metric", """{"sql": "sum(a) / (select count(*) from b)", "per": "country"}""", "the SQL looks at rows beyond those of a group")]
    [InlineData("unique", """{"columns": ["a", "b"], "per": "country"}""", "keys of several columns are counted by a grouping of their own")]
    public void Read_KindThatCannotBeGrouped_IsRefusedWithTheReason(string kind, string json, string reason) => CheckBench.ReadWhole(kind, json).ShouldBe(
        (null, $"Check '{kind}' cannot be judged per value of a column: {reason}. Leave 'per' out; for single values write a check for each, with 'where'."));

    [Theory]
    [InlineData("profile")]
    [InlineData("schema")]
    [InlineData("arrival")]
    public void Read_KindWithoutMetric_HasNoSuchKey(string kind) =>
        CheckBench.ReadWhole(kind, """{"per": "country"}""").Errors.ShouldContain($"Check '{kind}' has no key 'per'.");

    [Theory]
    [InlineData("volume", "{}")]
    [InlineData("freshness", """{"column": "at", "expect": "<= 1h"}""")]
    [InlineData("invalid", """{"column": "a", "min": 0}""")]
    [InlineData("values", """{"column": "a", "allowed": ["x"], "all_present": true}""")]
    [InlineData("unique", """{"column": "a"}""")]
    [InlineData("range", """{"column": "a", "expect": "between 0 and 1"}""")]
    [InlineData("length", """{"column": "a", "expect": "between 0 and 1"}""")]
    [InlineData("stddev", """{"column": "a"}""")]
    [InlineData("rows", """{"where_bad": "a < b"}""")]
    [InlineData("metric", """{"sql": "count(distinct a)"}""")]
    public void Read_KindOfPlainFigures_TakesIt(string kind, string json) =>
        CheckBench.ReadWhole(kind, json[..^1] + (json == "{}" ? "" : ", ") + "\"per\": \"country\"}").Errors.ShouldBeEmpty();
}
