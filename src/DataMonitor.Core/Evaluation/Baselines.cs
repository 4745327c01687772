using System.Diagnostics;
using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Evaluation;

/// <summary>Computes baselines from stored history.</summary>
/// <remarks>
/// Only good history trains: values that passed or warned, and those that could not be judged for lack of history. A failed value is never
/// taken for normal, however long it lasts; an owner who accepts a new level gives the check a new <c>id</c>, and so a new history.
/// </remarks>
internal sealed class Baselines(PastValues history, MetricUnit unit, DateTimeOffset scheduledAt, TimeZoneInfo zone)
{
    /// <summary>How far back one baseline looks for good values, in stored results.</summary>
    private const int MostValues = 1000;

    /// <summary>One day of a check that runs every minute.</summary>
    private const int MostValuesOfDay = 1440;

    /// <returns><see langword="null"/> while there are too few good values: 1 for <c>previous</c> and <c>same_weekday</c>, 2 for <c>average</c> and <c>median</c>.</returns>
    public async Task<double?> ValueAsync(Baseline baseline)
    {
        if (baseline.Kind == BaselineKind.SameWeekday)
        {
            var same = await SameWeekdayAsync(baseline.Runs);
            return same.Count == 0 ? null : same.Average();
        }

        var newest = await NewestAsync(baseline.Kind == BaselineKind.Previous ? 1 : baseline.Runs);
        return baseline.Kind switch
        {
            BaselineKind.Previous => newest.Length == 0 ? null : newest[0],
            _ when newest.Length < Math.Min(2, baseline.Runs) => null,
            BaselineKind.Average => newest.Average(),
            BaselineKind.Median => Median(newest),
            _ => throw new UnreachableException($"Unknown baseline {baseline.Kind}."),
        };
    }

    private async Task<double[]> NewestAsync(int count)
    {
        var page = Math.Min(MostValues, count + 20); // room for a few bad ones
        var past = await history(scheduledAt, page);
        var good = Good(past).Take(count).ToArray();
        if (good.Length < count && past.Count == page)
        {
            past = await history(scheduledAt, MostValues);
            good = [.. Good(past).Take(count)];
        }

        return good;
    }

    /// <summary>One value a week: of the local day so many weeks ago, the one nearest to the same time of day. A week without a good one is passed over.</summary>
    private async Task<List<double>> SameWeekdayAsync(int count)
    {
        var local = TimeZoneInfo.ConvertTime(scheduledAt, zone);
        var found = new List<double>(count);
        for (var week = 1; week <= (2 * count) + 2 && found.Count < count; week++)
        {
            var day = DateOnly.FromDateTime(local.DateTime).AddDays(-7 * week);
            var end = Planning.PartitionWindows.StartOf(day.AddDays(1), zone);
            var past = await history(end, MostValuesOfDay);
            if (past.Count == 0)
            {
                break;
            }

            var start = Planning.PartitionWindows.StartOf(day, zone);
            var sameDay = Good(past.Where(value => value.ScheduledAt >= start)
                .OrderBy(value => (TimeZoneInfo.ConvertTime(value.ScheduledAt, zone).TimeOfDay - local.TimeOfDay).Duration()));
            found.AddRange(sameDay.Take(1));
        }

        return found;
    }

    private IEnumerable<double> Good(IEnumerable<PastValue> values) => values
        .Where(value => value is { Value: not null, Outcome: CheckOutcome.Passed or CheckOutcome.Warned or CheckOutcome.NotApplicable } && value.Unit == unit)
        .Select(value => value.Value!.Value);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] / 2) + (values[middle] / 2);
    }
}
