using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Calendars;

/// <summary>The days on which something holds: <c>days:</c> without <c>except:</c>.</summary>
/// <param name="Days">A day belongs when any of them has it; every day when empty.</param>
/// <param name="Except">A day does not belong when any of them has it.</param>
public sealed record DayFilter(ValueList<DayRule> Days, ValueList<DayRule> Except)
{
    public static DayFilter EveryDay { get; } = new([], []);

    public bool IsEveryDay => Days.Count == 0 && Except.Count == 0;

    public bool Contains(DateOnly day) => (Days.Count == 0 || Days.Any(rule => rule.Contains(day))) && !Except.Any(rule => rule.Contains(day));
}
