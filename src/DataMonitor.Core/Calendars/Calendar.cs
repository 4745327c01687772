using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Calendars;

/// <summary>A list of days that has a name, such as the holidays of a country.</summary>
/// <param name="Days">Each from its first to its last day, both included; may overlap.</param>
public sealed record Calendar(string Name, ValueList<DaySpan> Days)
{
    public bool Contains(DateOnly day) => Days.Any(span => span.First <= day && day <= span.Last);
}

/// <param name="Last">Not before <paramref name="First"/>; the same for a single day.</param>
public readonly record struct DaySpan(DateOnly First, DateOnly Last);
