using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DataMonitor.Adapters.Interchange.SodaCl;

/// <summary>The comparison behind a metric: <c>&gt; 5</c>, <c>between 1 and 5</c>, <c>not between (0 and 5%</c>.</summary>
internal static partial class SodaThreshold
{
    public static bool TryRead(string text, [NotNullWhen(true)] out Bound? bound)
    {
        bound = null;
        if (Comparison().Match(text) is { Success: true } comparison && Intake.TryNumber(comparison.Groups["number"].Value, out var number))
        {
            bound = new(
                comparison.Groups["sign"].Value switch
                {
                    "<" => BoundOperator.Less,
                    "<=" => BoundOperator.AtMost,
                    ">" => BoundOperator.Greater,
                    ">=" => BoundOperator.AtLeast,
                    "=" => BoundOperator.Equal,
                    _ => BoundOperator.NotEqual,
                },
                number);
        }
        else if (Between().Match(text) is { Success: true } between && Intake.TryNumber(between.Groups["low"].Value, out var low) && Intake.TryNumber(between.Groups["high"].Value, out var high))
        {
            var inside = (between.Groups["open"].Value, between.Groups["close"].Value) switch
            {
                ("(", ")") => BoundOperator.Inside,
                ("" or "[", "" or "]") => BoundOperator.Between,
                _ => (BoundOperator?)null,
            };
            bound = inside is not { } found ? null
                : between.Groups["not"].Success ? new Bound(found, low, high).Opposite()
                : new(found, low, high);
        }

        return bound is not null;
    }

    /// <returns>A length of time such as <c>1d6h</c> as a definition has it: <c>30h</c>; <see langword="null"/> when it is none.</returns>
    public static string? Duration(string text)
    {
        var match = Span().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return null;
        }

        var (days, hours, minutes, seconds) = (Part("d"), Part("h"), Part("m"), Part("s"));
        var total = (((((days * 24) + hours) * 60) + minutes) * 60) + seconds;
        return total switch
        {
            0 => null,
            _ when total % 86_400 == 0 => Written(total / 86_400, "d"),
            _ when total % 3_600 == 0 => Written(total / 3_600, "h"),
            _ when total % 60 == 0 => Written(total / 60, "m"),
            _ => Written(total, "s"),
        };

        long Part(string unit) => match.Groups[unit].Success ? long.Parse(match.Groups[unit].Value, CultureInfo.InvariantCulture) : 0;

        static string Written(long count, string unit) => count.ToString(CultureInfo.InvariantCulture) + unit;
    }

    [GeneratedRegex(@"^(?<sign><=|>=|!=|<>|<|>|=)\s*(?<number>[+-]?[0-9]+(\.[0-9]+)?)\s*%?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^((?<not>not)\s+)?between\s+(?<open>[(\[])?\s*(?<low>[+-]?[0-9]+(\.[0-9]+)?)\s*%?\s+and\s+(?<high>[+-]?[0-9]+(\.[0-9]+)?)\s*%?\s*(?<close>[)\]])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^((?<d>[0-9]{1,6})d)?((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,6})m)?((?<s>[0-9]{1,6})s)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Span();
}
