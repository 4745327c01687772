using CsCheck;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Tests.Checks;

namespace DataMonitor.Core.Tests.Planning;

public sealed class CostGuardTests
{
    private static readonly ScanEstimate Large = new([new("a", 6_000_000, 900_000_000), new("b", 4_000_000, null), new("c", null, null)]);

    [Fact]
    public void Refusal_NoBudget_NeverRefuses() =>
        CostGuard.Refusal(CheckBench.Orders, Source(Budget.None), Spent(long.MaxValue / 4), Large).ShouldBeNull();

    [Fact]
    public void Refusal_EstimateAboveWhatIsLeft_SaysTheFigures()
    {
        var dataset = CheckBench.Orders with { Limits = DatasetLimits.Default with { Budget = new(12_000_000, null, null) } };

        CostGuard.Refusal(dataset, Source(Budget.None), Spent(2_000_000), Large).ShouldBeNull();
        CostGuard.Refusal(dataset, Source(Budget.None), Spent(2_000_001), Large).ShouldBe(
            "Not measured: it would read about 10,000,000 rows; the budget of dataset 'shop/orders' is 12,000,000 rows a day (UTC), of which 2,000,001 rows are used. "
            + "Raise 'rows_per_day' in limits, narrow the checks with 'partition' or 'where', or run them less often.");
    }

    [Fact]
    public void Refusal_BytesOfTheSource_SaysTheFigures() =>
        CostGuard.Refusal(CheckBench.Orders, Source(new(null, 1_000_000_000, null)), Spent(200_000_000), Large).ShouldBe(
            "Not measured: it would read about 900 MB; the budget of source 'shop' is 1 GB a day (UTC), of which 400 MB are used. "
            + "Raise 'bytes_per_day' in sources.yaml, narrow the checks with 'partition' or 'where', or run them less often.");

    [Fact]
    public void Refusal_TimeIsUsedUp_SaysTheFigures() =>
        CostGuard.Refusal(CheckBench.Orders, Source(new(null, null, TimeSpan.FromMinutes(1))), Spent(3), Large).ShouldBe(
            "Not measured: the statements of source 'shop' took 1 min today (UTC), and the budget is 1 min. Raise 'time_per_day' in sources.yaml, narrow the checks with 'partition' or 'where', or run them less often.");

    [Fact]
    public void Refusal_EngineTellsNothing_StopsOnceTheBudgetIsUsedUp()
    {
        var unknown = new ScanEstimate([new("a", null, null)]);

        CostGuard.Refusal(CheckBench.Orders, Source(new(100, null, null)), Spent(49), unknown).ShouldBeNull();
        CostGuard.Refusal(CheckBench.Orders, Source(new(100, null, null)), Spent(50), unknown).ShouldNotBeNull().ShouldContain("about an unknown number of rows");
    }

    [Fact]
    public void Refusal_MoreSpent_NeverAllowsWhatLessDidNot() =>
        Gen.Select(Gen.Long[0, 1000], Gen.Long[0, 1000], Gen.Long[1, 1000], Gen.Long[0, 1000]).Sample((spent, more, budget, needed) =>
        {
            var source = Source(new(budget, null, null));
            var estimate = new ScanEstimate([new("a", needed, null)]);
            var first = CostGuard.Refusal(CheckBench.Orders, source, Spent(spent), estimate);
            var second = CostGuard.Refusal(CheckBench.Orders, source, Spent(spent + more), estimate);

            (first is null || second is not null).ShouldBeTrue();
        });

    private static SourceHeader Source(Budget budget) => new("shop", "sqlite", 2, TimeSpan.FromMinutes(5), default) { Budget = budget };

    /// <summary>By the dataset; the source as a whole spent twice as much, and a minute.</summary>
    private static Spending Spent(long amount) => new(new(amount, amount, TimeSpan.FromSeconds(30)), new(2 * amount, 2 * amount, TimeSpan.FromMinutes(1)));
}
