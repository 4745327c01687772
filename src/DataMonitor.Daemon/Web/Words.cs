using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Daemon.Web;

/// <summary>Numbers and instants as people read them. Instants are written in UTC, which is said beside them.</summary>
internal static class Words
{
    /// <returns><c>1 dataset</c>, <c>2,000 datasets</c>.</returns>
    public static string Count(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Keeps the percent sign on the line of its number.</summary>
    public static string Unbroken(string text) => text.Replace(" %", "\u00a0%", StringComparison.Ordinal);

    /// <returns><c>3 min ago</c>, <c>in 2 h</c>, <c>now</c>; two units are never mixed.</returns>
    public static string Relative(DateTimeOffset instant, DateTimeOffset now)
    {
        var distance = (instant - now).Duration();
        return distance < TimeSpan.FromSeconds(1) ? "now" : instant < now ? $"{Rounded(distance)} ago" : $"in {Rounded(distance)}";
    }

    /// <returns><c>Mon 23 Nov 2026, 09:15:00</c>.</returns>
    public static string Exact(DateTimeOffset instant) => instant.ToUniversalTime().ToString("ddd d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);

    /// <returns><c>09:15</c> today, <c>22 Nov 09:15</c> in the last half year, <c>22 Nov 2025</c> before.</returns>
    public static string Short(DateTimeOffset instant, DateTimeOffset now)
    {
        var utc = instant.ToUniversalTime();
        var format = utc.Date == now.UtcDateTime.Date ? "HH:mm" : (utc - now).Duration() < TimeSpan.FromDays(180) ? "d MMM HH:mm" : "d MMM yyyy";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <returns>For the <c>datetime</c> attribute.</returns>
    public static string Machine(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <returns><c>840 ms</c>, <c>2.4 s</c>, <c>3 min</c>, <c>5 h</c>, <c>12 d</c>.</returns>
    public static string Duration(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s"),
        _ => Rounded(duration),
    };

    /// <returns><c>2.4 s, 1,000,000 rows, 640 MB</c>; what nobody knows is left out.</returns>
    public static string Cost(StatementCost cost) => string.Join(", ", new[]
    {
        Duration(cost.Duration),
        cost.Rows is { } rows ? Count(rows, "row") : null,
        cost.Bytes is { } bytes ? Display.Bytes(bytes) : null,
    }.OfType<string>());

    /// <returns><c>cron 15 6 * * *, Europe/Berlin, after warehouse/crm.customers</c> or <c>every 15 min</c>.</returns>
    public static string Of(Schedule? schedule)
    {
        var after = schedule?.After is { Count: > 0 } upstream ? $"after {string.Join(" and ", upstream)}" : null;
        return schedule switch
        {
            null => "not scheduled",
            { Every: { } every } => string.Join(", ", new[] { $"every {Duration(every)}", after }.OfType<string>()),
            { Cron: { } cron } => string.Join(", ", new[] { $"cron {cron}", schedule.TimeZone, after }.OfType<string>()),
            _ => after ?? "not scheduled",
        };
    }

    private static string Rounded(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalSeconds):0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalMinutes):0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalHours):0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalDays):0} d"),
    };
}
