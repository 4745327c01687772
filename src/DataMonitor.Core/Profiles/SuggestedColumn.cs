using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>Checks for one column, each with what was observed and how its threshold follows.</summary>
internal sealed class SuggestedColumn(ColumnProfile profile, ColumnEvidence evidence)
{
    /// <summary>A key that repeats in fewer rows than this may be unique by chance.</summary>
    private const int LeastUnique = 100;

    /// <summary>A set is taken as closed when each of its values was seen so often on average.</summary>
    private const int LeastRepeats = 50;

    /// <summary>A rule that more values than this may break says too little.</summary>
    private const double MostInvalid = 0.1;

    private const double Margin = 0.1;

    public static bool MayBeUnique(ColumnProfile profile) =>
        profile.Type is ColumnType.Integer or ColumnType.Text or ColumnType.Uuid && profile.Values >= LeastUnique
        && profile.Distinct >= profile.Values * (1 - (4 * (profile.DistinctError ?? 0)));

    /// <summary>Values that seem to be all there are; never of persons.</summary>
    public static ValueList<string> ClosedSet(ColumnProfile profile) =>
        profile.Type == ColumnType.Text && profile.Personal is null && profile.Top.Count > 0 && profile.Top.Count < Frequencies.Most
        && profile.Values >= (long)LeastRepeats * profile.Top.Count
        && profile.Top.All(top => top.Value is { Length: > 0 and < Frequencies.LongestValue } value && !value.Contains("${", StringComparison.Ordinal) && !value.Any(char.IsControl))
            ? profile.Top.Select(top => top.Value!).Order(StringComparer.Ordinal).ToValueList()
            : [];

    /// <returns>Comment and check, in the order in which they are written.</returns>
    public IEnumerable<(string Comment, string Check)> Checks()
    {
        if (profile.Rows == 0)
        {
            yield break;
        }

        var missing = Wilson.Interval(profile.Nulls, profile.Rows).Upper;
        if (missing < 1)
        {
            yield return (
                $"{Display.Share(profile.NullShare)} missing ({Display.Count(profile.Nulls)} of {Display.Count(profile.Rows)} rows); the limit is the upper end of the 99 % Wilson interval",
                $"missing: {{expect: \"<= {Percent(missing)}%\"}}");
        }

        if (IsUnique)
        {
            yield return ($"all {Display.Count(profile.Values)} values differ", "unique");
        }

        foreach (var check in Contents())
        {
            yield return check;
        }
    }

    private bool IsUnique => MayBeUnique(profile) && evidence.Distinct == profile.Values;

    private IEnumerable<(string Comment, string Check)> Contents()
    {
        var set = ClosedSet(profile);
        if (set.Count > 0 && evidence.InSet == profile.Values)
        {
            yield return (
                $"all {Display.Count(profile.Values)} values are {(set.Count == 1 ? "this one" : $"one of these {set.Count}")}",
                $"values: {{allowed: [{string.Join(", ", set.Select(Yaml.Quoted))}]}}");
        }
        else if (profile.Semantic is { Format: var format } && evidence.OfFormat is { } fitting && profile.Values > 0)
        {
            var bad = profile.Values - fitting;
            var limit = Wilson.Interval(bad, profile.Values).Upper;
            if (limit <= MostInvalid)
            {
                yield return (
                    $"{Display.Share((double)fitting / profile.Values)} are of the format {format} ({Display.Count(bad)} of {Display.Count(profile.Values)} are not); the limit is the upper end of the 99 % Wilson interval",
                    $"invalid: {{format: {format}, expect: \"<= {Percent(limit)}%\"}}");
            }
        }

        if (!IsUnique && profile is { Minimum: { } low, Maximum: { } high } && Math.Max(Math.Abs(low), Math.Abs(high)) < 1e15)
        {
            var spread = high > low ? high - low : Math.Max(Math.Abs(high), 1);
            var (from, to) = (Rounded(low - (Margin * spread), spread, up: false), Rounded(high + (Margin * spread), spread, up: true));
            yield return (
                $"from {Display.Number(low)} to {Display.Number(high)}; a tenth of the spread is added on both sides{(low >= 0 ? ", but nothing below 0" : "")}",
                $"range: {{expect: \"between {Number(low >= 0 ? Math.Max(0, from) : from)} and {Number(to)}\"}}");
        }
    }

    /// <summary>A percentage with two significant digits, rounded up.</summary>
    private static string Percent(double share)
    {
        var percent = share * 100;
        var step = Math.Pow(10, Math.Floor(Math.Log10(percent)) - 1);
        return Number(Math.Min(100, Math.Ceiling(percent / step) * step));
    }

    private static double Rounded(double value, double spread, bool up)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10(spread)) - 2);
        return (up ? Math.Ceiling(value / step) : Math.Floor(value / step)) * step;
    }

    private static string Number(double value) => ((decimal)value).ToString("0.############", CultureInfo.InvariantCulture);
}

/// <summary>What only a look at every row can tell; <see langword="null"/> where it was not asked.</summary>
/// <param name="Distinct">Different values, counted.</param>
/// <param name="InSet">Values of the closed set.</param>
/// <param name="OfFormat">Values of the inferred format.</param>
internal sealed record ColumnEvidence(long? Distinct, long? InSet, long? OfFormat);
