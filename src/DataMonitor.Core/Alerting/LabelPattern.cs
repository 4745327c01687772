using System.Text.RegularExpressions;

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
        try
        {
            // Alone first: 'a)|(b' is broken, yet would parse between our own parentheses and lose its anchors.
            _ = new Regex(pattern, Options, Limit);
            _ = Anchored(pattern);
            return null;
        }
        catch (RegexParseException e)
        {
            return $"the pattern is broken at character {e.Offset}";
        }
        catch (NotSupportedException)
        {
            return "the pattern is too large, or uses a back reference, look-around or an atomic group";
        }
    }

    /// <exception cref="RegexParseException">See <see cref="ProblemOf"/>.</exception>
    /// <exception cref="NotSupportedException">See <see cref="ProblemOf"/>.</exception>
    internal static bool IsMatch(string pattern, string text) => Anchored(pattern).IsMatch(text);

    private static Regex Anchored(string pattern) => new($@"\A(?:{pattern})\z", Options, Limit);
}
