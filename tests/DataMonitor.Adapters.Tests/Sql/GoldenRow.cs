using System.Globalization;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>A row of the golden table, as C# sees it.</summary>
/// <param name="Id">Repeats in the last rows, which copy earlier ones.</param>
/// <param name="Limit">Up to 18 digits, 4 of them decimals: what each engine holds exactly or to 15 digits.</param>
/// <param name="Far">Numbers far from 0 and close together.</param>
/// <param name="Hole">May be NaN, where the engine has it.</param>
/// <param name="Endless">May be NaN or infinite, where the engine has them.</param>
/// <param name="Part">In a column with a hostile name.</param>
internal sealed record GoldenRow(
    int Id, decimal? Price, decimal Limit, double Far, double? Hole, double? Endless, string? Name, string? Code, DateOnly? Day, DateTimeOffset? At, DateTimeOffset? Since, bool? Sold, int Part)
{
    public const string HostileColumn = "p`a\"r't\\; --";

    public const int Count = 300;

    private const int Copies = 10;

    private static readonly string?[] Names =
        ["anna", "Anna", "ANNA", "anna ", "", "\u00e9t\u00e9", "e\u0301te\u0301", null, "Łukasz 🙂", "👩‍👩‍👧", "ß", "ss", "日本語", "it's", "a\\b", "\"q\"", " ", "%_", "ä", "a\nb", "a\t", "NULL", "01", "1"];

    private static readonly string?[] Codes =
        ["4539578763621486", "4539578763621487", "DE89370400440532013000", "DE89370400440532013001", "{\"a\": [1, null]}", "{\"a\": }", "[]", "", null, "12", "79927398713", "[1,2"];

    private static readonly DateOnly[] Days =
        [new(1970, 1, 1), new(1969, 12, 31), new(2038, 1, 20), new(2299, 12, 31), new(1900, 1, 1), new(2000, 2, 29), new(2026, 11, 23)];

    public static TestColumn[] Columns { get; } =
    [
        new("id", TestType.Whole, IsNullable: false),
        new("price", TestType.Decimal),
        new("limit", TestType.Decimal),
        new("far", TestType.Double),
        new("hole", TestType.Double),
        new("endless", TestType.Double),
        new("name", TestType.Text),
        new("code", TestType.Text),
        new("day", TestType.Date),
        new("at", TestType.FarInstant),
        new("since", TestType.FarInstant),
        new("sold", TestType.Truth),
        new(HostileColumn, TestType.Whole),
        new("hollow", TestType.Double),
    ];

    public object?[] Cells => [Id, Price, Limit, Far, Hole, Endless, Name, Code, Day, At, Since, Sold, Part, null];

    /// <param name="hasNaN">Otherwise NULL stands in its place.</param>
    /// <param name="hasInfinity">Otherwise NULL stands in its place.</param>
    public static GoldenRow[] All(bool hasNaN, bool hasInfinity)
    {
        var rows = Enumerable.Range(1, Count - Copies).Select(Of).ToArray();
        return [.. rows, .. rows.Take(Copies)];

        GoldenRow Of(int id)
        {
            var day = Days[id % Days.Length];
            var at = new DateTimeOffset(day.ToDateTime(new(id % 24, id % 60, id * 7 % 60, id * 37 % 1000)), TimeSpan.Zero);
            return new(
                id,
                id % 11 == 0 ? null : (id * 7919 % 1000) - 300 + (id % 100 / 100m),
                99_999_999_999_999.9999m - (id * 333_333_333_333.3333m),
                1e9 + (id * 31 % 17 * 0.25),
                Stored(id % 13 == 0 ? null : id % 9 == 0 ? double.NaN : (id * 613 % 211 * 0.37) - 20),
                Stored((id % 7) switch { 0 => null, 1 => double.NaN, 2 => double.PositiveInfinity, 3 => double.NegativeInfinity, _ => id / 8.0 }),
                Names[id % Names.Length] is { } name ? id % 5 == 0 ? name + id.ToString(CultureInfo.InvariantCulture) : name : null,
                Codes[id % Codes.Length],
                id % 17 == 0 ? null : day,
                id % 19 == 0 ? null : at,
                id % 23 == 0 ? null : at.AddSeconds(-(id * 91 % 5000) - 0.5),
                id % 10 == 0 ? null : id % 3 == 0,
                id * 37 % 5);
        }

        double? Stored(double? number) => number switch
        {
            double.NaN when !hasNaN => null,
            double.PositiveInfinity or double.NegativeInfinity when !hasInfinity => null,
            _ => number,
        };
    }
}
