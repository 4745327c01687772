using System.Globalization;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Alerting;

/// <summary>Regular expressions of matchers: anchored at both ends, and matched in time linear in the text whatever the pattern.</summary>
public static class LabelPattern
{
    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <returns><see langword="null"/> when <paramref name="pattern"/> can be matched; otherwise what is wrong with it, without a full stop.</returns>
    public static string? ProblemOf(string pattern)
    {
        if (pattern.Length > PortablePattern.Longest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it is longer than {PortablePattern.Longest} characters");
        }

        try
        {
            // Alone first: 'a)|(b' is broken, yet would parse between our own parentheses and lose its anchors.
            _ = new Regex(pattern, Options, Limit);
            _ = Anchored(pattern);
            return null;
        }
        catch (RegexParseException e)
        {
            return PortablePattern.Explain(e.Error);
        }
        catch (NotSupportedException)
        {
            return "it holds something that is not understood here, or grows too large";
        }
    }

    /// <exception cref="RegexParseException">See <see cref="ProblemOf"/>.</exception>
    /// <exception cref="NotSupportedException">See <see cref="ProblemOf"/>.</exception>
    internal static bool IsMatch(string pattern, string text) => Anchored(pattern).IsMatch(text);

    private static Regex Anchored(string pattern) => new($@"\A(?:{pattern})\z", Options, Limit);
}
