using CsCheck;
using DataMonitor.Core.Calendars;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Tests.Calendars;

public sealed class DayFilterTests
{
    private static readonly Gen<DateOnly> Day = Gen.Int[DateOnly.Parse("1999-01-01", null).DayNumber, DateOnly.Parse("2101-12-31", null).DayNumber].Select(DateOnly.FromDayNumber);

    private static readonly Gen<DayRule> Rule = Gen.OneOf<DayRule>(
        Gen.Enum<DayOfWeek>().Select(day => (DayRule)new WeekdayRule(day)),
        Gen.Enum<NamedDay>().Select(day => (DayRule)new NamedDayRule(day)),
        Gen.Select(Day, Gen.Int[0, 40]).List[0, 5].Select(spans => (DayRule)new CalendarRule(CalendarOf(spans))),
        Gen.Select(Day, Gen.Int[0, 40]).List[0, 5].Select(spans => (DayRule)new BusinessDayRule(CalendarOf(spans))));

    [Fact]
    public void Contains_AnyDays_AreTheUnionWithoutTheExceptions() =>
        Gen.Select(Rule.List[0, 4], Rule.List[0, 4], Day).Sample((days, except, day) =>
            new DayFilter([.. days], [.. except]).Contains(day).ShouldBe(
                (days.Count == 0 || days.Exists(rule => rule.Contains(day))) && !except.Exists(rule => rule.Contains(day))));

    [Fact]
    public void Contains_NamedDays_AgreeWithTheirNeighbours() =>
        Day.Sample(day =>
        {
            var next = day.AddDays(1);
            Is(NamedDay.MonthEnd, day).ShouldBe(next.Day == 1);
            Is(NamedDay.MonthStart, next).ShouldBe(Is(NamedDay.MonthEnd, day));
            Is(NamedDay.QuarterEnd, day).ShouldBe(next.Day == 1 && next.Month is 1 or 4 or 7 or 10 && next.Day == 1);
            Is(NamedDay.YearEnd, day).ShouldBe(next.Year > day.Year);
            Is(NamedDay.Weekend, day).ShouldBe(!Is(NamedDay.Weekdays, day));
            Is(NamedDay.BusinessDays, day).ShouldBe(Is(NamedDay.Weekdays, day));
        });

    [Fact]
    public void Contains_BusinessDaysOfACalendar_AreWeekdaysWithoutItsDays() =>
        Gen.Select(Day, Gen.Int[0, 40], Gen.Int[-50, 50]).Sample((first, length, shift) =>
        {
            var holidays = CalendarOf([(first, length)]);
            var day = first.AddDays(shift);

            holidays.Contains(day).ShouldBe(shift >= 0 && shift <= length);
            new BusinessDayRule(holidays).Contains(day).ShouldBe(Is(NamedDay.Weekdays, day) && !holidays.Contains(day));
        });

    [Fact]
    public void EveryDay_HasEveryDay() => Day.Sample(day => DayFilter.EveryDay.Contains(day).ShouldBeTrue());

    private static bool Is(NamedDay named, DateOnly day) => new NamedDayRule(named).Contains(day);

    private static Calendar CalendarOf(IEnumerable<(DateOnly First, int Length)> spans) =>
        new("holidays", spans.Select(span => new DaySpan(span.First, span.First.AddDays(span.Length))).ToValueList());
}
