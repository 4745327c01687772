using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataMonitor.Core.Definitions;

/// <summary>Writes text so that YAML reads it back.</summary>
internal static class Yaml
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The text in double quotes: a JSON string is one of YAML too.</returns>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Options);

    /// <returns>The text on one line, for a comment.</returns>
    public static string Comment(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter));
}
