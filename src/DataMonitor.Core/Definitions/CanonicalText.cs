using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataMonitor.Core.Definitions;

/// <summary>Definitions without what does not matter: comments, places, quotes, order of keys. Two texts are equal exactly when the definitions are.</summary>
public static class CanonicalText
{
    public static string Of(DefinitionNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <returns>SHA-256 in lower-case hexadecimal, whatever the order of the files.</returns>
    public static string Hash(IEnumerable<DefinitionNode> files)
    {
        var text = string.Join('\n', files.Select(Of).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    // Lengths in front keep any text from looking like structure.
    private static void Write(DefinitionNode node, StringBuilder text)
    {
        switch (node)
        {
            case ScalarNode { IsNull: true }:
                text.Append('~');
                break;
            case ScalarNode scalar:
                WriteText(scalar.Text, text);
                break;
            case SequenceNode sequence:
                text.Append('[');
                foreach (var item in sequence.Items)
                {
                    Write(item, text);
                }

                text.Append(']');
                break;
            case MappingNode mapping:
                text.Append('{');
                foreach (var entry in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    WriteText(entry.Key, text);
                    Write(entry.Value, text);
                }

                text.Append('}');
                break;
        }
    }

    private static void WriteText(string value, StringBuilder text) => text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value}");
}
