using System.Text.RegularExpressions;

namespace DataMonitor.Adapters.Interchange.SodaCl;

/// <summary>A check as Soda writes it in one line, taken apart: <c>missing_percent(email) &lt; 5%</c>.</summary>
/// <param name="Metric">Word before the bracket: <c>missing_percent</c>.</param>
/// <param name="Arguments">What stands in the bracket, split at commas.</param>
/// <param name="Rest">What stands behind it: the comparison, or nothing.</param>
/// <param name="Change">What the value is compared with, where the line begins with <c>change</c>: <c>avg last 7 percent</c>; otherwise <see langword="null"/>.</param>
internal sealed partial record SodaLine(string Metric, IReadOnlyList<string> Arguments, string Rest, string? Change)
{
    public string? Column => Arguments is [var only] ? only : null;

    public static SodaLine? Parse(string line)
    {
        var match = Form().Match(line.Trim());
        return match.Success
            ? new(
                match.Groups["metric"].Value,
                [.. match.Groups["arguments"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('"', '`'))],
                match.Groups["rest"].Value.Trim(),
                match.Groups["change"].Success ? match.Groups["change"].Value.Trim() : null)
            : null;
    }

    [GeneratedRegex(@"^(change(?<change>[a-z0-9 ]*) for\s+)?(?<metric>[A-Za-z_][A-Za-z0-9_]*)\s*(\((?<arguments>[^()]*)\))?\s*(?<rest>.*)\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
