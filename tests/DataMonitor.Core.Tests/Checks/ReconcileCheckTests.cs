using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Tests.Checks;

public sealed class ReconcileCheckTests
{
    [Theory]
    [InlineData("within 0.1%", 1000, 1000, CheckOutcome.Passed, "lake/orders.csv: volume agrees (1,000); measured 12:00:00Z here, 12:00:01Z there, at most 0.1 % allowed.")]
    [InlineData("within 0.1%", 1000, 990, CheckOutcome.Failed, "lake/orders.csv: volume is 1,000 here and 990 there (1 % apart); measured 12:00:00Z here, 12:00:01Z there, at most 0.1 % allowed.")]
    [InlineData("<= 10 rows", 1000, 990, CheckOutcome.Passed, "lake/orders.csv: volume is 1,000 here and 990 there (1 % apart); measured 12:00:00Z here, 12:00:01Z there, at most 10 rows allowed.")]
    [InlineData("<= 9 rows", 1000, 990, CheckOutcome.Failed, "lake/orders.csv: volume is 1,000 here and 990 there (1 % apart); measured 12:00:00Z here, 12:00:01Z there, at most 9 rows allowed.")]
    public async Task Judge_Volume_IsHeldAgainstTheOtherSide(string expect, int here, int there, CheckOutcome outcome, string explanation)
    {
        var check = Read($$"""{"with": "lake/orders.csv", "expect": "{{expect}}"}""");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(here), there: CheckBench.Table(there));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Fact]
    public async Task Judge_NoExpectation_AllowsNoDistanceBeyondTheTolerance()
    {
        var exact = Read("""{"with": "lake/orders.csv", "metrics": ["sum(price)"]}""");
        var tolerant = Read("""{"with": "lake/orders.csv", "metrics": ["sum(price)"], "tolerance": {"absolute": 0.01}}""");

        (await CheckBench.JudgeAsync(exact, CheckBench.Table(5, figure: 10.005), there: CheckBench.Table(5, figure: 10))).Outcome.ShouldBe(CheckOutcome.Failed);
        (await CheckBench.JudgeAsync(tolerant, CheckBench.Table(5, figure: 10.005), there: CheckBench.Table(5, figure: 10))).Outcome.ShouldBe(CheckOutcome.Passed);
    }

    [Theory]
    [InlineData("sum(price)", CheckOutcome.Passed)]
    [InlineData("mean(price)", CheckOutcome.Passed)]
    [InlineData("max(price)", CheckOutcome.Failed)]
    public async Task Judge_FiguresApartByTheRoundingOfAnEngine_AgreeWhereEnginesAdd(string metric, CheckOutcome outcome)
    {
        var check = Read($$"""{"with": "lake/orders.csv", "metrics": ["{{metric}}"]}""");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(5, figure: 49_819_500.9), there: CheckBench.Table(5, figure: 49_819_500.900_000_05));

        result.Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task Judge_BothSidesEmpty_Agree()
    {
        var check = Read("""{"with": "lake/orders.csv", "metrics": ["volume", "sum(price)", "distinct(id)"]}""");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(0), there: CheckBench.Table(0));

        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Passed, "lake/orders.csv: all 3 figures agree; measured 12:00:00Z here, 12:00:01Z there, none allowed."));
    }

    [Fact]
    public async Task Judge_RowsWrittenButAnotherFigureApart_Fails()
    {
        var check = Read("""{"with": "lake/orders.csv", "metrics": ["volume", "sum(price)"], "expect": "<= 5 rows"}""");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(10, figure: 1), there: CheckBench.Table(10, figure: 2));

        result.Outcome.ShouldBe(CheckOutcome.Failed);
    }

    [Fact]
    public async Task Judge_OtherSideSilent_IsErroredWithItsProblem()
    {
        var check = Read("""{"with": "lake/orders.csv"}""");

        var result = await CheckBench.JudgeAsync(check, CheckBench.Table(1), there: _ => new MeasureError("Source 'lake' has no folder.", "Mount it."));

        (result.Outcome, result.Explanation).ShouldBe((CheckOutcome.Errored, "Source 'lake' has no folder. Mount it."));
    }

    [Fact]
    public void Elsewhere_NamesAndFilterThere_AreAskedFor()
    {
        var check = Read("""{"with": "lake/orders.csv", "metrics": ["sum(price)", "missing(id)"], "columns": {"price": "amount"}, "where": "a = 1", "where_there": "b = 2"}""");

        check.Needs.ShouldBe([new(new Sum("price"), "a = 1", CheckScope.Partition), new(new MatchCount(new IsMissing("id")), "a = 1", CheckScope.Partition)]);
        check.Elsewhere.Needs.ShouldBe([new(new Sum("amount"), "b = 2", CheckScope.Partition), new(new MatchCount(new IsMissing("id")), "b = 2", CheckScope.Partition)]);
    }

    [Fact]
    public void Plan_Partitioned_LooksAtTheSameWindowThere()
    {
        var check = Read("""{"with": "lake/orders.csv", "partition_column_there": "date"}""");
        var here = Planner.Plan(CheckBench.DailyOrders, [check], CheckBench.Noon, CheckBench.Noon);

        var there = check.Side.Plan(here, check.Elsewhere.Needs);

        there.Window.ShouldBe(here.Window! with { Column = "date" });
        (there.Dataset.Source, there.Dataset.Object).ShouldBe(("lake", new FilesObject("orders.csv")));
        there.Statements.ShouldHaveSingleItem().Requests.ShouldBe(check.Elsewhere.Needs);
    }

    [Fact]
    public void Elsewhere_WithKey_PairsRowsByColumnsOfBothNames()
    {
        var check = Read("""{"with": "lake/orders.csv", "key": {"id": "order_id"}, "columns": ["price", "id"], "decimals": 2}""");

        var rows = check.Elsewhere.Rows.ShouldNotBeNull();
        (rows.Key, rows.Columns, rows.Decimals).ShouldBe(([new("id", "order_id")], [new("price", "price")], 2));
        check.Needs.ShouldContain(RowPairing.Schema);
    }

    [Theory]
    [InlineData("""{"with": "lake/orders.csv", "metrics": ["median(price)"]}""", "'metrics': 'median(price)' is not a figure that both sides can be asked for. Write volume, or sum(column), min(column), max(column), mean(column), missing(column) or distinct(column).")]
    [InlineData("""{"with": "lak/orders.csv"}""", "There is no source 'lak'. Did you mean 'lake'?")]
    [InlineData("""{"with": "orders"}""", "'orders' is not the name of a dataset. Write source and object, such as warehouse/crm.customers, at most 200 characters.")]
    [InlineData("""{"with": "lake/orders.csv", "columns": ["price"]}""", "'columns' are compared row by row, but there is no 'key'. Add the columns that find a row, such as key: [id].")]
    [InlineData("""{"with": "lake/orders.csv", "decimals": 2}""", "'decimals' is for comparing rows, but there is no 'key'. Add 'key', or use 'tolerance' for figures.")]
    [InlineData("""{"with": "lake/orders.csv", "key": ["id", "id"]}""", "'key' names 'id' twice. Name each column once.")]
    [InlineData("""{"with": "lake/orders.csv", "expect": "within 5 rows"}""", "'expect': the allowed distance is not a percentage. Write for instance \"within 0.1%\".")]
    public void Read_Mistakes_AreExplained(string definition, string expected) => CheckBench.ErrorsOf("reconcile", definition).ShouldBe(expected);

    private static ReconcileCheck Read(string json) => (ReconcileCheck)CheckBench.Read("reconcile", json);
}
