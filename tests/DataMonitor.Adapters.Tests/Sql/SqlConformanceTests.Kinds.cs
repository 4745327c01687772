using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Orders, times between instants, correlation, whole rows and named formats.</summary>
public abstract partial class SqlConformanceTests
{
    [Fact]
    public async Task Scan_TimesBetweenInstants_AreExact()
    {
        (await AnswerAsync(new Oldest("at"))).ShouldBe(new InstantValue(new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero)));
        (await AnswerAsync(new Oldest("at"), "id > 1")).ShouldBe(new InstantValue(new(2026, 11, 22, 12, 30, 0, TimeSpan.Zero)));
        (await AnswerAsync(new Oldest("at"), "id = 3")).ShouldBe(new InstantValue(null));
        (await NumberAsync(new LongestDelay("at", "day"))).ShouldBe(45_000);
        (await NumberAsync(new LongestDelay("day", "at"), "id = 2")).ShouldBe(-45_000);
        (await NumberAsync(new LongestDelay("at", "day"), "id = 3")).ShouldBeNull();
        (await CountAsync(new IsLaterBy("at", "day", 43_199))).ShouldBe(2);
        (await CountAsync(new IsLaterBy("at", "day", 43_199.5))).ShouldBe(1);
        (await CountAsync(new IsNotInFuture("at"))).ShouldBe(4);
        (await CountAsync(new Not(new IsNotInFuture("at")))).ShouldBe(0);
    }

    [Fact]
    public async Task OutOfOrder_RowsWithBoth_AreComparedWithTheOneBefore()
    {
        (await BrokenAsync("amount", "id", RunningOrder.Increasing)).ShouldBe(1);
        (await BrokenAsync("amount", "id", RunningOrder.StrictlyDecreasing)).ShouldBe(2);
        (await BrokenAsync("select", "day", RunningOrder.Increasing)).ShouldBe(0);
        (await BrokenAsync("select", "day", RunningOrder.StrictlyIncreasing)).ShouldBe(2);
        (await BrokenAsync("select", "day", RunningOrder.Decreasing)).ShouldBe(1);
        (await BrokenAsync("id", "at", RunningOrder.StrictlyIncreasing)).ShouldBe(0);
        (await BrokenAsync("id", "at", RunningOrder.Decreasing)).ShouldBe(3); // the first of the four has none before it, though no NULL fits into the column
        (await BrokenAsync("hollow", "at", RunningOrder.Increasing)).ShouldBe(0);

        Task<double?> BrokenAsync(string column, string by, RunningOrder order) => NumberAsync(new OutOfOrder(column, by, order));
    }

    [Fact]
    public async Task Correlation_RowsWithBoth_IsThatOfPearson()
    {
        (double X, double Y)[] pairs = [(10.5, 0.5), (20.5, 1.5), (-31, -2), (0, 4)];
        var (x, y) = (pairs.Average(pair => pair.X), pairs.Average(pair => pair.Y));
        var expected = pairs.Sum(pair => (pair.X - x) * (pair.Y - y)) / Math.Sqrt(pairs.Sum(pair => (pair.X - x) * (pair.X - x)) * pairs.Sum(pair => (pair.Y - y) * (pair.Y - y)));

        (await NumberAsync(new Correlation("amount", "ratio")))!.Value.ShouldBe(expected, 1e-9);
        (await NumberAsync(new Correlation("id", "id")))!.Value.ShouldBe(1, 1e-12);
        (await NumberAsync(new Correlation("select", "id"), "id < 3")).ShouldBeNull();
        (await NumberAsync(new Correlation("amount", "ratio"), "id = 1")).ShouldBeNull();
        (await NumberAsync(new Correlation("amount", "hollow"))).ShouldBeNull();
    }

    [Fact]
    public async Task DistinctRows_NullsAreEqual_CountsWholeRows()
    {
        var rows = new QueryObject("SELECT id, name, NULL AS c FROM golden UNION ALL SELECT id, name, NULL FROM golden WHERE id > 3");

        (await AnswerAsync(new DistinctRows(), relation: rows)).ShouldBe(new DistinctValue(7, 5));
        (await AnswerAsync(new DistinctRows(), "id > 3", rows)).ShouldBe(new DistinctValue(4, 2));
        (await AnswerAsync(new DistinctRows(), relation: new TableObject(["empty"]))).ShouldBe(new DistinctValue(0, 0));
    }

    [Fact]
    public async Task Estimate_AnyPlan_TellsOrStaysSilentAndReadsNothing()
    {
        await using var source = SourceKinds.Open(Source, Path.GetTempPath(), TimeProvider.System);
        var plan = Scans.Plan(Object("golden"), Scans.Table(new RowCount()), Scans.Table(new Mean("amount")), Scans.Table(new Distinctness(["id", "name"])), Scans.Table(new Mean("lost")));

        var estimate = await source.EstimateAsync(plan, TestContext.Current.CancellationToken);

        estimate.Statements.Select(statement => statement.Sql).ShouldBe(source.Render(plan));
        estimate.Statements.ShouldAllBe(statement => !(statement.Rows < 0) && !(statement.Bytes < 0));
        var hundred = await source.EstimateAsync(Scans.Plan(Object("hundred"), Scans.Table(new Mean("v"))), TestContext.Current.CancellationToken);
        hundred.Rows.ShouldBeOneOf(null, 0, 100); // PostgreSQL knows a new table only once it was analyzed
        (await source.EstimateAsync(Scans.Plan(Object("gone"), Scans.Table(new RowCount())), TestContext.Current.CancellationToken)).Rows.ShouldBeNull();
    }

    [Fact]
    public async Task Format_Examples_MeanTheSameOnEveryEngine()
    {
        foreach (var format in NamedFormats.All)
        {
            var valid = format.Of("v");
            var (accepted, refused) = FormatExamples.All[format.Name];
            if (await AnswerAsync(new MatchCount(valid), relation: Texts(accepted)) is MeasureError { Problem: "This version of the engine cannot tell whether a text is JSON." })
            {
                format.Name.ShouldBe("json"); // PostgreSQL before 16: told, never another meaning
                continue;
            }

            (await CountAsync(valid, Texts(accepted))).ShouldBe(accepted.Length, format.Name);
            (await CountAsync(new Not(valid), Texts(refused))).ShouldBe(refused.Length, format.Name);
        }

        static QueryObject Texts(string[] texts) => new(string.Join(" UNION ALL ", texts.Select(text => $"SELECT '{text.Replace("'", "''", StringComparison.Ordinal)}' AS v")));
    }
}
