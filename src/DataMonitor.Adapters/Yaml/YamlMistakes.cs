using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Yaml;

/// <summary>Says in words of a data owner why a file is not YAML. The parser's own sentence only helps to tell the cases apart; it is never shown.</summary>
internal static partial class YamlMistakes
{
    /// <param name="at">Where the parser stopped, if it said so.</param>
    /// <param name="hint">The parser's sentence.</param>
    /// <param name="openBracket">The innermost '[' or '{' that is still open.</param>
    public static DefinitionError Explain(string file, string text, Place? at, string hint, Place? openBracket)
    {
        var lines = text.Split('\n');
        if (FirstTab(lines) is var (tabLine, tabColumn) && (hint.Contains("tab", StringComparison.Ordinal) || at?.Line >= tabLine))
        {
            return new(new(file, tabLine, tabColumn), "A tab stands in the indentation.", "Indent with spaces; YAML allows no tabs there.");
        }

        if (Array.FindIndex(lines, candidate => candidate.StartsWith('%')) is >= 0 and var directive && (at is null || directive < at.Value.Line))
        {
            return new(new(file, directive + 1, 1), "A line that begins with '%' is a directive in YAML; directives are not read.", "Delete the line, or put the value in quotes.");
        }

        var place = at ?? openBracket ?? new(file, 1, 1);
        var line = place.Line <= lines.Length ? lines[place.Line - 1].TrimEnd('\r') : "";
        var rest = place.Column <= line.Length ? line[(place.Column - 1)..] : "";
        var above = place.Line >= 2 && place.Line - 2 < lines.Length ? lines[place.Line - 2] : "";
        var (problem, remedy) = Quotes(hint) ?? Beginnings(hint, rest) ?? Brackets(rest, line, ref place, openBracket) ?? Colons(hint, line, above, rest, ref place) ?? Layout(hint, line, rest)
            ?? ("This is not valid YAML.", "Look at quotes, brackets, colons and indentation here and in the line above.");
        return new(place, problem, remedy);
    }

    private static (string Problem, string Remedy)? Quotes(string hint) => hint switch
    {
        _ when !hint.Contains("quoted scalar", StringComparison.Ordinal) => null,
        _ when hint.Contains("escape", StringComparison.Ordinal) =>
            ("In double quotes a backslash begins an escape, and this one is not known.", @"Use single quotes for text with backslashes: '^\d{5}$'."),
        _ when hint.Contains("comment", StringComparison.Ordinal) => ("A '#' follows a closing quote without a blank.", "Put a blank before the '#'."),
        _ => ("A quote is opened here and not closed.", "Close it with the same sign; a quote inside single quotes is written twice."),
    };

    private static (string Problem, string Remedy)? Beginnings(string hint, string rest) => rest switch
    {
        ['>' or '|', ..] => ($"A value that begins with '{rest[0]}' is a block of text in YAML, not an expectation.", "Put it in quotes, such as \">= 5\"."),
        ['%' or '@' or '`', ..] when hint.Contains("token", StringComparison.Ordinal) => ($"A value cannot begin with '{rest[0]}'.", "Put it in quotes."),
        ['*' or '&', ..] => ($"A value that begins with '{rest[0]}' has a meaning of its own in YAML.", "Put it in quotes, such as \"*.parquet\"."),
        ['!', ..] => ("A value that begins with '!' is a tag in YAML; tags are not read.", "Put it in quotes, such as \"!= 5\"."),
        _ => null,
    };

    private static (string Problem, string Remedy)? Brackets(string rest, string line, ref Place place, Place? openBracket)
    {
        if (openBracket is { } open)
        {
            if (line.Contains("${", StringComparison.Ordinal))
            {
                return ("A variable inside { } or [ ] stands without quotes.", "Put it in quotes, such as {expect: \">= ${min_rows}\"}.");
            }

            if (rest is [']' or '}', ..])
            {
                return ($"'{rest[0]}' stands here, but another bracket is open.", $"Close the bracket of line {open.Line} first, or delete this one.");
            }

            place = open;
            return ("A bracket is opened here and not closed, or a comma is missing in it.", "Close it with ']' or '}', and part its items with commas.");
        }

        return rest is [']' or '}', ..] ? ($"'{rest[0]}' stands here without its opening bracket.", "Delete it, or open the bracket before it.") : null;
    }

    private static (string Problem, string Remedy)? Colons(string hint, string line, string above, string rest, ref Place place)
    {
        if (GluedColon().Match(above) is { Success: true, Index: var glued, Length: var length })
        {
            place = place with { Line = place.Line - 1, Column = glued + length };
            return ("A blank is missing after the colon.", "Write 'key: value' with a blank.");
        }

        if (!hint.Contains("invalid mapping", StringComparison.Ordinal) && !hint.Contains("Mapping values", StringComparison.Ordinal))
        {
            return GluedColon().IsMatch(line) && !line.Contains(": ", StringComparison.Ordinal)
                ? ("A blank is missing after the colon.", "Write 'key: value' with a blank.")
                : hint.Contains("simple key", StringComparison.Ordinal) || (rest.Length > 0 && rest == line.TrimStart() && !line.Contains(':', StringComparison.Ordinal) && !rest.StartsWith('-'))
                    ? ("This line has no colon.", "Write 'key: value'; a text over several lines goes in quotes or behind '|'.")
                    : null;
        }

        if (line[..Math.Min(place.Column - 1, line.Length)].Contains(": ", StringComparison.Ordinal))
        {
            return ("A second ': ' stands in this line.", "Put the text in quotes, or the inner key on a line of its own, indented deeper.");
        }

        if (Indentation(line) <= Indentation(above))
        {
            return ("A ': ' stands inside a text.", "Put the text in quotes, or write 'key: value' on a line of its own.");
        }

        place = place with { Column = Indentation(line) + 1 };
        return ("This line is indented deeper than the one above, which already has a value.", "Give it the same indentation as its neighbours.");
    }

    private static (string Problem, string Remedy)? Layout(string hint, string line, string rest)
    {
        if (hint.Contains("Block sequence entries", StringComparison.Ordinal))
        {
            return ("A list item '- ' stands behind a key in the same line.", "Begin the list on the next line, or write it in brackets: [a, b].");
        }

        if (rest.Length > 0 && rest.Length < line.TrimStart().Length)
        {
            return ("Text follows a value that has already ended.", "Put the whole value in one pair of quotes.");
        }

        return hint.Contains("block mapping", StringComparison.Ordinal) || hint.Contains("block collection", StringComparison.Ordinal) || hint.Contains("document", StringComparison.Ordinal)
            ? rest.StartsWith('-')
                ? ("A list item stands between keys.", "Put the list below a key, or indent it like the other items.")
                : hint.Contains("collection", StringComparison.Ordinal)
                    ? ("This line is no item of the list above and lines up with no key.", "Begin it with '- ', or line it up with the keys it belongs with.")
                    : ("The indentation of this line fits no line above it.", "Line it up with the keys it belongs with.")
            : null;
    }

    private static int Indentation(string line) => line.Length - line.TrimStart().Length;

    private static (int Line, int Column)? FirstTab(string[] lines)
    {
        for (var line = 0; line < lines.Length; line++)
        {
            var indentation = lines[line].AsSpan(0, Indentation(lines[line]));
            if (indentation.Contains('\t'))
            {
                return (line + 1, indentation.IndexOf('\t') + 1);
            }
        }

        return null;
    }

    [GeneratedRegex(@"^\s*(- )?[a-z_]+:(?=[^\s/:])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GluedColon();
}
