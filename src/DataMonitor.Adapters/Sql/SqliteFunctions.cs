using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Sql;

/// <summary>What SQLite lacks, deterministic, registered on each connection.</summary>
internal static partial class SqliteFunctions
{
    private const int MostPatterns = 1_000;

    /// <param name="zone">Where text without an offset is at home.</param>
    public static void Register(SqliteConnection connection, TimeZoneInfo zone)
    {
        var patterns = new Dictionary<string, Regex>(StringComparer.Ordinal);
        connection.CreateFunction("regexp", (string? pattern, string? text) => IsMatch(patterns, pattern, text), isDeterministic: true);
        connection.CreateFunction("monitor_instant", (object? value) => Seconds(value, zone), isDeterministic: true);
        connection.CreateFunction<object?, double?>("monitor_number", static _ => throw Refusal("a number"), isDeterministic: true);
        connection.CreateFunction("monitor_decimal", (object? value, long decimals) => Decimal(value, (int)decimals), isDeterministic: true);
        connection.CreateFunction("monitor_hash", (string? text, long part) => Hash(text, part), isDeterministic: true);
        connection.CreateFunction("translate", (string? text, string from, string to) => Translate(text, from, to), isDeterministic: true);
        connection.CreateAggregate(
            "stddev_samp",
            default(Spread),
            static (Spread spread, double? value) => value is { } number ? spread.With(number) : spread,
            static spread => spread.Sample,
            isDeterministic: true);
    }

    private static bool? IsMatch(Dictionary<string, Regex> patterns, string? pattern, string? text)
    {
        if (pattern is null || text is null)
        {
            return null;
        }

        if (!patterns.TryGetValue(pattern, out var regex))
        {
            try
            {
                regex = new(PortableRegex.EndAtVeryEnd(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                throw new SqliteException("a regular expression", SqliteFaults.Range);
            }

            if (patterns.Count >= MostPatterns)
            {
                patterns.Clear();
            }

            patterns[pattern] = regex;
        }

        return regex.IsMatch(text);
    }

    /// <returns>Seconds since the Unix epoch of ISO-8601 text, or of a number that is such seconds already.</returns>
    private static double? Seconds(object? value, TimeZoneInfo zone)
    {
        switch (value)
        {
            case null or DBNull:
                return null;
            case long seconds:
                return seconds;
            case double seconds:
                return seconds;
            case string text when Iso().Match(text.Trim()) is { Success: true } iso && DateTime.TryParse(iso.Groups["local"].ValueSpan, CultureInfo.InvariantCulture, out var local):
                return (local - DateTime.UnixEpoch - Offset(iso, local, zone)).TotalSeconds;
            default:
                throw Refusal("an instant");
        }
    }

    private static TimeSpan Offset(Match iso, DateTime local, TimeZoneInfo zone)
    {
        if (iso.Groups["utc"].Success)
        {
            return TimeSpan.Zero;
        }

        if (!iso.Groups["sign"].Success)
        {
            return zone.GetUtcOffset(local);
        }

        var minutes = iso.Groups["minutes"] is { Success: true, ValueSpan: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
        var offset = new TimeSpan(int.Parse(iso.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture), minutes, 0);
        return iso.Groups["sign"].Value == "-" ? -offset : offset;
    }

    /// <returns>See <see cref="SqlDialect.Hash"/>.</returns>
    [SuppressMessage("Security", "CA5351", Justification = "A checksum that every engine can compute, no protection.")]
    private static long? Hash(string? text, long part) => text is null
        ? null
        : long.Parse(Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(text))).AsSpan(part == 0 ? 0 : 7, 7), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % (1 << 26);

    /// <param name="to">As many characters as <paramref name="from"/>.</param>
    private static string? Translate(string? text, string from, string to) => text is null
        ? null
        : string.Create(text.Length, (text, from, to), static (letters, given) =>
        {
            for (var at = 0; at < letters.Length; at++)
            {
                letters[at] = given.from.IndexOf(given.text[at], StringComparison.Ordinal) is var found and >= 0 ? given.to[found] : given.text[at];
            }
        });

    /// <returns>See <see cref="Core.Reconciliation.CanonicalForm.Decimal"/>.</returns>
    private static string? Decimal(object? value, int decimals) => value switch
    {
        null or DBNull => null,
        long or double when decimal.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            (Math.Round(number, decimals, MidpointRounding.AwayFromZero) + 0m).ToString($"F{decimals}", CultureInfo.InvariantCulture),
        double number when double.IsInfinity(number) => number > 0 ? "inf" : "-inf",
        long or double => throw new SqliteException("a number", SqliteFaults.Range),
        _ => throw Refusal("a number"),
    };

    private static SqliteException Refusal(string what) => new(what, SqliteFaults.Mismatch);

    [GeneratedRegex(@"^(?<local>\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,7})?)?)?)\d*( ?((?<utc>Z|UTC)|(?<sign>[+-])(?<hours>\d\d)(:?(?<minutes>\d\d))?))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso();

    /// <summary>Welford's update: stays accurate when the mean is far from 0.</summary>
    private readonly record struct Spread(long Count, double Mean, double M2)
    {
        public double? Sample => Count < 2 ? null : Math.Sqrt(M2 / (Count - 1));

        public Spread With(double value)
        {
            var mean = Mean + ((value - Mean) / (Count + 1));
            return new(Count + 1, mean, M2 + ((value - Mean) * (value - mean)));
        }
    }
}
