using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Conditions on one row. SQL's own three-valued logic carries through, so that unknown is neither true nor, negated, true.</summary>
internal static class PredicateSql
{
    public static string Of(RowPredicate predicate, SqlWriter writer) => predicate switch
    {
        OwnCondition own => writer.Own(own.Sql),
        IsMissing missing => $"{writer.Column(missing.Column)} IS NULL",
        IsOneOf { Values.Count: 0 } => "1 = 0",
        IsOneOf one => $"{Text(one.Column, writer)} IN ({string.Join(", ", one.Values.Select(writer.Bind))})",
        IsMatch match => writer.Dialect.Matches(Text(match.Column, writer), PortableRegex.SpellOut(match.Pattern), writer.Bind),
        IsInRange range => InRange(range, writer),
        HasLength length => Between(writer.Dialect.Length(Text(length.Column, writer)), length.Low, length.High, writer),
        IsLaterBy late => $"{Seconds(late.Column, writer)} - {Seconds(late.Since, writer)} > {writer.Bind(late.Seconds)}",
        IsNotInFuture past => $"{Seconds(past.Column, writer)} <= {writer.Bind((writer.Frame.Plan.Now - DateTimeOffset.UnixEpoch).TotalSeconds)}",
        HasCheckDigits digits => CheckDigitsSql.Of(digits.Scheme, Text(digits.Column, writer), writer.Dialect),
        IsJson json => writer.Dialect.Of(TextFunction.IsJson, Text(json.Column, writer)),
        Not not => $"NOT ({Of(not.Predicate, writer)})",
        AllOf all => Joined(all.Predicates, " AND ", "1 = 1", writer),
        AnyOf any => Joined(any.Predicates, " OR ", "1 = 0", writer),
        _ => throw new InvalidOperationException($"{predicate.GetType().Name} is not known to the renderer."),
    };

    /// <remarks>A numeric constant: next to a numeric column it stays numeric, next to a double column it becomes one, in both cases once and not row by row.</remarks>
    /// <returns>A condition that is false for NaN, where NaN sorts above every number, and true for infinity, which only rows above all others are asked about.</returns>
    public static string IsNotNaN(string column, SqlDialect dialect) => $"({column} <= 1.7976931348623157e308 OR lower({dialect.Text(column)}) IN ('inf', 'infinity'))";

    private static string Seconds(string column, SqlWriter writer) => writer.Dialect.Seconds(writer.Dialect.Instant(writer.Column(column)));

    private static string Text(string column, SqlWriter writer) => writer.Dialect.Text(writer.Column(column));

    private static string Joined(ValueList<RowPredicate> predicates, string word, string none, SqlWriter writer) => predicates.Count == 0
        ? none
        : $"({string.Join(word, predicates.Select(each => $"({Of(each, writer)})"))})";

    /// <remarks>An engine that has NaN sorts it above every number: without an upper bound it would pass.</remarks>
    private static string InRange(IsInRange range, SqlWriter writer)
    {
        var column = writer.Column(range.Column);
        var between = Between(writer.Dialect.Number(column), Narrowest(range.Low), Narrowest(range.High), writer);
        return range.High is null && writer.Dialect.Lexicon.HasNaN ? $"({between} AND {IsNotNaN(column, writer.Dialect)})" : between;
    }

    private static string Between(string value, object? low, object? high, SqlWriter writer) => (low, high) switch
    {
        (null, null) => $"{value} IS NOT NULL",
        (null, _) => $"{value} <= {writer.Bind(high)}",
        (_, null) => $"{value} >= {writer.Bind(low)}",
        _ => $"{value} BETWEEN {writer.Bind(low)} AND {writer.Bind(high)}",
    };

    /// <summary>The narrowest type that holds the bound: comparing an integer column with a fraction would convert every row.</summary>
    public static object? Narrowest(double? bound) => bound switch
    {
        null => null,
        { } value when double.IsInteger(value) && Math.Abs(value) <= int.MaxValue => (int)value,
        { } value when double.IsInteger(value) && Math.Abs(value) <= 1L << 53 => (long)value,
        { } value when Math.Abs(value) is < 1e15 and > 1e-12 => (decimal)value,
        { } value => value,
    };
}
