using System.Globalization;
using System.Text;

namespace DataMonitor.Core.Definitions;

/// <summary>Turns of phrase shared by all messages to authors.</summary>
public static class Sentences
{
    private const int LongestQuote = 60;

    public static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];

    public static string Uncapitalized(string text) => text.Length == 0 ? text : char.ToLower(text[0], CultureInfo.InvariantCulture) + text[1..];

    /// <returns>What was read, in single quotes, fit for any terminal or page: at most 60 characters, nothing that moves a cursor or turns the direction of writing.</returns>
    public static string Quoted(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes().Take(LongestQuote))
        {
            shown.Append(Rune.GetUnicodeCategory(rune) switch
            {
                _ when rune.Value == '\n' => "⏎",
                _ when rune.Value == '\t' => "⇥",
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => "�",
                _ => rune.ToString(),
            });
        }

        return shown.Append(text.EnumerateRunes().Skip(LongestQuote).Any() ? "…'" : "'").ToString();
    }

    /// <returns><c>a, b or c</c>.</returns>
    public static string AnyOf(IEnumerable<string> words) => words.ToArray() switch
    {
        [] => "nothing",
        [var only] => only,
        [.. var head, var last] => $"{string.Join(", ", head)} or {last}",
    };

    /// <returns><c>Did you mean 'expect'?</c> where a known word is near, otherwise the list of them.</returns>
    public static string Suggest(string word, IEnumerable<string> known)
    {
        var words = known.ToArray();
        if (word.Length > LongestQuote)
        {
            return $"Known here: {AnyOf(words)}.";
        }

        var nearest = words.MinBy(candidate => Distance(word, candidate));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, Math.Min(word.Length, nearest.Length) / 3)
            ? $"Did you mean '{nearest}'?"
            : $"Known here: {AnyOf(words)}.";
    }

    /// <summary>Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, letters compared without case.</summary>
    private static int Distance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
