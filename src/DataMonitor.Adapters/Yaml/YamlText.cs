using System.Text;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Yaml;

/// <summary>From bytes to text that is safe to parse: UTF-8, not too large, nothing invisible that ends the file early or turns its meaning round.</summary>
internal static partial class YamlText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string? Decode(string file, ReadOnlySpan<byte> content, ICollection<DefinitionError> errors)
    {
        if (content.Length > YamlReader.LargestFile)
        {
            errors.Add(new(new(file, 0, 0), "The file is larger than 1 MB.", "Split it: one dataset for each file."));
            return null;
        }

        string text;
        try
        {
            text = Strict.GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            var line = LineOfFirstBadByte(content);
            errors.Add(new(new(file, line, 0), "The file is not UTF-8 text.", "Save it as UTF-8; editors offer that under 'encoding'."));
            return null;
        }

        if (Unwanted().Match(text) is { Success: true, Index: var at })
        {
            var before = text.AsSpan(0, at);
            errors.Add(new(
                new(file, before.Count('\n') + 1, at - before.LastIndexOf('\n')),
                $"An invisible sign (U+{(int)text[at]:X4}) stands here.",
                "Delete it; it often comes along when text is copied from a web page or a document."));
            return null;
        }

        return text;
    }

    private static int LineOfFirstBadByte(ReadOnlySpan<byte> content)
    {
        var line = 1;
        foreach (var range in content.Split((byte)'\n'))
        {
            if (!System.Text.Unicode.Utf8.IsValid(content[range]))
            {
                break;
            }

            line++;
        }

        return line;
    }

    // Control signs, line separators that YAML counts as line breaks, and signs that turn the direction of writing.
    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u2028-\u202E\u2066-\u2069\uFFFE\uFFFF]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unwanted();
}
