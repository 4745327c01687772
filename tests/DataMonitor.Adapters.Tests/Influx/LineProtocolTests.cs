using System.Globalization;
using System.Text;
using CsCheck;
using DataMonitor.Adapters.Influx;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Metrics;

namespace DataMonitor.Adapters.Tests.Influx;

public sealed class LineProtocolTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Ordinary letters among everything the protocol uses or fears.</summary>
    private static readonly Gen<string> Hostile =
        Gen.OneOf(Gen.Char["ab, =\"\\\n\r\t\0#_äß√\u007f\ud83d\ude00"], Gen.Char['\u0001', '\uffff']).Array[0, 12].Select(characters => new string(characters));

    private static readonly Gen<object> AnyValue = Gen.OneOf(
        Gen.Double.Select(value => (object)value),
        Gen.Long.Select(value => (object)value),
        Hostile.Select(value => (object)value));

    [Fact]
    public void TryAdd_AnyPoint_IsOneLineThatReadsBackTheSame() =>
        Gen.Select(Hostile, Gen.Select(Hostile, Hostile).Array[0, 5], Gen.Select(Hostile, AnyValue).Array[0, 5]).Sample((measurement, tags, fields) =>
        {
            var point = new SeriesPoint(
                measurement, Noon, tags.Select(tag => new SeriesTag(tag.Item1, tag.Item2)).ToValueList(),
                fields.Select(field => new SeriesField(field.Item1, field.Item2)).ToValueList());
            using var lines = new LineProtocol();

            var tagNames = tags.Where(tag => tag.Item1.Length > 0 && tag.Item2.Length > 0).Select(tag => Expected(tag.Item1)).ToHashSet(StringComparer.Ordinal);

            var isAdded = lines.TryAdd(point);

            if (!isAdded)
            {
                (measurement.Length == 0 || !fields.Any(field => IsWritten(field) && !tagNames.Contains(Expected(field.Item1)))).ShouldBeTrue();
                return;
            }

            var line = LineParser.Parse(lines.Lines(0, 1).Span).ShouldHaveSingleItem();
            line.Measurement.ShouldBe(Expected(measurement));
            line.Time.ShouldBe(Noon.ToUnixTimeMilliseconds());
            foreach (var (name, value) in line.Tags)
            {
                tags.ShouldContain(tag => Expected(tag.Item1) == name && Replace(tag.Item2, '_') == value);
            }

            foreach (var (name, value) in line.Fields)
            {
                fields.Any(field => Expected(field.Item1) == name && value.Equals(field.Item2 is string text ? Printable(text) : field.Item2)).ShouldBeTrue();
            }

            line.Tags.Keys.ShouldBe(tagNames, ignoreOrder: true);
        });

    [Fact]
    public void TryAdd_ManyPoints_AreCutAtTheirEnds()
    {
        using var lines = new LineProtocol();
        for (var number = 0; number < 3; number++)
        {
            lines.TryAdd(Point([], new SeriesField("value", (double)number))).ShouldBeTrue();
        }

        Text(lines, 1, 2).ShouldBe("dq_check value=1 1772366400000\ndq_check value=2 1772366400000\n");
    }

    [Fact]
    public void TryAdd_UnsortedTags_AreSortedByTheirBytes()
    {
        using var lines = new LineProtocol();

        lines.TryAdd(Point([new("\ud83d\ude00", "1"), new("\uff5e", "2"), new("b", "3"), new("a", "4")], new SeriesField("value", 1d)));

        Text(lines, 0, 1).ShouldStartWith("dq_check,a=4,b=3,\uff5e=2,\ud83d\ude00=1 ");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void TryAdd_NotFinite_IsLeftOutAndCounted(double value)
    {
        using var lines = new LineProtocol();

        lines.TryAdd(Point([], new SeriesField("value", value), new SeriesField("rows", 3L))).ShouldBeTrue();
        lines.TryAdd(Point([], new SeriesField("value", value))).ShouldBeFalse();

        Text(lines, 0, 1).ShouldBe("dq_check rows=3i 1772366400000\n");
        lines.NonFinite.ShouldBe(2);
    }

    [Fact]
    public void TryAdd_GermanThread_WritesDecimalPoints()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "−" } };
        try
        {
            using var lines = new LineProtocol();

            lines.TryAdd(Point([], new SeriesField("value", -1234.5), new SeriesField("rows", -7L)));

            Text(lines, 0, 1).ShouldBe("dq_check value=-1234.5,rows=-7i 1772366400000\n");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void TryAdd_LongValues_StayBelowTheLimitOfASeriesKey()
    {
        using var lines = new LineProtocol();
        var tags = Enumerable.Range(0, 10).Select(number => new SeriesTag($"tag{number}", new string('\u4e2d', 100_000))).ToValueList();

        lines.TryAdd(new SeriesPoint("dq_check", Noon, tags, [new("value", 1d)])).ShouldBeTrue();

        lines.Lines(0, 1).Length.ShouldBeLessThan(65_535);
    }

    [Fact]
    public void TryAdd_UnknownType_IsABugOfOurs()
    {
        using var lines = new LineProtocol();

        Should.Throw<ArgumentException>(() => lines.TryAdd(Point([], new SeriesField("value", 1m))));
    }

    [Fact]
    public void TryAdd_TableNameWithNewline_CannotBecomeAPointOfItsOwn()
    {
        using var lines = new LineProtocol();

        lines.TryAdd(Point([new("dataset", "orders\ndq_check,dataset=forged value=1")], new SeriesField("title", "a\n\"b\"\\c")));

        Text(lines, 0, 1).ShouldBe(
            "dq_check,dataset=orders_dq_check\\,dataset\\=forged\\ value\\=1 title=\"a \\\"b\\\"\\\\c\" 1772366400000\n");
    }

    private static bool IsWritten((string Name, object Value) field) => field.Name.Length > 0 && field.Value is not (double and not (>= double.MinValue and <= double.MaxValue));

    private static string Expected(string name)
    {
        var isMistakable = name == "time" || (name.Length > 0 && (name[0] is '#' or '_' or '\\' || char.IsControl(name[0])));
        return (isMistakable ? "x" : "") + Replace(name, '_');
    }

    private static string Replace(string value, char with) => Sound(value).Select(character =>
        character is '\\' or < ' ' or '\u007f' ? with : character).Aggregate(new StringBuilder(), (text, character) => text.Append(character)).ToString();

    private static string Printable(string value) => Sound(value).Select(character =>
        character is < ' ' or '\u007f' ? ' ' : character).Aggregate(new StringBuilder(), (text, character) => text.Append(character)).ToString();

    private static string Sound(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));

    private static SeriesPoint Point(ValueList<SeriesTag> tags, params SeriesField[] fields) => new("dq_check", Noon, tags, fields.ToValueList());

    private static string Text(LineProtocol lines, int first, int count) => Encoding.UTF8.GetString(lines.Lines(first, count).Span);
}
