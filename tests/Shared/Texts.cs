using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace DataMonitor.TestSupport;

/// <summary>What named formats mean beyond their pattern, computed in a way of its own.</summary>
internal static class Texts
{
    public static bool PassesLuhn(string digits)
    {
        var sum = digits.Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 1 : 2)).Sum(value => (value / 10) + (value % 10));
        return sum % 10 == 0;
    }

    public static bool PassesIban(string text)
    {
        var digits = string.Concat((text[4..] + text[..4]).Select(letter => char.IsAsciiDigit(letter) ? letter.ToString() : (letter - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97 == 1;
    }

    public static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
