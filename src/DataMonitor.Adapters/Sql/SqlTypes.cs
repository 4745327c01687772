using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Refuses requests whose columns have the wrong type, for engines that would convert in silence and give a number all the same.</summary>
internal sealed class SqlTypes(ValueList<ColumnSchema> columns)
{
    /// <summary>Nothing is known, so nothing is refused.</summary>
    public static SqlTypes Unknown { get; } = new([]);

    public MeasureError? ProblemOf(SqlFrame frame, AggregateRequest request, TimeSpan timeout)
    {
        if (frame.Window is { } window && !Fits(window.Column, IsInstant))
        {
            return Problem(null);
        }

        return NumberColumns(request.Aggregate).All(name => Fits(name, IsNumber)) && InstantColumns(request.Aggregate).All(name => Fits(name, IsInstant))
            ? null
            : Problem(request);

        MeasureError Problem(AggregateRequest? guilty) => FaultWords.Of(new(SqlFaultKind.WrongType, "type"), guilty, frame, timeout, []);
    }

    private static IEnumerable<string> NumberColumns(Aggregate aggregate) => aggregate switch
    {
        Minimum(var column) => [column],
        Maximum(var column) => [column],
        Sum(var column) => [column],
        Mean(var column) => [column],
        StandardDeviation(var column) => [column],
        Quantile quantile => [quantile.Column],
        HistogramCounts histogram => [histogram.Column],
        Correlation correlation => [correlation.Column, correlation.Other],
        MatchCount match => NumberColumns(match.Predicate),
        _ => [],
    };

    private static IEnumerable<string> NumberColumns(RowPredicate predicate) => predicate switch
    {
        IsInRange range => [range.Column],
        Not not => NumberColumns(not.Predicate),
        AllOf all => all.Predicates.SelectMany(NumberColumns),
        AnyOf any => any.Predicates.SelectMany(NumberColumns),
        _ => [],
    };

    private static IEnumerable<string> InstantColumns(Aggregate aggregate) => aggregate switch
    {
        Newest(var column) => [column],
        Oldest(var column) => [column],
        LongestDelay(var column, var since) => [column, since],
        MatchCount match => InstantColumns(match.Predicate),
        _ => [],
    };

    private static IEnumerable<string> InstantColumns(RowPredicate predicate) => predicate switch
    {
        IsLaterBy late => [late.Column, late.Since],
        IsNotInFuture past => [past.Column],
        Not not => InstantColumns(not.Predicate),
        AllOf all => all.Predicates.SelectMany(InstantColumns),
        AnyOf any => any.Predicates.SelectMany(InstantColumns),
        _ => [],
    };

    private static bool IsNumber(ColumnType type) => type is ColumnType.Integer or ColumnType.Number or ColumnType.Boolean;

    private static bool IsInstant(ColumnType type) => type is ColumnType.Timestamp or ColumnType.Date;

    /// <summary>A column that is missing is not ours to report; names are not told apart by case on the engines concerned.</summary>
    private bool Fits(string name, Func<ColumnType, bool> isFit) =>
        columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } column || isFit(column.Type);
}
