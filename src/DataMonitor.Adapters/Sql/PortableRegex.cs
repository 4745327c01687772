using System.Text;
using System.Text.RegularExpressions;

namespace DataMonitor.Adapters.Sql;

/// <summary>Makes a <see cref="Core.Definitions.PortablePattern"/> mean the same to PostgreSQL (ARE), RE2 and .NET.</summary>
/// <remarks>Classes such as <c>\d</c> mean ASCII in one engine and Unicode in another, so they are spelled out.</remarks>
internal static partial class PortableRegex
{
    /// <returns>The same expression without letters whose meaning depends on the engine.</returns>
    public static string SpellOut(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var isInClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\' && at + 1 < pattern.Length)
            {
                at++;
                text.Append(Escape(pattern[at], isInClass));
                continue;
            }

            text.Append(pattern[at]);
            if (!isInClass && pattern[at] == '[')
            {
                isInClass = true;
                var members = at + 1 + (pattern.AsSpan(at + 1) is ['^', ..] ? 1 : 0);
                var first = members + (pattern.AsSpan(members) is [']', ..] ? 1 : 0); // a ']' that comes first is a member
                text.Append(pattern, at + 1, first - at - 1);
                at = first - 1;
            }
            else if (pattern[at] == ']')
            {
                isInClass = false;
            }
        }

        return text.ToString();
    }

    /// <returns>The same expression for engines whose '$' also matches before a last line feed, such as .NET, PCRE and ICU.</returns>
    public static string EndAtVeryEnd(string pattern) => Dollar().Replace(pattern, @"${kept}\z");

    private static string Escape(char letter, bool isInClass)
    {
        var members = letter switch
        {
            'd' or 'D' => "0-9",
            'w' or 'W' => "A-Za-z0-9_",
            's' or 'S' => " \t\r\n\f\v",
            _ => null,
        };
        return (members, char.IsUpper(letter), isInClass) switch
        {
            (null, _, _) => "\\" + letter,
            (_, false, true) => members,
            (_, true, false) => $"[^{members}]",
            (_, false, false) => $"[{members}]",
            _ => "\\" + letter,
        };
    }

    [GeneratedRegex(@"(?<kept>(\\.|\[\^?\]?(\\.|[^\]\\])*\]|[^\\$\[])*?)\$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dollar();
}
