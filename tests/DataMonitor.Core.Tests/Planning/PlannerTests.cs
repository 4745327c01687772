using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Tests.Checks;

namespace DataMonitor.Core.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly Gen<Aggregate> AnyAggregate = Gen.Select(Gen.Int[0, 10], Gen.Int[0, 3], (kind, column) => (kind, $"c{column}") switch
    {
        (0, _) => new RowCount(),
        (1, var name) => new MatchCount(new IsMissing(name)),
        (2, var name) => new Minimum(name),
        (3, var name) => new Quantile(name, 0.5),
        (4, var name) => new Distinctness([name, "key"]),
        (5, var name) => new Orphans(name, new TableObject(["customers"]), "id"),
        (6, _) => new Columns(),
        (7, var name) => new TopValues(name, 5),
        (8, var name) => new OwnQueryRows($"select {name} from t"),
        (9, var name) => new OwnExpression($"count(distinct {name})"),
        (_, var name) => (Aggregate)new OwnExpression($"sum({name})"),
    });

    private static readonly Gen<NeedyCheck> AnyCheck = Gen
        .Select(AnyAggregate, Gen.Bool, Gen.Enum<CheckScope>(), (aggregate, isFiltered, scope) => new AggregateRequest(aggregate, isFiltered ? "x > 0" : null, scope))
        .List[1, 6]
        .Select(requests => new NeedyCheck(requests.ToValueList()));

    [Fact]
    public void Plan_AnyChecks_AnswersEveryNeedExactlyOnce() => Gen.Select(AnyCheck.List[0, 20], Gen.Bool).Sample((checks, isPartitioned) =>
    {
        var plan = Planner.Plan(isPartitioned ? CheckBench.DailyOrders : CheckBench.Orders, checks, CheckBench.Noon, CheckBench.Noon);

        var planned = plan.Statements.SelectMany(statement => statement.Requests).ToArray();
        planned.ShouldBeUnique();
        planned.ShouldBe(checks.SelectMany(check => check.Needs).Select(plan.Resolve).Distinct(), ignoreOrder: true);
    });

    [Fact]
    public void Plan_AnyChecks_KeepsClassesAndScopesApart() => AnyCheck.List[0, 20].Sample(checks =>
    {
        var plan = Planner.Plan(CheckBench.DailyOrders, checks, CheckBench.Noon, CheckBench.Noon);

        foreach (var statement in plan.Statements)
        {
            statement.Requests.ShouldNotBeEmpty();
            statement.Requests.ShouldAllBe(request => request.Scope == statement.Scope && Planner.ClassOf(request.Aggregate) == statement.Class);
            (statement.Requests.Length == 1 || statement.Class is StatementClass.Shared or StatementClass.Quantiles or StatementClass.Catalog).ShouldBeTrue();
        }
    });

    [Fact]
    public void Plan_OneKeyInPartsOfTheRows_IsCountedTenPartsAtATime()
    {
        var filters = Enumerable.Range(0, 12).Select(i => $"country = {i}").Prepend(null);
        var needs = filters.Select(filter => new AggregateRequest(new Distinctness(["id"]), filter, CheckScope.Table))
            .Append(new(new Distinctness(["email"]), "country = 0", CheckScope.Table));

        var plan = Planner.Plan(CheckBench.Orders, [new NeedyCheck(needs.ToValueList())], CheckBench.Noon, CheckBench.Noon);

        plan.Statements.Select(statement => statement.Requests.Length).ShouldBe([1, 10, 2, 1]);
    }

    [Fact]
    public void Plan_MoreThanFitsIntoOneStatement_IsLeftToTheEngine()
    {
        var needs = Enumerable.Range(0, 900).Select(i => new AggregateRequest(new Minimum($"c{i}"), null, CheckScope.Table));

        var plan = Planner.Plan(CheckBench.Orders, [new NeedyCheck(needs.ToValueList())], CheckBench.Noon, CheckBench.Noon);

        plan.Statements.ShouldHaveSingleItem().Requests.Length.ShouldBe(900);
    }

    [Fact]
    public void Plan_NoPartition_MeasuresBothScopesOnce()
    {
        var needs = new[] { CheckScope.Partition, CheckScope.Table }.Select(scope => new AggregateRequest(new RowCount(), null, scope));

        var plan = Planner.Plan(CheckBench.Orders, [new NeedyCheck(needs.ToValueList())], CheckBench.Noon, CheckBench.Noon);

        plan.Window.ShouldBeNull();
        plan.Statements.ShouldHaveSingleItem().Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public void Plan_PerSegment_GroupsRequestsOfOneSegmentationAndFilter()
    {
        var needs = new ValueList<AggregateRequest>[] { [new(new RowCount(), null, CheckScope.Table), new(new Mean("price"), null, CheckScope.Table)], [new(new RowCount(), "x > 0", CheckScope.Table)] };
        var checks = needs.Select(need => new NeedyCheck(need, new(["country", "plan"], 20, SegmentNews.Tell, SegmentNews.Tell))).Append(new NeedyCheck(needs[0]));

        var plan = Planner.Plan(CheckBench.Orders, checks, CheckBench.Noon, CheckBench.Noon);

        plan.Statements.Select(statement => (statement.Class, statement.Requests[0].Per?.Column, statement.Requests[0].Filter, statement.Requests.Length)).ShouldBe(
        [
            (StatementClass.Shared, null, null, 2),
            (StatementClass.Segments, "country", null, 2),
            (StatementClass.Segments, "plan", null, 2),
            (StatementClass.Segments, "country", "x > 0", 1),
            (StatementClass.Segments, "plan", "x > 0", 1),
        ]);
    }

    [Theory]
    [InlineData("sum(score * arpu)", StatementClass.Shared)]
    [InlineData("avg(case when mode_of_payment = 'card' then 1 end)", StatementClass.Shared)]
    [InlineData("COUNT(DISTINCT customer_id)", StatementClass.Own)]
    [InlineData("percentile_cont(0.5) within group (order by x)", StatementClass.Own)]
    [InlineData("median(x)", StatementClass.Own)]
    [InlineData("mode() within  group (order by x)", StatementClass.Own)]
    [InlineData("sum(x) / (select count(*) from y)", StatementClass.Own)]
    public void ClassOf_OwnExpression_StandsAloneWhenItIsNotPlain(string sql, StatementClass expected) =>
        Planner.ClassOf(new OwnExpression(sql)).ShouldBe(expected);

    private sealed record NeedyCheck(ValueList<AggregateRequest> Asked, PerSegment? Per = null)
        : Core.Checks.Check(new CheckHeader("id", "needy", "needy", null, Dimension.Volume, null, CheckScope.Table, null, null, default, Per))
    {
        public override ValueList<AggregateRequest> Needs => Asked;

        public override Expectation? DefaultExpectation => null;

        public override Observation Observe(Measurements measurements, ObservationContext context) => new([], "needy");
    }
}
