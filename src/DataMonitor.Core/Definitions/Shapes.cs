using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace DataMonitor.Core.Definitions;

/// <summary>The shapes that many keys share.</summary>
public static class Shapes
{
    /// <summary>Any text but the empty one; <c>${name}</c> is replaced by a variable of the dataset.</summary>
    public static Shape<string> Text { get; } = new ScalarShape<string>(
        "a text",
        "Write a word or a sentence, in quotes when it holds ': ' or ' #'.",
        (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length > 0,
        () => new() { ["type"] = new JsonArray("string", "number", "boolean") });

    /// <summary>Any text, the empty one too when it stands in quotes: a value to compare with.</summary>
    public static Shape<string> Value { get; } = new ValueShape();

    /// <summary>A name that can stand in a path, a label and a selector: letters, digits and <c>_ - . +</c>, at most 100 of them.</summary>
    public static Shape<string> Identifier { get; } = new ScalarShape<string>(
        "a plain name",
        "Use letters, digits, '_', '-', '.' or '+', at most 100 of them, such as orders-eu.",
        Names.TryParse,
        () => new() { ["type"] = new JsonArray("string", "number") });

    /// <summary>Name of a column as the source spells it, at most 128 characters.</summary>
    public static Shape<string> Column { get; } = new ScalarShape<string>(
        "the name of a column",
        "Write the name as the source spells it, at most 128 characters.",
        (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length <= 128 && !text.Any(char.IsControl),
        () => new() { ["type"] = new JsonArray("string", "number", "boolean") });

    /// <summary><c>true</c> or <c>false</c>, and nothing else.</summary>
    public static Shape<bool> Flag { get; } = new ScalarShape<bool>(
        "true or false",
        "Write true or false.",
        (string text, out bool value) => (value = text == "true") || text == "false",
        () => new() { ["type"] = "boolean" },
        isBare: true);

    /// <summary>A finite number with a decimal point.</summary>
    public static Shape<double> Number { get; } = NumberIn(double.MinValue, double.MaxValue);

    /// <summary>A share of the whole, written <c>2%</c>, read as 0.02.</summary>
    public static Shape<double> Share { get; } = new ScalarShape<double>(
        "a share between 0% and 100%",
        "Write a percentage, such as 2% or 0.5%.",
        TryShare,
        () => new() { ["type"] = "string", ["pattern"] = "^[0-9.]+ ?%$" });

    /// <summary>An address that begins with <c>https://</c> or <c>http://</c> and holds no user or password.</summary>
    public static Shape<Uri> WebAddress { get; } = new UriShape();

    /// <summary>A time of day with hours and minutes, <c>07:00</c>.</summary>
    public static Shape<TimeOnly> TimeOfDay { get; } = new ScalarShape<TimeOnly>(
        "a time of day",
        "Write hours and minutes, such as \"07:00\".",
        (string text, out TimeOnly value) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out value),
        () => new() { ["type"] = "string", ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$" });

    /// <summary>A secret named by <c>${env:NAME}</c> or <c>${file:PATH}</c>; in clear text it is refused and never shown.</summary>
    public static Shape<Secret> Secret { get; } = new SecretShape();

    /// <summary>A regular expression in the subset that every engine reads alike, see <see cref="PortablePattern"/>.</summary>
    public static Shape<string> Pattern { get; } = new PatternShape();

    /// <summary>A cron expression of five fields.</summary>
    public static Shape<string> Cron { get; } = new CronShape();

    /// <summary>An IANA time zone of this machine.</summary>
    public static Shape<string> TimeZone { get; } = new TimeZoneShape();

    /// <summary>A column of another table of the same source, such as <c>warehouse/crm.customers.id</c>.</summary>
    public static Shape<ColumnReference> ColumnReference { get; } = new ColumnReferenceShape();

    /// <summary>A length of time such as <c>15m</c>, between two bounds, both included.</summary>
    public static Shape<TimeSpan> Duration(TimeSpan least, TimeSpan most) => new ScalarShape<TimeSpan>(
        $"a duration from {Durations.Format(least)} to {Durations.Format(most)}",
        "Write a number and a unit (s, m, h or d) without a space, such as 30s, 15m, 26h or 7d.",
        (string text, out TimeSpan value) => Durations.TryParse(text, out value) && value >= least && value <= most,
        () => new() { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)?[smhd]$" });

    /// <summary>A size with a decimal unit from <c>1KB</c> to <c>1000PB</c>, read in bytes.</summary>
    public static Shape<long> Size { get; } = new ScalarShape<long>(
        "a size from 1KB to 1000PB",
        "Write a number and KB, MB, GB, TB or PB without a space, such as 50GB.",
        TrySize,
        () => new() { ["type"] = "string", ["pattern"] = @"^[0-9]+(\.[0-9]+)?[KMGTP]B$" });

    /// <summary>A whole number between two bounds, both included.</summary>
    public static Shape<int> Whole(int least, int most) => new ScalarShape<int>(
        $"a whole number from {Invariant(least)} to {Invariant(most)}",
        "Write digits, within these bounds.",
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most,
        () => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most },
        isBare: true);

    /// <summary>A finite number between two bounds, both included.</summary>
    public static Shape<double> NumberIn(double least, double most) => new ScalarShape<double>(
        (least > double.MinValue, most < double.MaxValue) switch
        {
            (false, false) => "a number",
            (true, false) => $"a number from {Invariant(least)}",
            (false, true) => $"a number up to {Invariant(most)}",
            _ => $"a number from {Invariant(least)} to {Invariant(most)}",
        },
        "Write digits with a decimal point, such as 0.95.",
        (string text, out double value) => TryNumber(text, out value) && value >= least && value <= most,
        () =>
        {
            var schema = new JsonObject { ["type"] = "number" };
            if (least > double.MinValue)
            {
                schema["minimum"] = least;
            }

            if (most < double.MaxValue)
            {
                schema["maximum"] = most;
            }

            return schema;
        },
        isBare: true);

    /// <summary>One of a fixed set of words, written in lower case with underscores for an enum's members.</summary>
    public static Shape<T> OneOf<T>()
        where T : struct, Enum => new WordShape<T>();

    /// <summary>A list of one or more items; a single item may stand without the brackets.</summary>
    public static Shape<ValueList<T>> ListOf<T>(Shape<T> item) => new ListShape<T>(item);

    /// <summary>Names of the owner's choice, each with a value: <c>{customer_id: integer, score: number}</c>.</summary>
    /// <param name="what">What a name is called in messages: <c>a column</c>.</param>
    public static Shape<ValueList<Named<T>>> MapOf<T>(string what, Shape<T> value) => new MapShape<T>(what, value);

    internal static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    private static bool TryShare(string text, out double value)
    {
        value = 0;
        if (!text.EndsWith('%') || !TryNumber(text[..^1].TrimEnd(), out var percent) || percent is < 0 or > 100)
        {
            return false;
        }

        value = percent / 100;
        return true;
    }

    private static bool TrySize(string text, out long value)
    {
        value = 0;
        var power = text is [.., var prefix, 'B'] ? "KMGTP".IndexOf(prefix, StringComparison.Ordinal) + 1 : 0;
        if (power == 0 || !double.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var bytes = number * Math.Pow(1000, power);
        value = bytes is >= 1e3 and <= 1e18 ? (long)bytes : 0;
        return value > 0;
    }

    private static string Invariant(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A value under a name that the owner chose.</summary>
public sealed record Named<T>(string Name, T Value);
