using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

public abstract class HistoryTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task ValuesAsync_ManyRuns_NewestFirstBeforeTheInstant()
    {
        foreach (var minute in new[] { 1, 3, 0, 2 })
        {
            await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(minute), Runs.Report(RunStatus.Failed, Runs.Result("a", minute), Runs.Result("b", 99)));
        }

        await Store.RunAsync("shop/b", Runs.Noon, Runs.Report(RunStatus.Failed, Runs.Result("a", 77)));

        (await Store.ValuesAsync("shop/a", "a", Runs.Noon.AddMinutes(3), 2, Token)).ShouldBe(
        [
            new(Runs.Noon.AddMinutes(2), CheckOutcome.Failed, 2, MetricUnit.Share, null, 0.02),
            new(Runs.Noon.AddMinutes(1), CheckOutcome.Failed, 1, MetricUnit.Share, null, 0.02),
        ]);
    }

    [Fact]
    public async Task ValuesAsync_CouldNotMeasure_IsNull()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Errored, Runs.Result("a", null, CheckOutcome.Errored)));

        var value = (await Store.ValuesAsync("shop/a", "a", Runs.Noon.AddDays(1), 10, Token)).ShouldHaveSingleItem();
        value.ShouldBe(new PastValue(Runs.Noon, CheckOutcome.Errored, null, MetricUnit.Share, null, 0.02));
    }

    [Fact]
    public async Task SegmentValuesAsync_ManyRuns_GivesThoseOfTheSegmentAlone()
    {
        foreach (var minute in new[] { 1, 3, 0, 2 })
        {
            await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(minute), Runs.Report(RunStatus.Failed, Runs.Segmented("a", ("DE", minute), ("(other)", 77)), Runs.Segmented("b", ("DE", 99))));
        }

        (await Store.SegmentValuesAsync("shop/a", "a", Runs.Segment("DE"), Runs.Noon.AddMinutes(3), 2, Token)).ShouldBe(
        [
            new(Runs.Noon.AddMinutes(2), CheckOutcome.Warned, 2, MetricUnit.Share, null, 0.02),
            new(Runs.Noon.AddMinutes(1), CheckOutcome.Warned, 1, MetricUnit.Share, null, 0.02),
        ]);
        (await Store.SegmentValuesAsync("shop/a", "a", Runs.Segment("de"), Runs.Noon.AddMinutes(3), 2, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SegmentsAsync_RunsWithoutValuesBetween_GivesTheNewestSeen()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, Runs.Result("b", 1), Runs.Segmented("a", ("AT", 1))));
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report(RunStatus.Failed, Runs.Segmented("a", ("DE", 1), ("(none)", 2), ("(other)", 3))));
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(2), Runs.Report(RunStatus.Failed, Runs.Segmented("a", ("(other)", 0))));
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(3), Runs.Report(RunStatus.Errored, Runs.Result("a", null, CheckOutcome.Errored)));

        (await Store.SegmentsAsync("shop/a", "a", Runs.Noon.AddMinutes(4), Token)).Select(segment => segment.Name).ShouldBe(["DE", "(none)", "(other)"]);
        (await Store.SegmentsAsync("shop/a", "a", Runs.Noon.AddMinutes(1), Token)).ShouldBe([Runs.Segment("AT")]);
        (await Store.SegmentsAsync("shop/a", "b", Runs.Noon.AddMinutes(4), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task NewestAsync_SegmentedResult_IsReadBackWhole()
    {
        var results = new[] { Runs.Result("x", 1), Runs.Segmented("a", ("DE", 1), ("łódź 🙂", 2)), Runs.Segmented("b", ("(other)", 3)) };
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, [.. results]));

        (await Store.NewestAsync("shop/a", Token)).ShouldNotBeNull().Results.ShouldBe(results);
        (await Store.ReadAsync("influx", 10, Token)).ShouldHaveSingleItem().Report.Results.ShouldBe(results);
    }

    [Fact]
    public async Task ValuesAsync_MeasuredAgain_IsTheLatestMeasurement()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, Runs.Result("a", 1), Runs.Result("b", 2)));
        await Store.RunAsync("shop/a", Runs.Noon.AddDays(1), Again(3, Runs.Noon.AddDays(1)));
        await Store.RunAsync("shop/a", Runs.Noon.AddDays(2), Again(5, Runs.Noon.AddDays(2)));
        await Store.RunAsync("shop/a", Runs.Noon.AddDays(3), Again(4, Runs.Noon.AddDays(1))); // an older measurement that is committed late

        (await Store.ValuesAsync("shop/a", "a", Runs.Noon.AddHours(1), 10, Token)).ShouldHaveSingleItem().Value.ShouldBe(5);
        (await Store.ValuesAsync("shop/a", "b", Runs.Noon.AddHours(1), 10, Token)).ShouldHaveSingleItem().Value.ShouldBe(2);
        (await Store.MeasuredAsync("shop/a", Runs.Noon, Runs.Noon.AddHours(1), Token))!.Values.ShouldBe([new("a", 1), new("b", 2)], ignoreOrder: true);
    }

    [Fact]
    public async Task ReadAsync_MeasuredAgain_BelongsToTheRunThatDid()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, Runs.Result("a", 1)));
        var report = Again(3, Runs.Noon.AddDays(1));
        await Store.RunAsync("shop/a", Runs.Noon.AddDays(1), report);

        var entries = await Store.ReadAsync("influx", 10, Token);

        entries[0].Report.Rechecks.ShouldBeEmpty();
        entries[1].Report.Rechecks.ShouldBe(report.Rechecks);
        (await Store.NewestAsync("shop/a", Token))!.Rechecks.ShouldBe(report.Rechecks);
    }

    [Theory]
    [InlineData(0, 60, 0)]
    [InlineData(0, 61, 60)]
    [InlineData(1, 60, null)]
    [InlineData(120, 180, null)]
    public async Task MeasuredAsync_Bounds_TakeTheNewestRunWithResults(int from, int until, int? expected)
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Passed, Runs.Result("a", 1)));
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(60), Runs.Report(RunStatus.Passed, Runs.Result("a", 2)));
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(120), Runs.Report(RunStatus.Errored));

        var found = await Store.MeasuredAsync("shop/a", Runs.Noon.AddMinutes(from), Runs.Noon.AddMinutes(until), Token);

        found?.ScheduledAt.ShouldBe(Runs.Noon.AddMinutes(expected ?? -1));
        (found is null).ShouldBe(expected is null);
    }

    [Fact]
    public async Task PruneAsync_RunThatMeasuredAgain_TakesItsCorrectionsAlong()
    {
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report(RunStatus.Failed, Runs.Result("a", 1)));
        await Store.RunAsync("shop/a", Runs.Noon.AddDays(1), Again(3, Runs.Noon.AddDays(1)));
        await Store.RunAsync("shop/a", Runs.Noon.AddDays(2), Runs.Report(RunStatus.Passed, Runs.Result("a", 1)));

        (await Store.PruneAsync(Runs.Noon.AddDays(2), Token)).ShouldBe(2);

        (await Store.ValuesAsync("shop/a", "a", Runs.Noon.AddDays(9), 10, Token)).ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    private static RunReport Again(double value, DateTimeOffset measuredAt) => Runs.Report(RunStatus.Passed, Runs.Result("a", 9)) with
    {
        Rechecks = [new(Runs.Noon.AddDays(-1), Runs.Noon, Runs.Noon, Runs.Noon.AddSeconds(1), 1, measuredAt, Runs.Result("a", value))],
    };

    [Fact]
    public async Task ProfilesAsync_RunsWithoutProfileBetween_GivesTheNewestMade()
    {
        ValueList<ColumnProfile> first = [new("id", 10, 0, 10, 1, 10, 5.5, 3, 5, [])];
        ValueList<ColumnProfile> second = [Runs.Profile("id"), Runs.Profile("email")];
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report() with { Profiles = [.. first] });
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report() with { Profiles = [.. second] });
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(2), Runs.Report() with { Statements = [new("SELECT 1", TimeSpan.Zero)] });

        (await Store.ProfilesAsync("shop/a", Runs.Noon.AddMinutes(3), 1, Token)).ShouldBe([new(Runs.Noon.AddMinutes(1), second)]);
        (await Store.ProfilesAsync("shop/a", Runs.Noon.AddMinutes(3), 9, Token)).Select(past => past.Columns).ShouldBe([second, first]);
        (await Store.ProfilesAsync("shop/a", Runs.Noon, 1, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SchemaAsync_RunsWithoutSchemaBetween_GivesTheNewestSeen()
    {
        ValueList<ColumnSchema> first = [new("id", ColumnType.Integer, "bigint", false)];
        ValueList<ColumnSchema> second = [new("id", ColumnType.Text, "text", true)];
        await Store.RunAsync("shop/a", Runs.Noon, Runs.Report() with { Schema = first });
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(1), Runs.Report() with { Schema = second });
        await Store.RunAsync("shop/a", Runs.Noon.AddMinutes(2), Runs.Report() with { Statements = [new("SELECT 1", TimeSpan.Zero)] });

        (await Store.SchemaAsync("shop/a", Runs.Noon.AddMinutes(3), Token)).ShouldBe(second);
        (await Store.SchemaAsync("shop/a", Runs.Noon.AddMinutes(1), Token)).ShouldBe(first);
        (await Store.SchemaAsync("shop/b", Runs.Noon.AddMinutes(1), Token)).ShouldBeNull();
    }
}

public sealed class SqliteHistoryTests(SqliteStateDatabase database) : HistoryTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresHistoryTests(PostgresStateDatabase database) : HistoryTests(database), IClassFixture<PostgresStateDatabase>;
