using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Planning;

/// <summary>Rows that share a value of a column, or hold none of the largest ones.</summary>
/// <remarks>The name holds a value of rows: it is made only where the owner asked for <c>per</c>. Different values have different names, so that a name may stand for its value in history, labels and tags.</remarks>
/// <param name="Name">What <see cref="Of"/> made of the value: at most 120 characters, none of them a control character.</param>
public sealed record Segment(string Column, string Name)
{
    private const string None = "(none)";
    private const string Rest = "(other)";
    private const string Mark = " #";
    private const int LongestShown = 100;
    private const int Digits = 12;

    /// <summary>Whether it holds the rows of all values that are not among the largest.</summary>
    public bool IsOther => Name == Rest;

    /// <param name="value"><see langword="null"/> for rows without a value.</param>
    public static Segment Of(string column, string? value) => new(column, value is null ? None : Named(string.Concat(value.EnumerateRunes()))); // half a surrogate pair has no bytes to be known by

    public static Segment Other(string column) => new(column, Rest);

    /// <remarks>
    /// A value stands as it is; in quotes when it is empty, has blanks at an end or could be taken for another name of ours; and when it had to be changed
    /// (cut, or control characters replaced) its hash follows, as others may look like it.
    /// </remarks>
    private static string Named(string value)
    {
        var shown = Shown(value);
        if (shown != value)
        {
            return $"{shown}{Mark}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..Digits]}";
        }

        return value.Length == 0 || value[0] is '(' or '"' || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) || EndsLikeHash(value)
            ? $"\"{value}\""
            : value;
    }

    private static string Shown(string value)
    {
        var shown = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > LongestShown)
            {
                return $"{shown}…";
            }

            shown.Append(IsHidden(rune) ? Rune.ReplacementChar : rune);
        }

        return shown.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool EndsLikeHash(string value) =>
        value.Length > Mark.Length + Digits
        && value.AsSpan(value.Length - Digits - Mark.Length, Mark.Length).SequenceEqual(Mark)
        && value[^Digits..].All(char.IsAsciiHexDigitLower);
}

/// <summary>What a source answered to a request with a <see cref="Segmentation"/>.</summary>
/// <param name="Segments">The largest first, the others last; one at least, as a table without rows is one segment of others without any.</param>
public sealed record SegmentedValue(ValueList<SegmentAnswer> Segments) : AggregateValue;

/// <param name="Rows">Rows of the segment, at least 0.</param>
public sealed record SegmentAnswer(Segment Segment, long Rows, AggregateValue Value);
