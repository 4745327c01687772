using System.Buffers;
using System.Globalization;
using System.Text;
using DataMonitor.Core.Metrics;

namespace DataMonitor.Adapters.Influx;

/// <summary>Lines of InfluxDB line protocol in one pooled UTF-8 buffer, times in milliseconds. Not safe from several threads.</summary>
/// <remarks>
/// Text that the protocol cannot carry is replaced, never passed on: a newline in a tag would begin a point of its own, and a backslash before
/// a separator has no escape. Figures that are not finite, empty tags and points without a field are left out.
/// </remarks>
internal sealed class LineProtocol : IDisposable
{
    /// <summary>Ten tags of this length stay below the 65,535 bytes that a series key may have.</summary>
    private const int MaxTagLength = 2_000;

    private const int MaxTextLength = 16_000;

    private static readonly SearchValues<char> MeasurementSpecials = SearchValues.Create([' ', ',', '\\', .. Controls()]);
    private static readonly SearchValues<char> KeySpecials = SearchValues.Create([' ', ',', '=', '\\', .. Controls()]);
    private static readonly SearchValues<char> TextSpecials = SearchValues.Create(['"', '\\', .. Controls()]);

    private readonly List<int> ends = [];
    private readonly List<Range> names = [];
    private readonly List<SeriesTag> tags = [];
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int length;

    /// <summary>Lines written.</summary>
    public int Count => ends.Count;

    /// <summary>Figures left out because they were NaN or infinite.</summary>
    public int NonFinite { get; private set; }

    /// <summary>Appends a point.</summary>
    /// <returns><see langword="false"/>, and nothing was appended, when it has no measurement or no field that can be written.</returns>
    public bool TryAdd(SeriesPoint point)
    {
        var start = length;
        WriteName(point.Measurement, MeasurementSpecials);
        var isNamed = length > start;
        WriteTags(point.Tags);
        if (!isNamed || !TryWriteFields(point.Fields))
        {
            length = start;
            return false;
        }

        Append((byte)' ');
        WriteInteger(point.Time.ToUnixTimeMilliseconds());
        Append((byte)'\n');
        ends.Add(length);
        return true;
    }

    /// <returns>The text of <paramref name="count"/> lines, valid until the next change.</returns>
    public ReadOnlyMemory<byte> Lines(int first, int count)
    {
        var start = first == 0 ? 0 : ends[first - 1];
        return buffer.AsMemory(start, ends[first + count - 1] - start);
    }

    public void Clear()
    {
        ends.Clear();
        length = 0;
        NonFinite = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static char[] Controls() => [.. Enumerable.Range(0, 0x20).Append(0x7F).Select(code => (char)code)];

    private void WriteTags(IReadOnlyList<SeriesTag> source)
    {
        names.Clear();
        tags.Clear();
        tags.AddRange(source);
        tags.Sort(static (left, right) => CompareUtf8(left.Name, right.Name)); // servers store sorted tags faster
        foreach (var tag in tags)
        {
            if (tag.Value.Length == 0)
            {
                continue;
            }

            var start = length;
            Append((byte)',');
            if (!TryWriteNewName(tag.Name))
            {
                length = start;
                continue;
            }

            Append((byte)'=');
            WriteEscaped(tag.Value, KeySpecials, MaxTagLength);
        }
    }

    private bool TryWriteFields(IReadOnlyList<SeriesField> fields)
    {
        var hasField = false;
        foreach (var field in fields)
        {
            if (field.Value is double number && !double.IsFinite(number))
            {
                NonFinite++;
                continue;
            }

            var start = length;
            Append((byte)(hasField ? ',' : ' '));
            if (!TryWriteNewName(field.Name))
            {
                length = start;
                continue;
            }

            Append((byte)'=');
            WriteValue(field.Value);
            hasField = true;
        }

        return hasField;
    }

    private void WriteValue(object value)
    {
        switch (value)
        {
            case double number:
                Reserve(32);
                number.TryFormat(buffer.AsSpan(length), out var digits, "R", CultureInfo.InvariantCulture);
                length += digits;
                break;
            case long number:
                WriteInteger(number);
                Append((byte)'i');
                break;
            case string text:
                Append((byte)'"');
                WriteEscaped(text, TextSpecials, MaxTextLength);
                Append((byte)'"');
                break;
            default:
                throw new ArgumentException($"A field holds a {value.GetType().Name}; only double, long and string have a place in the series.", nameof(value));
        }
    }

    /// <returns><see langword="false"/> when the name is empty or this point already has it, as tag or as field.</returns>
    private bool TryWriteNewName(string name)
    {
        var start = length;
        WriteName(name, KeySpecials);
        var written = buffer.AsSpan(start, length - start);
        if (written.IsEmpty)
        {
            return false;
        }

        foreach (var range in names)
        {
            if (buffer.AsSpan(range).SequenceEqual(written))
            {
                return false;
            }
        }

        names.Add(start..length);
        return true;
    }

    /// <summary>A name that servers would take for something else (a comment, a system name, the time) gets an x in front.</summary>
    private void WriteName(string name, SearchValues<char> specials)
    {
        if (name.StartsWith('#') || name.StartsWith('_') || name == "time" || (name.Length > 0 && IsReplacedByUnderscore(name[0])))
        {
            Append((byte)'x');
        }

        WriteEscaped(name, specials, MaxTagLength);
    }

    private static bool IsReplacedByUnderscore(char character) => character == '\\' || char.IsControl(character);

    private void WriteEscaped(string value, SearchValues<char> specials, int limit)
    {
        var isText = ReferenceEquals(specials, TextSpecials);
        var rest = value.AsSpan(0, Math.Min(value.Length, limit));
        if (rest.Length < value.Length && char.IsHighSurrogate(rest[^1]))
        {
            rest = rest[..^1];
        }

        while (!rest.IsEmpty)
        {
            var special = rest.IndexOfAny(specials);
            AppendText(special < 0 ? rest : rest[..special]);
            if (special < 0)
            {
                return;
            }

            var character = rest[special];
            rest = rest[(special + 1)..];
            if (char.IsControl(character))
            {
                Append((byte)(isText ? ' ' : '_'));
            }
            else if (character == '\\' && !isText)
            {
                Append((byte)'_');
            }
            else
            {
                Append((byte)'\\');
                Append((byte)character);
            }
        }
    }

    /// <summary>Order of the UTF-8 bytes: as of UTF-16 units, but surrogates come after everything else.</summary>
    private static int CompareUtf8(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a).CompareTo(char.IsSurrogate(b));
    }

    private void WriteInteger(long number)
    {
        Reserve(20);
        number.TryFormat(buffer.AsSpan(length), out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
    }

    private void AppendText(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length)); // a lone surrogate becomes U+FFFD
    }

    private void Append(byte value)
    {
        Reserve(1);
        buffer[length++] = value;
    }

    private void Reserve(int more)
    {
        if (buffer.Length - length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + more));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
