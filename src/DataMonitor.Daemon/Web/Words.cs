using System.Globalization;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Web;

/// <summary>Numbers and instants as people read them. Instants are written in UTC, which is said beside them.</summary>
internal static class Words
{
    /// <returns><c>1 dataset</c>, <c>2,000 datasets</c>.</returns>
    public static string Count(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

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

    /// <returns><c>7.1 %</c>, <c>4,210 rows</c>, <c>2.5 h</c>, <c>1.2 GB</c>.</returns>
    public static string Value(double value, MetricUnit unit) => unit switch
    {
        MetricUnit.Share => $"{Significant(value * 100)} %",
        MetricUnit.Rows => Number((long)value) + (Math.Abs(value) == 1 ? " row" : " rows"),
        MetricUnit.Seconds => Seconds(value),
        MetricUnit.Bytes => Bytes(value),
        _ => Significant(value),
    };

    /// <returns><c>daily at 06:15 would be a guess, so the expression itself: cron 15 6 * * *, Europe/Berlin</c> or <c>every 15 min</c>.</returns>
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

    private static string Significant(double value)
    {
        var size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            >= 1e15 or < 1e-4 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
            >= 1000 => value.ToString("#,0.#", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
            >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
            >= 0.1 => value.ToString("0.###", CultureInfo.InvariantCulture),
            _ => value.ToString("0.#####", CultureInfo.InvariantCulture),
        };
    }

    private static string Seconds(double value) => Math.Abs(value) switch
    {
        < 120 => $"{Significant(value)} s",
        < 7200 => $"{Significant(Math.Round(value / 60, 1))} min",
        < 172_800 => $"{Significant(Math.Round(value / 3600, 1))} h",
        _ => $"{Significant(Math.Round(value / 86_400, 1))} d",
    };

    private static string Bytes(double value) => Math.Abs(value) switch
    {
        < 1e3 => $"{Significant(value)} B",
        < 1e6 => $"{Significant(Math.Round(value / 1e3, 1))} KB",
        < 1e9 => $"{Significant(Math.Round(value / 1e6, 1))} MB",
        _ => $"{Significant(Math.Round(value / 1e9, 1))} GB",
    };

    private static string Rounded(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalSeconds):0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalMinutes):0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalHours):0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalDays):0} d"),
    };
}
