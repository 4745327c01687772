using System.Globalization;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

public sealed class CalendarTests
{
    private const string Holidays = "calendar: holidays-de\ndays: [2026-10-03, {from: 2026-12-24, to: 2026-12-31}]\n";

    [Theory]
    [InlineData("{every: 1d, days: business_days, except: [holidays-de]}", "2026-12-23 2027-01-01", "2026-12-24 2026-12-31 2026-11-28")]
    [InlineData("{every: 1d, days: business_days(holidays-de)}", "2026-12-23 2027-01-01", "2026-12-24 2026-11-28")]
    [InlineData("{every: 1d, days: [mon, month_end, holidays-de]}", "2026-11-23 2026-11-30 2026-10-03", "2026-11-24")]
    [InlineData("{every: 1d, except: weekend}", "2026-11-23", "2026-11-28 2026-11-29")]
    public void Read_ScheduleWithDays_KnowsItsDays(string schedule, string inside, string outside)
    {
        var days = Only($"dataset: shop/orders\nowner: me\nschedule: {schedule}\nchecks: [volume]\n").Schedule!.Days;

        Parse(inside).ShouldAllBe(day => days.Contains(day));
        Parse(outside).ShouldAllBe(day => !days.Contains(day));
    }

    [Fact]
    public void Read_ArrivalWithACalendar_KnowsItsDays()
    {
        var check = (ArrivalCheck)Only("dataset: shop/orders\nowner: me\nchecks: [arrival: {by: \"07:00\", days: weekdays, except: holidays-de}]\n").Checks[0];

        check.Days.Contains(new(2026, 12, 23)).ShouldBeTrue();
        check.Days.Contains(new(2026, 12, 25)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("holidays-fr", "'days': there is no day or calendar 'holidays-fr'. Did you mean 'holidays-de'?")]
    [InlineData("\"business_days(holidays)\"", "'days': there is no calendar 'holidays'. Known here: holidays-de.")]
    [InlineData("{mon: 1}", "'days': a mapping is not a day or a calendar. Write mon to sun, weekdays, weekend, business_days, month_start, month_end, quarter_end, year_end or the name of a calendar.")]
    public void Read_UnknownDays_SaysWhatIsKnown(string days, string expected) =>
        Read($"dataset: shop/orders\nowner: me\nschedule: {{every: 1d, days: {days}}}\nchecks: [volume]\n").Errors
            .ShouldHaveSingleItem().ToString().ShouldBe($"checks/own.yaml:3:29: {expected}");

    [Theory]
    [InlineData("calendar: a\n", "checks/a.yaml:1:1: A calendar lacks 'days'. Add it: Its days: [2026-12-25, {from: 2026-12-24, to: 2026-12-31}].")]
    [InlineData("calendar: weekend\ndays: 2026-12-25\n", "checks/a.yaml:1:11: 'weekend' means something already and cannot be the name of a calendar. Choose another name, such as holidays-de.")]
    [InlineData("calendar: a\ndays: 25.12.2026\n", "checks/a.yaml:2:7: 'days': '25.12.2026' is not a day. Write a day such as 2026-12-25, or {from: 2026-12-24, to: 2026-12-31}.")]
    [InlineData("calendar: a\ndays: [{from: 2026-12-25, to: 2026-12-24}]\n", "checks/a.yaml:2:31: 'to' lies before 'from'. Write a day such as 2026-12-25, or {from: 2026-12-24, to: 2026-12-31}.")]
    [InlineData("calendar: holidays-de\ndays: 2026-12-25\n", "checks/holidays.yaml:1:11: There are two calendars 'holidays-de'; the first stands in checks/a.yaml:1:11. Give each a name of its own.")]
    public void Read_WrongCalendar_SaysWhatAndWhere(string yaml, string expected) =>
        TestCatalog.Read(("checks/a.yaml", yaml), ("checks/holidays.yaml", Holidays), ("checks/own.yaml", "dataset: shop/orders\nowner: me\nchecks: [volume]\n")).Errors
            .ShouldHaveSingleItem().ToString().ShouldBe(expected);

    private static Dataset Only(string yaml)
    {
        var reading = Read(yaml);
        reading.Errors.ShouldBeEmpty();
        return reading.Catalog!.Datasets.Values.ShouldHaveSingleItem();
    }

    private static CatalogReading Read(string own) => TestCatalog.Read(("checks/holidays.yaml", Holidays), ("checks/own.yaml", own));

    private static DateOnly[] Parse(string days) => [.. days.Split(' ').Select(day => DateOnly.Parse(day, CultureInfo.InvariantCulture))];
}
