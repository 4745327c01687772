using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Arithmetic of quantiles.</summary>
internal static class Bracket
{
    /// <summary>Half the width of a bracket as a share of the rows: five standard errors of a median over 50,000 sampled rows.</summary>
    private const double HalfWidth = 0.01;

    public static (double Low, double High) Shares(double q) => (Math.Max(0, Math.Round(q - HalfWidth, 9)), Math.Min(1, Math.Round(q + HalfWidth, 9)));

    /// <returns>The quantile as a fraction of whole numbers, to nine digits.</returns>
    public static (long Numerator, long Denominator) Fraction(double q)
    {
        var (numerator, denominator) = ((long)Math.Round(q * 1e9), 1_000_000_000L);
        while (numerator % 10 == 0 && denominator > 1)
        {
            (numerator, denominator) = (numerator / 10, denominator / 10);
        }

        return (numerator, denominator);
    }

    /// <returns>⌈n·q⌉, from 1.</returns>
    public static long Rank(long count, double q)
    {
        var (numerator, denominator) = Fraction(q);
        return (long)(((((Int128)count * numerator) - 1) / denominator) + 1);
    }
}

/// <summary>How many values a column has, and how many lie below the bracket that a sample drew around a quantile. Gives a <see cref="BracketValue"/>.</summary>
/// <param name="Low">In the engine's own notation, as it gave it.</param>
internal sealed record BracketCounts(string Column, double Q, string Low, string High) : Aggregate
{
    /// <summary>The sample saw one value only: then its own count tells the quantile, and nothing need be fetched.</summary>
    public bool IsOneValue => Low == High;
}

/// <param name="UpToHigh">Counted only where the bracket is one value.</param>
internal sealed record BracketValue(long Count, long Below, long? UpToHigh) : AggregateValue;

/// <param name="Offset">Rows inside the bracket that come before the wanted one, at least 0.</param>
internal sealed record BracketRank(AggregateRequest Request, BracketCounts Bracket, long Offset);
