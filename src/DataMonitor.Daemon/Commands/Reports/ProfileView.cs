using DataMonitor.Core.Checks;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>A profile as people read it.</summary>
/// <param name="ShowsValues">Values of columns too that may hold personal data.</param>
internal sealed record ProfileView(string Name, ProfileReport Report, bool ShowsValues)
{
    private const int Bars = 16;
    private const int TopShown = 3;
    private const double RareTop = 0.001;
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Hidden = "hidden; --show-values shows them";

    public TableProfile Profile => Report.Profile!;

    /// <summary>How much was looked at, how closely.</summary>
    public string Heading
    {
        get
        {
            var sampled = Profile.Columns.Select(column => column.Sampled).FirstOrDefault(rows => rows is not null);
            var closely = sampled is { } rows && rows < Profile.Rows ? $"; frequent values, shapes and formats from a sample of {Display.Of(rows, MetricUnit.Rows)}" : "";
            return $"{Name}: {Display.Of(Profile.Rows, MetricUnit.Rows)}, {Profile.Columns.Count} {(Profile.Columns.Count == 1 ? "column" : "columns")}{closely}";
        }
    }

    public bool IsHidden(ColumnProfile column) => !ShowsValues && column.Personal is not null;

    public static string Type(ColumnProfile column) => column.Type?.ToString().ToLowerInvariant() ?? "";

    public static string Missing(ColumnProfile column) =>
        Display.Share(column.NullShare) + (column.Empties is > 0 and var empties ? $", {Display.Share((double)empties / column.Rows)} empty" : "");

    public static string Different(ColumnProfile column) => column switch
    {
        { Distinct: null } => "",
        { DistinctError: { } error } => $"~{Display.Count(column.Distinct.Value)} ±{Math.Round(error * 100)} %",
        { Values: > 1 } when column.Distinct == column.Values => $"{Display.Count(column.Distinct.Value)} (unique)",
        _ => Display.Count(column.Distinct.Value),
    };

    public string Range(ColumnProfile column)
    {
        if (column.Lengths is { } lengths)
        {
            return $"{lengths.Shortest} to {lengths.Longest} characters, mean {Display.Number(lengths.Mean)}";
        }

        if (column is { Minimum: { } low, Maximum: { } high, Mean: { } mean })
        {
            return IsHidden(column) ? Hidden : $"{Display.Number(low)} to {Display.Number(high)}, mean {Display.Number(mean)}{(column.StandardDeviation is { } spread ? $" ± {Display.Number(spread)}" : "")}";
        }

        return column is not { Oldest: { } oldest, Newest: { } newest } ? "" : IsHidden(column) ? Hidden : $"{Display.Instant(oldest, TimeZoneInfo.Utc)} to {Display.Instant(newest, TimeZoneInfo.Utc)}";
    }

    /// <summary>How many numbers lie where between minimum and maximum; empty where there is no histogram.</summary>
    public static string Bar(ColumnProfile column)
    {
        if (column is not { Histogram: { } histogram, Minimum: { } low, Maximum: { } high } || high <= low)
        {
            return "";
        }

        var density = histogram.Density(Bars, low, high);
        var most = density.Max();
        return string.Concat(density.Select(count => count <= 0 ? ' ' : Blocks[(int)Math.Round((Blocks.Length - 1) * count / most)]));
    }

    public static string Meaning(ColumnProfile column) => string.Join("; ", new[]
    {
        column.Semantic is { } semantic ? $"{semantic.Format} {Display.Share(semantic.Share)}" : null,
        column.Personal is { } personal ? $"personal? {personal.Kind}: {personal.Reason}" : null,
    }.OfType<string>());

    public string Top(ColumnProfile column)
    {
        if (column.Top is not [var first, ..] || column.Distinct == column.Values || OfValues(column, first) < RareTop)
        {
            return column.Shapes is [{ Value: { } shape } usual, ..] ? $"like {shape} {Display.Share(OfValues(column, usual))}" : "";
        }

        return IsHidden(column) ? Hidden : string.Join(", ", column.Top.Take(TopShown).Select(top => $"{Short(top.Value)} {Display.Share(OfValues(column, top))}"));
    }

    private static double OfValues(ColumnProfile column, TopValue top) => Math.Min(1, (double)top.Count / Math.Max(column.Values, 1));

    private static string Short(string? value)
    {
        var plain = string.Concat((value ?? "").EnumerateRunes().Take(25).Select(rune => System.Text.Rune.IsControl(rune) ? " " : rune.ToString()));
        return plain.Length == 0 ? "''" : value!.Length > plain.Length ? plain + "…" : plain;
    }
}
