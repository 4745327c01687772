namespace DataMonitor.Core.Calendars;

/// <summary>Says of any day whether it belongs. Days are local ones: whoever asks knows the time zone.</summary>
public abstract record DayRule
{
    public abstract bool Contains(DateOnly day);
}

/// <summary>One day of the week.</summary>
public sealed record WeekdayRule(DayOfWeek Day) : DayRule
{
    public override bool Contains(DateOnly day) => day.DayOfWeek == Day;
}

/// <summary>Days that every calendar has.</summary>
public sealed record NamedDayRule(NamedDay Day) : DayRule
{
    public override bool Contains(DateOnly day) => Day switch
    {
        NamedDay.Weekend => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday,
        NamedDay.MonthStart => day.Day == 1,
        NamedDay.MonthEnd => IsMonthEnd(day),
        NamedDay.QuarterEnd => day.Month % 3 == 0 && IsMonthEnd(day),
        NamedDay.YearEnd => day is { Month: 12, Day: 31 },
        _ => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday),
    };

    private static bool IsMonthEnd(DateOnly day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month);
}

/// <summary>The days of a calendar that an owner wrote.</summary>
public sealed record CalendarRule(Calendar Calendar) : DayRule
{
    public override bool Contains(DateOnly day) => Calendar.Contains(day);
}

/// <summary>Monday to Friday without the days of a calendar.</summary>
public sealed record BusinessDayRule(Calendar Holidays) : DayRule
{
    private static readonly NamedDayRule Weekdays = new(NamedDay.Weekdays);

    public override bool Contains(DateOnly day) => Weekdays.Contains(day) && !Holidays.Contains(day);
}

public enum NamedDay
{
    /// <summary>Monday to Friday.</summary>
    Weekdays,

    /// <summary>Monday to Friday; holidays are taken out beside it.</summary>
    BusinessDays,

    Weekend,
    MonthStart,
    MonthEnd,
    QuarterEnd,
    YearEnd,
}
