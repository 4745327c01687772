using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DataMonitor.Core.Definitions;

/// <summary>Names that identify things in paths, labels, series and selectors.</summary>
internal static partial class Names
{
    public const int Longest = 100;

    public static bool TryParse(string text, [MaybeNullWhen(false)] out string name)
    {
        name = text;
        return text.Length <= Longest && Form().IsMatch(text);
    }

    /// <summary>Reads <c>crm.customers</c>; a part with dots or blanks stands in double quotes: <c>"My Schema".orders</c>.</summary>
    /// <returns>One part or more, each 1 to 128 characters; otherwise <see langword="null"/>.</returns>
    public static ValueList<string>? ParsePath(string text)
    {
        var match = Path().Match(text);
        var parts = match.Groups["part"].Captures.Select(part =>
            part.Value.StartsWith('"') ? part.Value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : part.Value).ToValueList();
        return match.Success && parts.All(part => part.Length is > 0 and <= 128) ? parts : null;
    }

    /// <returns>What <see cref="ParsePath"/> understands as these parts; not for parts that hold control signs.</returns>
    public static string FormatPath(IEnumerable<string> parts) =>
        string.Join('.', parts.Select(part => Plain().IsMatch(part) ? part : $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    [GeneratedRegex(@"^[\p{L}\p{N}_$-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[\p{L}\p{N}_][\p{L}\p{N}_.+-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("""^(?<part>[\p{L}\p{N}_$-]+|"([^"\p{C}]|"")+")(\.(?<part>[\p{L}\p{N}_$-]+|"([^"\p{C}]|"")+"))*\z""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Path();
}
