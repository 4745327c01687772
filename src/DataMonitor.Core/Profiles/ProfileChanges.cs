using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>What became different since the last profile, in words that hold no value of a row.</summary>
public static class ProfileChanges
{
    /// <summary>A share that moved by less is noise.</summary>
    private const double LeastShift = 0.01;

    /// <summary>Counts and means that moved by a smaller part are noise.</summary>
    private const double LeastPart = 0.2;

    /// <summary>A most frequent value that is rarer changes by chance.</summary>
    private const double TellingTop = 0.05;

    /// <returns>Phrases in the order of columns: <c>email: null share 1 % → 7 %</c>; empty when all is as before, or nothing was known before.</returns>
    public static ValueList<string> Between(ValueList<ColumnProfile> last, ValueList<ColumnProfile> now)
    {
        if (last.Count == 0)
        {
            return [];
        }

        var before = last.ToDictionary(column => column.Column, StringComparer.Ordinal);
        var gone = last.Where(column => now.All(other => other.Column != column.Column)).Select(column => $"{column.Column}: gone");
        return now
            .SelectMany(column => before.TryGetValue(column.Column, out var known) ? Of(known, column).Select(phrase => $"{column.Column}: {phrase}") : [$"{column.Column}: new"])
            .Concat(gone)
            .ToValueList();
    }

    private static IEnumerable<string> Of(ColumnProfile last, ColumnProfile now)
    {
        if (last.Type is { } before && now.Type is { } type && before != type)
        {
            yield return $"type {Word(before)} → {Word(type)}";
        }

        if (last.Rows == 0 || now.Rows == 0)
        {
            yield break;
        }

        if (Math.Abs(now.NullShare - last.NullShare) >= LeastShift || (last.Nulls == 0 && now.Nulls > 0))
        {
            yield return $"null share {Display.Share(last.NullShare)} → {Display.Share(now.NullShare)}";
        }

        if (last.Empties is { } empties && now.Empties is { } still && Math.Abs(((double)still / now.Rows) - ((double)empties / last.Rows)) >= LeastShift)
        {
            yield return $"empty share {Display.Share((double)empties / last.Rows)} → {Display.Share((double)still / now.Rows)}";
        }

        if (last.Distinct is { } few && now.Distinct is { } many && IsElsewhere(few, many, Math.Max(last.DistinctError ?? 0, now.DistinctError ?? 0)))
        {
            yield return $"different values {Display.Count(few)} → {Display.Count(many)}";
        }

        if (last.Semantic?.Format is var meant && now.Semantic?.Format is var means && last.Formats is not null && now.Formats is not null && meant != means)
        {
            yield return $"looks like {means ?? "plain text"}, before like {meant ?? "plain text"}";
        }

        if (last.Mean is { } mean && now.Mean is { } next && last.StandardDeviation is > 0 and var spread && Math.Abs(next - mean) > LeastPart * spread)
        {
            yield return $"mean {Display.Number(mean)} → {Display.Number(next)}";
        }

        foreach (var phrase in Range(last, now).Concat(TopValues(last, now)))
        {
            yield return phrase;
        }
    }

    private static IEnumerable<string> Range(ColumnProfile last, ColumnProfile now)
    {
        if (last is { Minimum: { } low, Maximum: { } high } && now is { Minimum: { } lowest, Maximum: { } highest })
        {
            var margin = LeastPart * (high - low);
            if (lowest < low - margin)
            {
                yield return $"minimum {Display.Number(low)} → {Display.Number(lowest)}";
            }

            if (highest > high + margin)
            {
                yield return $"maximum {Display.Number(high)} → {Display.Number(highest)}";
            }
        }
    }

    private static IEnumerable<string> TopValues(ColumnProfile last, ColumnProfile now)
    {
        if (last.Top is not [var was, ..] || now.Top is not [var first, ..] || was.Value == first.Value || first.Count < TellingTop * now.Values)
        {
            yield break;
        }

        if (last.Top.All(top => top.Value != first.Value))
        {
            yield return $"new top value ({Display.Share((double)first.Count / now.Values)} of the values)";
        }
        else if ((now.Top.FirstOrDefault(top => top.Value == was.Value)?.Count ?? 0) < (1 - LeastPart) * first.Count)
        {
            yield return "another value is the most frequent";
        }
    }

    private static bool IsElsewhere(double before, double after, double error) => Math.Abs(after - before) > Math.Max(LeastPart, 3 * error) * Math.Max(before, 1);

    private static string Word(ColumnType type) => type.ToString().ToLowerInvariant();
}
