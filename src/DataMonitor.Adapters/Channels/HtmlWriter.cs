using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DataMonitor.Adapters.Channels;

/// <summary>Writes markup in which the program's text is markup and every value is text: <c>Write($"&lt;p&gt;{value}&lt;/p&gt;")</c> encodes the value.</summary>
internal sealed class HtmlWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder written = new();

    public HtmlWriter Write([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        markup.End();
        return this;
    }

    public override string ToString() => written.ToString();

    [InterpolatedStringHandler]
    internal readonly struct Markup(int literalLength, int holes, HtmlWriter writer)
    {
        public void AppendLiteral(string markup) => writer.written.Append(markup);

        public void AppendFormatted(string? value) => writer.written.Append(Encoder.Encode(value ?? ""));

        public void AppendFormatted(int value) => writer.written.Append(CultureInfo.InvariantCulture, $"{value}");

        /// <summary>A line for each call: keeps the lines of a mail short.</summary>
        public void End() => writer.written.EnsureCapacity(writer.written.Append('\n').Length + literalLength + (holes * 8));
    }
}
