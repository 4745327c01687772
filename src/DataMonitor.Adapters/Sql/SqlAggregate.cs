using System.Diagnostics;

namespace DataMonitor.Adapters.Sql;

/// <summary>Aggregate functions that every engine has in some spelling; all leave NULL out.</summary>
internal enum SqlAggregate
{
    Count,
    CountDistinct,
    Sum,
    Average,
    Minimum,
    Maximum,

    /// <summary>Sample standard deviation, NULL below two values.</summary>
    Deviation,
}

/// <summary>The two ways of SQL to aggregate some of the rows.</summary>
internal static class AggregateSql
{
    /// <param name="argument">An expression, or <c>*</c> for a count of rows.</param>
    /// <param name="condition">Rows that count, or <see langword="null"/> for all.</param>
    /// <returns><c>sum(a) FILTER (WHERE c)</c></returns>
    public static string WithFilter(SqlAggregate function, string argument, string? condition) =>
        condition is null ? Call(function, argument) : $"{Call(function, argument)} FILTER (WHERE {condition})";

    /// <returns><c>sum(CASE WHEN c THEN a END)</c></returns>
    public static string WithCase(SqlAggregate function, string argument, string? condition) =>
        Call(function, condition is null ? argument : Case(argument, condition));

    /// <returns>A scalar subquery: the value of a rank, for engines whose offset must be a constant.</returns>
    /// <param name="rank">From 1, written with <c>n</c> for the number of rows.</param>
    public static string AtRank(string column, string rows, string rank) =>
        $"(SELECT v + 0\nFROM (\nSELECT {column} AS v, row_number() OVER (ORDER BY {column}) AS k, count(*) OVER () AS n\n{rows}\n) t\nWHERE k = {rank})";

    /// <returns>The argument where the condition is true, otherwise NULL.</returns>
    public static string Case(string argument, string condition) => $"CASE WHEN {condition} THEN {(argument == "*" ? "1" : argument)} END";

    private static string Call(SqlAggregate function, string argument) => function switch
    {
        SqlAggregate.Count => $"count({argument})",
        SqlAggregate.CountDistinct => $"count(DISTINCT {argument})",
        SqlAggregate.Sum => $"sum({argument})",
        SqlAggregate.Average => $"avg({argument})",
        SqlAggregate.Minimum => $"min({argument})",
        SqlAggregate.Maximum => $"max({argument})",
        SqlAggregate.Deviation => $"stddev_samp({argument})",
        _ => throw new UnreachableException(),
    };
}
