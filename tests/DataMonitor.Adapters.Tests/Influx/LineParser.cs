using System.Globalization;
using System.Text;

namespace DataMonitor.Adapters.Tests.Influx;

/// <summary>Reads line protocol by its published grammar, independently of the encoder; throws on anything the grammar does not know.</summary>
internal sealed class LineParser(string text)
{
    private int at;

    public static IReadOnlyList<ParsedLine> Parse(ReadOnlySpan<byte> lines)
    {
        var parser = new LineParser(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(lines));
        var parsed = new List<ParsedLine>();
        while (parser.at < parser.text.Length)
        {
            parsed.Add(parser.Line());
        }

        return parsed;
    }

    private readonly string text = text;

    private ParsedLine Line()
    {
        if (text[at] == '#')
        {
            throw new FormatException("A comment.");
        }

        var measurement = Name(", ");
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        while (Take(','))
        {
            var key = Name("= ,");
            Expect('=');
            tags.Add(key, Name(", ="));
        }

        Expect(' ');
        var fields = new Dictionary<string, object>(StringComparer.Ordinal);
        do
        {
            var key = Name("= ,");
            Expect('=');
            fields.Add(key, Value());
        }
        while (Take(','));

        Expect(' ');
        var time = long.Parse(Until('\n'), CultureInfo.InvariantCulture);
        Expect('\n');
        return new(measurement, tags, fields, time);
    }

    private string Name(string ends)
    {
        var name = new StringBuilder();
        while (!ends.Contains(text[at], StringComparison.Ordinal))
        {
            if (text[at] == '\\' && " ,=".Contains(text[at + 1], StringComparison.Ordinal))
            {
                at++;
            }

            if (char.IsControl(text[at]) && text[at] < 0x80)
            {
                throw new FormatException($"A control character at {at}.");
            }

            name.Append(text[at++]);
        }

        return name.Length > 0 ? name.ToString() : throw new FormatException($"An empty name at {at}.");
    }

    private object Value()
    {
        if (Take('"'))
        {
            var value = new StringBuilder();
            while (!Take('"'))
            {
                if (text[at] == '\\' && "\"\\".Contains(text[at + 1], StringComparison.Ordinal))
                {
                    at++;
                }

                value.Append(text[at++]);
            }

            return value.ToString();
        }

        var start = at;
        while (text[at] is not (',' or ' '))
        {
            at++;
        }

        var number = text[start..at];
        return number.EndsWith('i')
            ? (object)long.Parse(number[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : double.Parse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
    }

    private string Until(char end)
    {
        var start = at;
        at = text.IndexOf(end, start);
        return text[start..at];
    }

    private bool Take(char expected)
    {
        if (text[at] != expected)
        {
            return false;
        }

        at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
        {
            throw new FormatException($"'{text[at]}' instead of '{expected}' at {at} in: {text}");
        }
    }
}

internal sealed record ParsedLine(string Measurement, Dictionary<string, string> Tags, Dictionary<string, object> Fields, long Time);
