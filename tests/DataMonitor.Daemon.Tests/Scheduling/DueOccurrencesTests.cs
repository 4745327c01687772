using CsCheck;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class DueOccurrencesTests
{
    private static readonly Schedule[] Schedules =
    [
        Every("1s"), Every("7s"), Every("15m"), Cron("* * * * *"), Cron("*/30 * * * *", "Europe/Berlin"), Cron("30 2 * * *", "Europe/Berlin"),
        Cron("0 2-3 * * *", "America/New_York"), Cron("*/20 * * * *", "Australia/Lord_Howe"), Cron("0 6 * * mon", "Asia/Kathmandu"),
    ];

    private static readonly DateTimeOffset Noon = At("2026-03-02T12:00:00Z");

    [Fact]
    public void Of_NeverRan_OwesTheLastOccurrenceAtOnce()
    {
        var due = Of(Cron("0 6 * * *"), newest: null, Noon);

        due.Due.ShouldBe([new("shop/orders", At("2026-03-02T06:00:00Z"), RunTrigger.CatchUp)]);
        due.Missed.ShouldBeEmpty();
    }

    [Fact]
    public void Of_NothingNew_OwesNothing() => Of(Every("1h"), newest: Noon, Noon.AddMinutes(59)).Due.ShouldBeEmpty();

    [Fact]
    public void Of_OnTheInstant_IsDue() => Of(Every("1h"), newest: Noon.AddHours(-1), Noon).Due.ShouldBe([new("shop/orders", Noon, RunTrigger.Schedule)]);

    [Theory]
    [InlineData(CatchUp.Latest, 2, "12:00:00")]
    [InlineData(CatchUp.All, 0, "10:00:00 11:00:00 12:00:00")]
    [InlineData(CatchUp.Skip, 3, "")]
    public void Of_ThreeLate_FollowsTheCatchUpPolicy(CatchUp policy, int missed, string due)
    {
        var found = Of(Every("1h") with { CatchUp = policy }, newest: Noon.AddHours(-3), Noon.AddMinutes(30));

        found.Missed.Length.ShouldBe(missed);
        string.Join(' ', found.Due.Select(occurrence => $"{occurrence.ScheduledAt:HH:mm:ss}")).ShouldBe(due);
        found.Due.ShouldAllBe(occurrence => occurrence.Trigger == RunTrigger.CatchUp);
    }

    [Fact]
    public void Of_LateOnesBeforeOneInTime_RunsTheOneInTimeOnly()
    {
        var found = Of(Every("1h"), newest: Noon.AddHours(-3), Noon.AddMinutes(1));

        found.Missed.Select(occurrence => occurrence.ScheduledAt).ShouldBe([Noon.AddHours(-2), Noon.AddHours(-1)]);
        found.Due.ShouldBe([new("shop/orders", Noon, RunTrigger.Schedule)]);
    }

    [Fact]
    public void Of_OvertakenWithinTheLateness_RunsTheLastMinuteOnly()
    {
        var found = Of(Every("5s") with { Lateness = TimeSpan.FromHours(1) }, newest: Noon.AddMinutes(-8), Noon);

        found.Due.Select(occurrence => occurrence.ScheduledAt).ShouldBe(Enumerable.Range(0, 13).Select(index => Noon.AddSeconds(-60 + (5 * index))));
        found.Due.ShouldAllBe(occurrence => occurrence.Trigger == RunTrigger.Schedule);
        found.Missed.Length.ShouldBe(83);
    }

    [Fact]
    public void Of_ManyLateWithCatchUpAll_RunsTheNewestHundred()
    {
        var found = Of(Every("1m") with { CatchUp = CatchUp.All }, newest: Noon.AddMinutes(-500), Noon);

        found.Missed.Length.ShouldBe(400);
        found.Due.Length.ShouldBe(DueOccurrences.MostDue);
        found.Due[^1].ScheduledAt.ShouldBe(Noon);
    }

    [Fact]
    public void Of_AMonthAway_TellsItInBoundedPieces()
    {
        var found = Of(Every("1s"), newest: Noon.AddDays(-30), Noon);

        found.Missed.Length.ShouldBe(DueOccurrences.MostMissed);
        found.Due.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-29", "01:00")] // 02:30 does not exist: the first instant after the gap, 03:00 local
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25", "00:30")] // 02:30 comes twice: the first
    [InlineData("0 0 * * *", "Australia/Lord_Howe", "2026-10-04", "13:00")] // the day after a change of half an hour
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03", "15:30")] // skipped by half an hour: 02:30 local
    [InlineData("0 9 * * *", "Asia/Kolkata", "2026-06-01", "03:30")]
    [InlineData("0 12 29 2 *", "UTC", "2028-02-29", "12:00")]
    public void Between_OneDay_RunsOnceAt(string cron, string zone, string day, string utc)
    {
        var start = At($"{day}T00:00:00Z");

        var found = RuleOf(Cron(cron, zone)).Between(start.AddTicks(-1), start.AddDays(1).AddTicks(-1));

        found.ShouldBe([At($"{day}T{utc}:00Z")]);
    }

    [Theory]
    [InlineData("2026-03-29", 46)]
    [InlineData("2026-10-25", 50)]
    [InlineData("2026-06-01", 48)]
    public void Between_HalfHoursOfALocalDay_RunsThroughTheChange(string day, int count)
    {
        var midnight = TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(day, null), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var next = TimeZoneInfo.ConvertTimeToUtc(DateTime.Parse(day, null).AddDays(1), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        var found = RuleOf(Cron("*/30 * * * *", "Europe/Berlin")).Between(new DateTimeOffset(midnight).AddTicks(-1), new DateTimeOffset(next).AddTicks(-1)).ToArray();

        found.Length.ShouldBe(count);
        found.Distinct().Count().ShouldBe(count);
    }

    [Theory] // Cronos, asked for the occurrence before, names 00:59:59: no occurrence at all
    [InlineData("2027-03-28T00:59:59.500Z", "2027-03-27T01:30:00Z")]
    [InlineData("2027-03-28T01:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("2027-03-28T02:00:00Z", "2027-03-28T01:00:00Z")]
    public void Last_AroundASkippedTime_IsAnOccurrence(string now, string last) => RuleOf(Cron("30 2 * * *", "Europe/Berlin")).Last(At(now)).ShouldBe(At(last));

    [Fact] // whenever the daemon looks, and however long it was away
    public void Of_TicksAtRandomTimes_NamesEveryOccurrenceExactlyOnce() =>
        Gen.Select(
            Gen.Int[0, Schedules.Length - 1].Select(index => Schedules[index]),
            Gen.Enum<CatchUp>(),
            Gen.Int[0, 3 * 365 * 24 * 60].Select(minutes => At("2026-01-01T00:00:00Z").AddMinutes(minutes)),
            Gen.Frequency((8, Gen.Double[0.1, 5]), (1, Gen.Double[5, 3000]), (1, Gen.Double[3000, 200_000])).Array[1, 40])
        .Sample((schedule, policy, start, pauses) =>
        {
            schedule = schedule with { CatchUp = policy };
            var named = new List<DateTimeOffset>();
            DateTimeOffset? newest = null;
            var now = start;
            foreach (var pause in pauses.Append(0))
            {
                now = now.AddMilliseconds(Math.Round(pause * 1000));
                for (DueOccurrences due; (due = Of(schedule, newest, now)) is not { Due: [], Missed: [] };)
                {
                    due.Due.Length.ShouldBeLessThanOrEqualTo(DueOccurrences.MostDue);
                    var instants = due.Missed.Concat(due.Due).Select(occurrence => occurrence.ScheduledAt).ToArray();
                    named.AddRange(instants);
                    newest = instants[^1];
                }
            }

            named.ShouldBe(RuleOf(schedule).Between(named[0].AddTicks(-1), now));
            named[0].ShouldBeLessThanOrEqualTo(start.AddSeconds(pauses[0]));
        });

    [Fact]
    public void Of_NoScheduleOfItsOwn_FollowsItsFirstUpstream()
    {
        var customers = Datasets.Of("shop/customers") with { Schedule = Every("1h") };
        var scores = Datasets.Of("shop/scores") with { Schedule = Every("1h") with { Every = null, After = ["shop/customers"] } };

        var rule = OccurrenceRule.Of("shop/scores", Datasets.Catalog(customers, scores).Datasets);

        rule.ShouldNotBeNull().Next(Noon).ShouldBe(Noon.AddHours(1));
    }

    [Fact]
    public void Of_UpstreamsInACircle_NeverRuns()
    {
        var one = Datasets.Of("shop/one") with { Schedule = Every("1h") with { Every = null, After = ["shop/two"] } };
        var two = Datasets.Of("shop/two") with { Schedule = Every("1h") with { Every = null, After = ["shop/one"] } };

        OccurrenceRule.Of("shop/one", Datasets.Catalog(one, two).Datasets).ShouldBeNull();
    }

    private static DueOccurrences Of(Schedule schedule, DateTimeOffset? newest, DateTimeOffset now) => DueOccurrences.Of("shop/orders", schedule, RuleOf(schedule), newest, now);

    private static OccurrenceRule RuleOf(Schedule schedule) =>
        OccurrenceRule.Of("shop/orders", Datasets.Catalog(Datasets.Of("shop/orders") with { Schedule = schedule }).Datasets).ShouldNotBeNull();

    private static Schedule Every(string every) => Durations.TryParse(every, out var span)
        ? Datasets.Schedule with { Every = span }
        : throw new ArgumentException(every, nameof(every));

    private static Schedule Cron(string cron, string zone = "UTC") => Datasets.Schedule with { Cron = cron, TimeZone = zone };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);
}
