using System.Globalization;
using System.Text;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Daemon.Web;

/// <summary>A small chart of past values with the range that was allowed at each, as SVG paths in a box of <see cref="Width"/> × <see cref="Height"/>.</summary>
/// <param name="Line">Path through the values; broken where a run could not measure. Empty without values.</param>
/// <param name="Band">Path around the allowed range, or empty when there was no limit.</param>
/// <param name="Dots">Values that were not passed, and the newest one.</param>
public sealed record SparklineShape(string Line, string Band, IReadOnlyList<SparklineDot> Dots, double Low, double High)
{
    public const double Width = 240;
    public const double Height = 48;
    private const double Margin = 4;

    /// <param name="values">Oldest first.</param>
    /// <returns><see langword="null"/> when no run measured a number.</returns>
    public static SparklineShape? Of(IReadOnlyList<PastValue> values)
    {
        var numbers = values.Where(value => value.Value is { } number && double.IsFinite(number)).Select(value => value.Value!.Value).ToArray();
        if (numbers.Length == 0)
        {
            return null;
        }

        var (low, high) = (numbers.Min(), numbers.Max());
        var (bottom, top) = Scale(values, low, high);
        double X(int index) => values.Count == 1 ? Width / 2 : Margin + (index * (Width - (2 * Margin)) / (values.Count - 1));
        double Y(double value) => Height - Margin - ((Math.Clamp(value, bottom, top) - bottom) / (top - bottom) * (Height - (2 * Margin)));

        var dots = values.Index()
            .Where(item => item.Item.Value is { } number && double.IsFinite(number))
            .Where(item => Marks.Of(item.Item.Outcome) is Mark.Failed or Mark.Warned || item.Index == values.Count - 1)
            .Select(item => new SparklineDot(Text(X(item.Index)), Text(Y(item.Item.Value!.Value)), Marks.Of(item.Item.Outcome)));
        return new(LinePath(values, X, Y), BandPath(values, X, Y), [.. dots], low, high);
    }

    /// <summary>The limits are shown when they are near; a limit far away would flatten the line that people came to see.</summary>
    private static (double Bottom, double Top) Scale(IReadOnlyList<PastValue> values, double low, double high)
    {
        var near = Math.Max((high - low) * 1.5, Math.Max(Math.Abs(high), Math.Abs(low)) * 0.25);
        var limits = values.SelectMany(value => new[] { value.Lower, value.Upper })
            .OfType<double>()
            .Where(limit => double.IsFinite(limit) && limit >= low - near && limit <= high + near)
            .Concat([low, high])
            .ToArray();
        var (bottom, top) = (limits.Min(), limits.Max());
        return top - bottom > Math.Max(Math.Abs(top), Math.Abs(bottom)) * 1e-9
            ? (bottom, top)
            : (bottom - Math.Max(Math.Abs(bottom) * 0.1, 1), top + Math.Max(Math.Abs(top) * 0.1, 1));
    }

    private static string LinePath(IReadOnlyList<PastValue> values, Func<int, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        var isDrawing = false;
        foreach (var (index, value) in values.Index())
        {
            if (value.Value is not { } number || !double.IsFinite(number))
            {
                isDrawing = false;
                continue;
            }

            path.Append(isDrawing ? 'L' : 'M').Append(Text(x(index))).Append(' ').Append(Text(y(number)));
            isDrawing = true;
        }

        return path.ToString();
    }

    private static string BandPath(IReadOnlyList<PastValue> values, Func<int, double> x, Func<double, double> y)
    {
        var limited = values.Index().Where(item => item.Item.Lower is not null || item.Item.Upper is not null).ToArray();
        if (limited.Length == 0)
        {
            return "";
        }

        double Edge(double? limit, double open) => limit is { } number && double.IsFinite(number) ? y(number) : open;
        var first = limited.Length == 1 ? [0.0, Width] : limited.Select(item => x(item.Index)).ToArray();
        var upper = limited.Select(item => Edge(item.Item.Upper, 0)).ToArray();
        var lower = limited.Select(item => Edge(item.Item.Lower, Height)).ToArray();
        if (limited.Length == 1)
        {
            (upper, lower) = ([upper[0], upper[0]], [lower[0], lower[0]]);
        }

        var path = new StringBuilder();
        for (var i = 0; i < first.Length; i++)
        {
            path.Append(i == 0 ? 'M' : 'L').Append(Text(first[i])).Append(' ').Append(Text(upper[i]));
        }

        for (var i = first.Length - 1; i >= 0; i--)
        {
            path.Append('L').Append(Text(first[i])).Append(' ').Append(Text(lower[i]));
        }

        return path.Append('Z').ToString();
    }

    private static string Text(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}

public sealed record SparklineDot(string X, string Y, Mark Mark);
