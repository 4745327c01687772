using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Yaml;

/// <summary>Writes a <see cref="DefinitionNode"/> as YAML that <see cref="YamlReader"/> reads back to an equal one. The same node gives the same text.</summary>
/// <remarks>What holds no list of mappings, no comment and no line break stands in brackets where it fits into a line; everything else has a line of its own.</remarks>
internal sealed partial class YamlWriter
{
    private const int LongestFlow = 130;

    private readonly StringBuilder output = new();
    private readonly IReadOnlyDictionary<DefinitionNode, string> comments;

    private YamlWriter(IReadOnlyDictionary<DefinitionNode, string> comments) => this.comments = comments;

    /// <param name="root">Becomes the whole file.</param>
    /// <param name="comments">Remarks on values, found by reference; they stand above the line of the value.</param>
    public static string Write(MappingNode root, IReadOnlyDictionary<DefinitionNode, string>? comments = null)
    {
        var writer = new YamlWriter(comments ?? new Dictionary<DefinitionNode, string>(ReferenceEqualityComparer.Instance));
        writer.Mapping(root, indent: 0, isFirstOnLine: true);
        return writer.output.ToString();
    }

    /// <returns>One line of a comment, without anything that would end it or turn its direction.</returns>
    public static string Comment(string text) => "# " + Unsafe().Replace(Blanks().Replace(text, " ").Trim(), "�");

    private void Mapping(MappingNode node, int indent, bool isFirstOnLine)
    {
        foreach (var entry in node.Entries)
        {
            Remark(entry.Value, indent, isFirstOnLine);
            output.Append(' ', isFirstOnLine ? indent : 0).Append(Scalar(new ScalarNode(default, entry.Key, IsQuoted: true))).Append(':');
            isFirstOnLine = true;
            Value(entry.Value, indent + 2);
        }
    }

    private void Value(DefinitionNode node, int indent)
    {
        if (node is ScalarNode { Text: var text } && Block(text) is { } header)
        {
            output.Append(' ').Append(header).Append('\n');
            foreach (var line in text.TrimEnd('\n').Split('\n'))
            {
                output.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
            }
        }
        else if (Flow(node) is { } flow && (flow.Length + indent <= LongestFlow || node is ScalarNode or MappingNode { Entries: [] } or SequenceNode { Items: [] }))
        {
            output.Append(flow.Length == 0 ? "" : " ").Append(flow).Append('\n');
        }
        else if (node is MappingNode mapping)
        {
            output.Append('\n');
            Mapping(mapping, indent, isFirstOnLine: true);
        }
        else
        {
            output.Append('\n');
            Items((SequenceNode)node, indent);
        }
    }

    private void Items(SequenceNode node, int indent)
    {
        foreach (var item in node.Items)
        {
            Remark(item, indent, isFirstOnLine: true);
            output.Append(' ', indent).Append('-');
            if (item is MappingNode { Entries: not [] } mapping && (Flow(mapping) is not { } flow || mapping.Entries.Length == 1 || flow.Length + indent + 2 > LongestFlow))
            {
                output.Append(' ');
                Mapping(mapping, indent + 2, isFirstOnLine: false);
            }
            else
            {
                Value(item, indent + 2);
            }
        }
    }

    private void Remark(DefinitionNode node, int indent, bool isFirstOnLine)
    {
        if (isFirstOnLine && comments.TryGetValue(node, out var comment))
        {
            output.Append(' ', indent).Append(Comment(comment)).Append('\n');
        }
    }

    /// <returns>The node in brackets, or <see langword="null"/> when it needs lines.</returns>
    private string? Flow(DefinitionNode node)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return Scalar(scalar);
            case SequenceNode sequence when sequence.Items.All(item => item is not MappingNode && !comments.ContainsKey(item)):
                return Joined(sequence.Items.Select(Flow), '[', ']');
            case MappingNode mapping when mapping.Entries.All(entry => !comments.ContainsKey(entry.Value) && !HasLines(entry.Value)):
                return Joined(mapping.Entries.Select(entry => Flow(entry.Value) is { } value ? $"{Scalar(new(default, entry.Key, IsQuoted: true))}: {value}".TrimEnd() : null), '{', '}');
            default:
                return null;
        }
    }

    private static bool HasLines(DefinitionNode node) => node is ScalarNode { Text: var text } && Block(text) is not null;

    private static string? Joined(IEnumerable<string?> parts, char open, char close)
    {
        var all = parts.ToArray();
        return Array.Exists(all, part => part is null) ? null : open + string.Join(", ", all) + close;
    }

    private static string Scalar(ScalarNode node)
    {
        if (node.IsNull)
        {
            return "null";
        }

        var isPlain = Plain().IsMatch(node.Text) && !(node.IsQuoted && Ambiguous().IsMatch(node.Text));
        if (isPlain)
        {
            return node.Text;
        }

        // Single quotes keep the backslashes of a regular expression legible.
        return node.Text.Contains('\\', StringComparison.Ordinal) && !NeedsDoubleQuotes().IsMatch(node.Text)
            ? $"'{node.Text}'"
            : $"\"{Escaped().Replace(node.Text, Escape)}\"";
    }

    private static string Escape(Match match) => match.Value switch
    {
        "\n" => "\\n",
        "\t" => "\\t",
        "\"" => "\\\"",
        "\\" => @"\\",
        var sign => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)sign[0]:X4}"),
    };

    /// <returns>The sign that begins a block of text, or <see langword="null"/> where a block would not give the text back.</returns>
    private static string? Block(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || Unsafe().IsMatch(text) || text.Contains('\t', StringComparison.Ordinal) || text.Contains('\r', StringComparison.Ordinal) || text[0] is ' ' or '\n')
        {
            return null;
        }

        return text switch
        {
            _ when text.EndsWith("\n\n", StringComparison.Ordinal) => null,
            [.., '\n'] => "|",
            _ => "|-",
        };
    }

    [GeneratedRegex(@"^(?!-(\s|-|\z))(?!\.\.\.)[\p{L}\p{N}_/(.+-]([\p{L}\p{N}_ ./()'%+-]*[\p{L}\p{N}_./()'%+-])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();

    /// <summary>Text that some reader would take for a number, a date, a truth value or nothing.</summary>
    [GeneratedRegex(@"^([-+.0-9].*|null|true|false|yes|no|on|off|y|n)\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"[\x00-\x1F\x7F-\x9F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF""\\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"[\x00-\x1F\x7F-\x9F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF']", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NeedsDoubleQuotes();

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\x7F-\x9F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
