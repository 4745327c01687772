using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Arithmetic of quantiles.</summary>
internal static class Bracket
{
    /// <summary>Standard errors from the quantile of a sample to either end of its bracket: one in ten thousand misses.</summary>
    private const double Errors = 4;

    /// <summary>Halves of the widths that a bracket may have, as shares of the rows. The first does for a median over 40,000 sampled values, the last for one over 400.</summary>
    private static readonly double[] HalfWidths = [0.01, 0.03, 0.1];

    public static int Widths => HalfWidths.Length;

    /// <returns>The ends of a bracket, as shares of the rows.</returns>
    public static (double Low, double High) Shares(double q, int width) => (Math.Max(0, Math.Round(q - HalfWidths[width], 9)), Math.Min(1, Math.Round(q + HalfWidths[width], 9)));

    /// <returns>The least width that fits so many sampled values, or <see langword="null"/> when they are too few for any.</returns>
    public static int? Width(double q, long sampled) =>
        Array.FindIndex(HalfWidths, half => half >= Errors * Math.Sqrt(q * (1 - q) / sampled)) is >= 0 and var width ? width : null;

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
