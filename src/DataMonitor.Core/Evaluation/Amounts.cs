using System.Globalization;
using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Evaluation;

/// <summary>Values as people read them.</summary>
public static class Amounts
{
    private static readonly (double Size, string Name)[] Times = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    private static readonly (double Size, string Name)[] Sizes = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB"), (1, "bytes")];

    /// <param name="value">In the base unit: shares 0 to 1, seconds, bytes.</param>
    /// <returns><c>7.1 %</c>, <c>1,204 rows</c>, <c>26.5 h</c>, <c>1.2 GB</c>.</returns>
    public static string Text(double value, MetricUnit unit) => unit switch
    {
        MetricUnit.Share => $"{Digits(value * 100)} %",
        MetricUnit.Rows => $"{Digits(value)} {(value == 1 ? "row" : "rows")}",
        MetricUnit.Seconds => Scaled(value, Times),
        MetricUnit.Bytes => Scaled(value, Sizes),
        _ => Digits(value),
    };

    private static string Scaled(double value, (double Size, string Name)[] units)
    {
        var (size, name) = units.FirstOrDefault(unit => Math.Abs(value) >= unit.Size, units[^1]);
        return $"{Digits(value / size)} {name}";
    }

    private static string Digits(double value)
    {
        var magnitude = Math.Abs(value);
        return value.ToString(magnitude >= 100 || magnitude == Math.Floor(magnitude) ? "#,##0" : magnitude >= 0.01 ? "#,##0.##" : "G3", CultureInfo.InvariantCulture);
    }
}
