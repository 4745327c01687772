using System.Globalization;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>ClickHouse from 23.8. What its settings bring nearer to the SQL standard is in <see cref="ClickHouseSettings"/>.</summary>
/// <param name="database">Where tables without a database are looked up on every shard.</param>
/// <param name="cluster">Tables are read on all its shards; <see langword="null"/> for those of the server.</param>
internal sealed class ClickHouseDialect(string database, string? cluster) : SqlDialect, ICanonicalSpelling
{
    public override SqlLexicon Lexicon { get; } = new(EscapeStrings: false, DollarQuotes: true, OtherQuotes: "`", ParameterMarks: "")
    {
        LongestIdentifier = 10_000,
        Limits = SqlLimits.Careful with { Length = 128 * 1024 }, // a query may have 256 KiB
        HasNaN = true,
        BackslashQuotes = "'\"`",
        RefusedMarks = "‘’“”#",
        Substring = "substringUTF8",
        RefusesCall = ClickHouseReach.Refuses,
        RefusedClause = "SETTINGS",
    };

    public override string Relation(DatasetObject relation) => cluster is null || relation is not TableObject table
        ? base.Relation(relation)
        : $"cluster('{cluster}', {base.Relation(table.Path.Count > 1 ? table : new TableObject([database, .. table.Path]))})";

    public override string Value(object value, ICollection<object> bound)
    {
        bound.Add(value);
        var type = value switch
        {
            int or long => "Int64",
            decimal => "Decimal(38, 12)",
            double => "Float64",
            DateTimeOffset => "DateTime64(6, 'UTC')",
            _ => "String",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{{p{bound.Count}:{type}}}");
    }

    /// <remarks>
    /// Its <c>sum</c> and <c>avg</c> wrap around at the width of the type, so both are computed in floating point with compensation; its usual deviation loses digits far from 0 and gives infinity for one value,
    /// and whether an extremum passes NaN by depends on the version: <c>x = x</c> is false for NaN.
    /// </remarks>
    public override string Aggregate(SqlAggregate function, string argument, string? condition)
    {
        return function switch
        {
            SqlAggregate.Sum => Sum(),
            SqlAggregate.Average => $"{Sum()} / {Call("count", argument, condition)}",
            SqlAggregate.Minimum => Call("min", argument, IsNumber()),
            SqlAggregate.Maximum => Call("max", argument, IsNumber()),
            SqlAggregate.Deviation => $"nullIf({Call("stddevSampStable", Wide(), condition)}, inf)",
            SqlAggregate.CountDistinct => condition is null ? $"uniqExact({argument})" : $"uniqExactIf({argument}, {condition})",
            _ => AggregateSql.WithFilter(function, argument, condition),
        };

        string Sum() => Call("sumKahan", Wide(), condition);

        string Wide() => $"{argument} * 1.0";

        static string Call(string name, string value, string? rows) => rows is null ? $"{name}({value})" : $"{name}If({value}, {rows})";

        string? IsNumber() => argument[0] != '"' ? condition // lengths hold no NaN
            : condition is null ? $"{argument} = {argument}" : $"{argument} = {argument} AND {condition}";
    }

    public override string Text(string value) => $"toString({value})";

    public override string Length(string text) => $"lengthUTF8({text})";

    public override string Matches(string text, string pattern, Func<object, string> bind) => $"match({text}, {bind(pattern)})";

    public override (string First, string Second) Hash(string text) => (
        $"bitAnd(bitShiftRight({Word(text, 1)}, 4), 67108863)",
        $"bitAnd({Word(text, 4)}, 67108863)");

    public override string Of(TextFunction function, string text) => function == TextFunction.Place ? $"position('{Places}', {text})" : $"isValidJSON({text})";

    /// <remarks><c>dateDiff</c> takes instants and dates and nothing else.</remarks>
    public override string Seconds(string instant) =>
        $"CAST(dateDiff('microsecond', toDateTime64('1970-01-01 00:00:00', 6, 'UTC'), {instant}) AS Nullable(Decimal(38, 6))) / 1000000";

    /// <remarks>A cast cuts decimals off and writes none that are 0.</remarks>
    public string? Spell(string column, CanonicalColumn value, int decimals) => value.Form switch
    {
        CanonicalForm.Decimal => string.Create(
            CultureInfo.InvariantCulture,
            $"coalesce(toDecimalString(round(toDecimal256OrNull(toString({column}), 20), {decimals}), {decimals}), lower(toString({column})))"),
        CanonicalForm.Instant => $"toString(dateDiff('microsecond', toDateTime64('1970-01-01 00:00:00', 6, 'UTC'), {Instant(column)}))",
        _ => null,
    };

    /// <remarks>The last condition is true of every instant and refuses numbers, which would be compared as seconds.</remarks>
    public override string InWindow(string column, DateTimeOffset start, DateTimeOffset end, Func<object, string> bind) =>
        $"{column} >= {bind(start)} AND {column} < {bind(end)} AND dateDiff('day', {column}, {column}) = 0";

    /// <remarks>GLOBAL: where the relations are distributed, every shard asks the whole reference; elsewhere it changes nothing.</remarks>
    public override string HasNoMatch(string value, string reference, string column) =>
        $"{value} GLOBAL NOT IN (SELECT r.{column} FROM {reference} AS r WHERE r.{column} IS NOT NULL)";

    public override string Quantile(string column, Func<string> rows, long numerator, long denominator) =>
        $"(SELECT {column} + 0\n{rows()}\nORDER BY {column} LIMIT 1 OFFSET (SELECT intDiv(count(*) * {numerator} - 1, {denominator})\n{rows()}))";

    /// <returns>Four bytes of the hash as a number, the first the highest.</returns>
    private static string Word(string text, int from) =>
        string.Create(CultureInfo.InvariantCulture, $"reinterpretAsUInt32(reverse(substring(MD5({text}), {from}, 4)))");
}
