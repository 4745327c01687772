using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Checks;

/// <summary>Rules about rows: volume, unique, exists_in, rows, metric and sql.</summary>
public sealed class DatasetRulesTests
{
    [Fact]
    public async Task Volume_NoExpectation_WantsRows()
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("volume"), CheckBench.Table(0), CheckBench.DailyOrders);

        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Failed, "0 rows on 2026-11-22, more than 0 rows expected."));
    }

    [Fact]
    public async Task Volume_WithFilter_SaysSo() =>
        (await CheckBench.JudgeAsync(CheckBench.Read("volume", """{"where": "country = 'DE'"}"""), CheckBench.Table(12))).Explanation
            .ShouldBe("12 rows in the table that match the filter, more than 0 rows expected.");

    [Theory]
    [InlineData("{}", CheckOutcome.Failed, "id: 3 rows of 1,000 repeat an earlier key (0.3 %), none allowed.")]
    [InlineData("""{"expect": "<= 0.5%"}""", CheckOutcome.Passed, "id: 3 rows of 1,000 repeat an earlier key (0.3 %), at most 0.5 % allowed.")]
    [InlineData("""{"expect": "<= 2 rows"}""", CheckOutcome.Failed, "id: 3 rows of 1,000 repeat an earlier key (0.3 %), at most 2 rows allowed.")]
    public async Task Unique_RepeatedKeys_AreCounted(string definition, CheckOutcome outcome, string explanation)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("unique", definition, column: "id"), CheckBench.Table(1000, matching: 3));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Theory]
    [InlineData("""{"columns": ["id", "id"]}""", null, "'columns' names a column twice. Name each column of the key once.")]
    [InlineData("""{"columns": ["id", "day"]}""", "id", "'unique' has both 'column' and 'columns'. Write a key of several columns under 'checks:', with 'columns' alone.")]
    public void Unique_Mistakes_AreExplained(string definition, string? column, string expected) => CheckBench.ErrorsOf("unique", definition, column).ShouldBe(expected);

    [Theory]
    [InlineData(">= 99%", CheckOutcome.Passed, "customer_id: 99.5 % found in crm.customers.id (5 of 1,000 rows not), at least 99 % expected.")]
    [InlineData("<= 4 rows", CheckOutcome.Failed, "customer_id: 99.5 % found in crm.customers.id (5 of 1,000 rows not), at most 4 rows allowed.")]
    public async Task ExistsIn_Orphans_AreJudgedEitherWay(string expect, CheckOutcome outcome, string explanation)
    {
        var check = CheckBench.Read("exists_in", $$"""{"column": "customer_id", "in": "shop/crm.customers.id", "expect": "{{expect}}"}""");

        var result = await CheckBench.JudgeAsync(check, aggregate => new NumberValue(aggregate switch { RowCount => 1100, Orphans => 5, _ => 100 }));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Fact]
    public async Task ExistsIn_NoExpectation_AllowsNoOrphan()
    {
        var check = CheckBench.Read("exists_in", """{"column": "customer_id", "in": "shop/crm.customers.id"}""");

        var one = await CheckBench.JudgeAsync(check, aggregate => new NumberValue(aggregate switch { RowCount => 10_000_000, Orphans => 1, _ => 0 }));
        var none = await CheckBench.JudgeAsync(check, aggregate => new NumberValue(aggregate is RowCount ? 10_000_000 : 0));

        (one.Outcome, none.Outcome).ShouldBe((CheckOutcome.Failed, CheckOutcome.Passed));
    }

    [Fact]
    public void ExistsIn_AnotherSource_IsRefused() =>
        CheckBench.ErrorsOf("exists_in", """{"column": "customer_id", "in": "lake/customers.id"}""").ShouldContain("source 'lake'");

    [Fact]
    public async Task Rows_BadOnes_AreToldUnderTheNameOfTheCheck()
    {
        var check = CheckBench.Read("rows", """{"name": "ended too soon", "where_bad": "ended_on < started_on", "expect": "<= 0.1%"}""");

        (await CheckBench.JudgeAsync(check, CheckBench.Table(1000, matching: 2))).Explanation
            .ShouldBe("ended too soon: 0.2 % bad (2 of 1,000 rows), at most 0.1 % allowed.");
        check.Needs.ShouldContain(need => need.Aggregate == new MatchCount(new OwnCondition("ended_on < started_on")));
    }

    [Fact]
    public async Task Metric_WithUnit_ShowsIt() =>
        (await CheckBench.JudgeAsync(
            CheckBench.Read("metric", """{"name": "revenue", "sql": "sum(price)", "unit": "EUR", "expect": ">= 1000"}"""), CheckBench.Table(9, figure: 12345.678)))
            .Explanation.ShouldBe("revenue: 12,346 EUR, at least 1,000 expected.");

    [Fact]
    public async Task Sql_ReturnedRows_AreBad()
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("sql", """{"name": "no orphans", "query": "select 1"}"""), CheckBench.Table(0, matching: 7));

        (result.Outcome, result.FailedRows, result.Explanation).ShouldBe((CheckOutcome.Failed, 7, "no orphans: 7 rows returned, none allowed."));
    }

    [Fact]
    public void Sql_WithFilter_IsRefused() =>
        CheckBench.ErrorsOf("sql", """{"query": "select 1", "where": "x > 0"}""").ShouldBe("Check 'sql' takes no 'where'. Write the condition into the query.");

    [Theory]
    [InlineData("duplicate_rows", "{}", CheckOutcome.Failed, "3 rows of 1,000 repeat an earlier row (0.3 %), none allowed.")]
    [InlineData("distinct", """{"column": "id", "expect": ">= 998"}""", CheckOutcome.Failed, "id: 997 different values in 1,000 rows, at least 998 expected.")]
    [InlineData("constant", """{"column": "id"}""", CheckOutcome.Failed, "id: 997 different values in 1,000 rows, exactly 1 expected.")]
    [InlineData("not_exists_in", """{"column": "id", "in": "shop/crm.opt_outs.id", "expect": "<= 994 rows"}""", CheckOutcome.Passed, "id: 99.7 % found in crm.opt_outs.id (994 of 997 rows), at most 994 rows allowed.")]
    [InlineData("monotonic", """{"column": "n", "by": "at", "order": "strictly_increasing"}""", CheckOutcome.Failed, "n: 3 rows of 3 not strictly increasing by at (100 %), none allowed.")]
    [InlineData("late_rows", """{"column": "loaded_at", "since": "at", "after": "1d", "expect": "<= 1%"}""", CheckOutcome.Failed, "loaded_at: 100 % more than 24 h after at (3 of 3 rows), at most 1 % allowed.")]
    public async Task Judge_RowRules_AreTold(string kind, string definition, CheckOutcome outcome, string explanation)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read(kind, definition), CheckBench.Table(1000, matching: 3));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Fact]
    public async Task Correlation_Coefficient_IsJudged() =>
        (await CheckBench.JudgeAsync(CheckBench.Read("correlation", """{"column": "price", "with": "weight", "expect": ">= 0.8"}"""), CheckBench.Table(10, figure: 0.75)))
            .Explanation.ShouldBe("price: correlation with weight 0.75, at least 0.8 expected.");
}
