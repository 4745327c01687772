using System.Globalization;
using System.Text.RegularExpressions;

namespace DataMonitor.Core.Definitions;

/// <summary>Lengths of time as owners write them: <c>5s</c>, <c>15m</c>, <c>26h</c>, <c>1d</c>, <c>1.5h</c>.</summary>
public static partial class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var match = Form().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var seconds = number * SecondsIn(match.Groups["unit"].Value[0]);
        if (seconds > TimeSpan.FromDays(3660).TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return true;
    }

    /// <returns>The shortest form that <see cref="TryParse"/> reads back: <c>26h</c>, <c>90s</c>.</returns>
    public static string Format(TimeSpan duration)
    {
        var unit = "dhms".FirstOrDefault(letter => duration.TotalSeconds % SecondsIn(letter) == 0, 's');
        return (duration.TotalSeconds / SecondsIn(unit)).ToString(CultureInfo.InvariantCulture) + unit;
    }

    private static int SecondsIn(char unit) => unit switch
    {
        'd' => 86_400,
        'h' => 3600,
        'm' => 60,
        _ => 1,
    };

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,3})?)(?<unit>[smhd])\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
