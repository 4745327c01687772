using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataMonitor.Core.Definitions;

/// <summary>Regular expressions that PostgreSQL, SQLite, DuckDB and .NET read alike: literals, <c>.</c>, <c>[a-z]</c>, <c>[^a-z]</c>, <c>^ $ |</c>,
/// <c>( )</c>, <c>(?: )</c>, <c>* + ? {n} {n,} {n,m}</c> with at most 255, <c>\d \w \s</c> with their negations, <c>\t \n \r</c> and escaped punctuation.</summary>
/// <remarks>Left out because engines differ or lack them: lookaround, back references, lazy and possessive repetition, inline options, named groups, <c>\b</c>, <c>\p</c>, POSIX classes.</remarks>
public static partial class PortablePattern
{
    public const int Longest = 500;

    /// <returns><see langword="null"/> when <paramref name="pattern"/> is in the subset; otherwise what is wrong, without a full stop.</returns>
    public static string? ProblemOf(string pattern)
    {
        if (pattern.Length > Longest)
        {
            return $"it is longer than {Longest} characters";
        }

        for (var at = 0; at < pattern.Length;)
        {
            var part = Part().Match(pattern, at);
            if (!part.Success || part.Index != at)
            {
                return Describe(pattern[at..]);
            }

            if (part.Groups["count"].Captures.Any(count => count.Length > 3 || int.Parse(count.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) > 255))
            {
                return $"{Sentences.Quoted(part.Value)} repeats more than 255 times";
            }

            at += part.Length;
        }

        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (RegexParseException mistake)
        {
            return $"{Explain(mistake.Error)} near character {mistake.Offset}";
        }
        catch (NotSupportedException)
        {
            return "it grows too large";
        }
    }

    internal static string Explain(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a '(' is not closed",
        RegexParseError.InsufficientOpeningParentheses => "a ')' was never opened",
        RegexParseError.UnterminatedBracket => "a '[' is not closed",
        RegexParseError.NestedQuantifiersNotParenthesized => "two repetitions follow each other",
        RegexParseError.QuantifierAfterNothing => "a repetition has nothing to repeat",
        RegexParseError.ReversedCharacterRange => "a range runs backwards",
        RegexParseError.ReversedQuantifierRange => "the bounds of a repetition run backwards",
        RegexParseError.UnescapedEndingBackslash => "it ends with a lone backslash",
        _ => "it cannot be read",
    };

    private static string Describe(string rest) => rest switch
    {
        _ when Atom().IsMatch(rest) => "a repetition is lazy, possessive or doubled",
        ['(', '?', '=' or '!' or '<', ..] => "lookaround and named groups '(?…' are not understood by every engine",
        ['(', '?', ..] => "options '(?…)' are not understood by every engine",
        ['[', ..] when !rest.Contains(']', StringComparison.Ordinal) => "a '[' is not closed",
        ['[', ..] => "a bracket holds another '[' or '\\' sequence that engines read differently; escape it",
        ['\\'] => "it ends with a lone backslash",
        ['\\', >= '1' and <= '9', ..] => "back references are not understood by every engine",
        ['\\', ..] => $"{Sentences.Quoted(rest[..2])} is not understood by every engine",
        ['{' or '}', ..] => $"a '{rest[0]}' stands for itself only behind a backslash",
        _ => "it cannot be read",
    };

    private const string AtomForm = @"([^\\\[\](){}*+?|^$]|\\[dDwWsStnr]|\\[^\p{L}\p{N}]|\[\^?\]?([^\\\[\]]|\\[dwstnr]|\\[^\p{L}\p{N}])*\]|\))";

    [GeneratedRegex("^" + AtomForm, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Atom();

    // One literal, class, group sign, anchor or escape, with at most one repetition behind it.
    [GeneratedRegex(@"(" + AtomForm + @"(\*|\+|\?|\{(?<count>[0-9]+)(,(?<count>[0-9]+)?)?\})?(?![*+?{])|\((\?:)?(?!\?)|[|^$](?![*+?{]))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}

internal sealed class PatternShape : Shape<string>
{
    private const string Remedy = "Use letters, '.', [a-z], ( ), |, ^ $, * + ? {n,m}, \\d \\w \\s and escaped signs, such as '^[A-Z]{2}\\d{6}$' in single quotes.";

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out string value)
    {
        if (!Scalars.TryText(node, "a regular expression", Remedy, context, out value))
        {
            return false;
        }

        if (PortablePattern.ProblemOf(value) is not { } problem)
        {
            return true;
        }

        context.Report(node.Place, $"{Scalars.Subject(context)}: the regular expression {Sentences.Quoted(value)} cannot be used: {problem}.", Remedy);
        return false;
    }

    public override JsonObject ToSchema() => Scalars.OrVariable(new() { ["type"] = new JsonArray("string", "number"), ["maxLength"] = PortablePattern.Longest });
}
