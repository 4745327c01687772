using System.Globalization;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Evaluation;

/// <summary>Numbers as people read them, the same in mails, tables and pages: <c>1,234 rows</c>, <c>7.1 %</c>, <c>3 h 12 min</c>.</summary>
public static class Display
{
    private const int Digits = 4;

    /// <param name="value">Finite, in the base unit: shares 0 to 1, seconds, bytes.</param>
    public static string Of(double value, MetricUnit unit) => unit switch
    {
        MetricUnit.Rows => $"{Number(value)} {(value == 1 ? "row" : "rows")}",
        MetricUnit.Share => Share(value),
        MetricUnit.Seconds => Seconds(value),
        MetricUnit.Bytes => Bytes(value),
        _ => Number(value),
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <returns>Whole numbers in full, others with four significant digits: <c>1,234</c>, <c>0.3142</c>, <c>1.2e-9</c>.</returns>
    public static string Number(double value)
    {
        var size = Math.Abs(value);
        if (size >= 1e15 || size is > 0 and < 1e-6)
        {
            return value.ToString("0.###e0", CultureInfo.InvariantCulture);
        }

        return value == Math.Truncate(value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : Rounded(value, DecimalsFor(size, Digits));
    }

    /// <returns>A percentage that reads 0 % or 100 % only when it is: <c>99.9997 %</c>.</returns>
    public static string Share(double share)
    {
        var percent = share * 100;
        var distance = Math.Min(Math.Abs(percent), Math.Abs(100 - percent)); // from the nearer of 0 % and 100 %
        var isWhole = distance == 0 || share is > 1 or < 0;
        return Rounded(percent, isWhole ? 1 : Math.Clamp(DecimalsFor(distance, 2), 1, 12)) + " %";
    }

    /// <returns>The two largest units, days from 48 hours on: <c>2 d 4 h</c>, <c>26 h</c>, <c>3 h 12 min</c>, <c>45 s</c>, <c>0.25 s</c>.</returns>
    public static string Seconds(double seconds)
    {
        if (seconds < 0)
        {
            return "-" + Seconds(-seconds);
        }

        if (seconds < 59.5)
        {
            return Number(seconds >= 10 ? Math.Round(seconds) : seconds) + " s";
        }

        (double Size, string Name, double NextSize, string NextName)[] units = [(86400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")];
        var (size, name, nextSize, nextName) = units.First(unit => seconds >= (unit.Name == "d" ? 2 : 1) * unit.Size - (unit.NextSize / 2));
        var parts = Math.Round(seconds / nextSize);
        var (whole, rest) = (Math.Floor(parts / (size / nextSize)), parts % (size / nextSize));
        return rest == 0 ? $"{Number(whole)} {name}" : $"{Number(whole)} {name} {Number(rest)} {nextName}";
    }

    /// <returns>Decimal units, as storage is sold: <c>1.5 GB</c>.</returns>
    public static string Bytes(double bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB", "PB"];
        var step = bytes == 0 ? 0 : Math.Clamp((int)Math.Floor(Math.Log10(Math.Abs(bytes)) / 3), 0, units.Length - 1);
        return $"{Number(bytes / Math.Pow(1000, step))} {units[step]}";
    }

    /// <returns>Local date and time of day to the minute: <c>2026-11-22 06:15</c>.</returns>
    public static string Instant(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <returns>The rows of a partition in words: <c>on 2026-11-22</c>, <c>from 2026-11-22 05:00 to 06:00</c>.</returns>
    public static string Window(PartitionWindow window, TimeZoneInfo zone)
    {
        var (start, end) = (TimeZoneInfo.ConvertTime(window.Start, zone), TimeZoneInfo.ConvertTime(window.End, zone));
        if (start.TimeOfDay == TimeSpan.Zero && end.TimeOfDay == TimeSpan.Zero)
        {
            return end.Date == start.Date.AddDays(1)
                ? $"on {start:yyyy-MM-dd}"
                : $"from {start:yyyy-MM-dd} to {end.AddDays(-1):yyyy-MM-dd}";
        }

        return start.Date == end.Date
            ? $"from {start:yyyy-MM-dd HH:mm} to {end:HH:mm}"
            : $"from {start:yyyy-MM-dd HH:mm} to {end:yyyy-MM-dd HH:mm}";
    }

    /// <summary>Decimals that show <paramref name="size"/> with so many significant digits.</summary>
    private static int DecimalsFor(double size, int digits) => size == 0 ? 0 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 14);

    private static string Rounded(double value, int decimals) =>
        value.ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);
}
