using CsCheck;
using DataMonitor.Core.Calendars;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class OnDaysRuleTests
{
    private static readonly Calendar Holidays = new("holidays-de", [new(new(2026, 12, 24), new(2027, 1, 1)), new(new(2026, 10, 3), new(2026, 10, 3))]);

    private static readonly Schedule[] Schedules =
    [
        Datasets.Schedule with { Every = TimeSpan.FromHours(5) },
        Datasets.Schedule with { Every = TimeSpan.FromMinutes(50), TimeZone = "Europe/Berlin" },
        Datasets.Schedule with { Cron = "30 2 * * *", TimeZone = "Europe/Berlin" },
        Datasets.Schedule with { Cron = "*/20 0,23 * * *", TimeZone = "America/Havana" }, // midnight is skipped and comes twice
        Datasets.Schedule with { Cron = "0 0 1 * *", TimeZone = "Asia/Tokyo" },
    ];

    private static readonly DayFilter[] Filters =
    [
        new([new NamedDayRule(NamedDay.BusinessDays)], [new CalendarRule(Holidays)]),
        new([new BusinessDayRule(Holidays)], []),
        new([], [new NamedDayRule(NamedDay.Weekend)]),
        new([new NamedDayRule(NamedDay.MonthEnd), new WeekdayRule(DayOfWeek.Tuesday)], []),
        new([new NamedDayRule(NamedDay.YearEnd)], []),
    ];

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Between_AnyScheduleAndDays_IsTheRuleWithoutTheOtherDays() =>
        Gen.Select(Gen.Int[0, Schedules.Length - 1].Select(index => Schedules[index]), Gen.Int[0, Filters.Length - 1].Select(index => Filters[index]), Gen.Int[0, 600 * 24 * 60], Gen.Int[0, 60 * 24 * 60]).Sample((schedule, days, from, length) =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);
            var (after, until) = (Start.AddMinutes(from), Start.AddMinutes(from + length));
            var expected = RuleOf(schedule).Between(after, until).Where(at => days.Contains(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime))).ToArray();
            var rule = RuleOf(schedule with { Days = days });

            rule.Between(after, until).ShouldBe(expected);
            if (expected.Length > 0)
            {
                rule.Next(after).ShouldBe(expected[0]);
                rule.Last(until).ShouldBe(expected[^1]);
            }
            else
            {
                (rule.Next(after) ?? DateTimeOffset.MaxValue).ShouldBeGreaterThan(until); // the first of a month never ends a year
                (rule.Last(until) ?? DateTimeOffset.MinValue).ShouldBeLessThanOrEqualTo(after);
            }
        });

    [Fact]
    public void Next_DaysThatNeverCome_IsNone()
    {
        var never = new DayFilter([new NamedDayRule(NamedDay.YearEnd)], [new NamedDayRule(NamedDay.MonthEnd)]);

        RuleOf(Schedules[0] with { Days = never }).Next(Start).ShouldBeNull();
        RuleOf(Schedules[0] with { Days = never }).Last(Start).ShouldBeNull();
    }

    [Fact]
    public void Of_DaysOfADatasetAndOfItsUpstream_BothHold()
    {
        var customers = Datasets.Of("shop/customers") with { Schedule = Schedules[0] with { Every = TimeSpan.FromDays(1), Days = new([new NamedDayRule(NamedDay.Weekdays)], []) } };
        var scores = Datasets.Of("shop/scores") with { Schedule = Datasets.Schedule with { After = ["shop/customers"], Days = new([new NamedDayRule(NamedDay.MonthEnd)], []) } };

        var rule = OccurrenceRule.Of("shop/scores", Datasets.Catalog(customers, scores).Datasets).ShouldNotBeNull();

        rule.Next(Start).ShouldBe(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero)); // the ends of January and February 2026 are Saturdays
    }

    private static OccurrenceRule RuleOf(Schedule schedule) =>
        OccurrenceRule.Of("shop/orders", Datasets.Catalog(Datasets.Of("shop/orders") with { Schedule = schedule }).Datasets).ShouldNotBeNull();
}
