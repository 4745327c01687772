using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Check digits by plain arithmetic over single characters, the same on every engine; nothing is converted, so no text makes it fail.</summary>
internal static class CheckDigitsSql
{
    private const int LongestCard = 19;
    private const int LongestIban = 34;

    /// <summary>Place in this text, less 1, of a digit doubled as Luhn wants it: 0 2 4 6 8 1 3 5 7 9.</summary>
    private static readonly int[] Doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

    public static string Of(CheckDigits scheme, string text, SqlDialect dialect) => scheme == CheckDigits.Luhn ? Luhn(text, dialect) : Iban(text, dialect);

    private static string Luhn(string text, SqlDialect dialect)
    {
        var padded = Padded(text, text, LongestCard, dialect);
        var terms = Enumerable.Range(1, LongestCard).Select(at => (LongestCard - at) % 2 == 0
            ? $"{Value(padded, at, dialect)}"
            : $"CASE {Value(padded, at, dialect)} {string.Join(' ', Doubled.Select((doubled, digit) => $"WHEN {digit} THEN {doubled}"))} ELSE 1 END");
        return $"({string.Join(" + ", terms)}) % 10 = 0";
    }

    /// <summary>Horner's rule from the left, a letter being two digits; leading zeros change nothing.</summary>
    private static string Iban(string text, SqlDialect dialect)
    {
        var turned = $"concat({dialect.Lexicon.Substring}({text}, 5, {LongestIban}), {dialect.Lexicon.Substring}({text}, 1, 4))";
        var padded = Padded(turned, text, LongestIban, dialect);
        var rest = "0";
        for (var at = 1; at <= LongestIban; at++)
        {
            var value = Value(padded, at, dialect);
            rest = $"({rest} * CASE WHEN {value} > 9 THEN 100 ELSE 10 END + {value}) % 97";
        }

        return $"{rest} = 1";
    }

    /// <returns>The last characters of a text, led by zeros where there are fewer.</returns>
    private static string Padded(string padded, string text, int length, SqlDialect dialect) =>
        $"{dialect.Lexicon.Substring}(concat('{new string('0', length)}', {padded}), {dialect.Length(text)} + 1, {length})";

    private static string Value(string text, int at, SqlDialect dialect) => $"({dialect.Of(TextFunction.Place, $"{dialect.Lexicon.Substring}({text}, {at}, 1)")} - 1)";
}
