using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>Values that break a rule. Rows without a value are for <see cref="MissingCheck"/>; without values there is nothing to judge.</summary>
/// <param name="Valid">True for a valid value.</param>
public sealed record InvalidCheck(CheckHeader Header, string Column, RowPredicate Valid) : Check(Header)
{
    private const int LongestText = 1_000_000;

    private static readonly Field<ValueList<string>> Values = new("values", Shapes.ListOf(Shapes.Value), "The valid values: [new, paid, sent].");
    private static readonly Field<string> Regex = new("regex", Shapes.Pattern, "A regular expression that valid texts match somewhere, or as a whole between ^ and $.");
    private static readonly Field<NamedFormat> Format = new("format", NamedFormats.Shape, "A named format: email, uuid, date, …");
    private static readonly Field<double> Least = new("min", Shapes.Number, "The smallest valid number.");
    private static readonly Field<double> Most = new("max", Shapes.Number, "The largest valid number.");
    private static readonly Field<bool> NotInFuture = new("not_in_future", Shapes.Flag, "true: an instant after the run is not valid.");
    private static readonly Field<int> Shortest = new("min_length", Shapes.Whole(0, LongestText), "The fewest characters of a valid text.");
    private static readonly Field<int> Longest = new("max_length", Shapes.Whole(0, LongestText), "The most characters of a valid text.");

    public static CheckKind Kind { get; } = new(
        "invalid",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Validity,
        CheckScope.Partition,
        [MetricUnit.Share, MetricUnit.Rows],
        "Counts the values that break a rule: a set of values, a regular expression, a named format, a range, a length or an instant in the future; with several rules, any of them.",
        [CheckFields.Column, Values, Regex, Format, Least, Most, Shortest, Longest, NotInFuture],
        Read);

    public override ValueList<AggregateRequest> Needs => [Rows, Missing, Invalid];

    public override BadRows? Offenders => new MatchingRows(IsBad);

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Rows => Request(new RowCount());

    private AggregateRequest Missing => Request(new MatchCount(new IsMissing(Column)));

    private AggregateRequest Invalid => Request(new MatchCount(IsBad));

    private AllOf IsBad => new([new Not(new IsMissing(Column)), new Not(Valid)]);

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows) - measurements.Count(Missing);
        return rows == 0
            ? Observation.None($"{Column}: no values {Extent(context)}")
            : BadRows(Column, "invalid", measurements.Count(Invalid), rows);
    }

    private static InvalidCheck? Read(CheckHeader header, FieldValues values)
    {
        if (!CheckFields.TryColumn(header, values, out var column, out var named) || !AreInOrder(values))
        {
            return null;
        }

        var rules = Rules(values, column).ToValueList();
        if (rules.Count == 0)
        {
            values.Context.Report(
                values.Place,
                "Check 'invalid' has no rule.",
                "Say what is valid with 'values', 'regex', 'format', 'min', 'max', 'min_length', 'max_length' or 'not_in_future'.");
            return null;
        }

        return new(named, column, rules.Count == 1 ? rules[0] : new AllOf(rules));
    }

    private static bool AreInOrder(FieldValues values)
    {
        if (values.Has(Least) && values.Has(Most) && values.Get(Least) > values.Get(Most))
        {
            values.Context.Report(values.PlaceOf(Most), "'max' is below 'min', so no number is valid.", "Swap the two.");
            return false;
        }

        if (values.Has(Shortest) && values.Has(Longest) && values.Get(Shortest) > values.Get(Longest))
        {
            values.Context.Report(values.PlaceOf(Longest), "'max_length' is below 'min_length', so no text is valid.", "Swap the two.");
            return false;
        }

        return true;
    }

    /// <summary>The cheap rules first: an engine may stop at the first that is broken.</summary>
    private static IEnumerable<RowPredicate> Rules(FieldValues values, string column)
    {
        if (values.Has(Least) || values.Has(Most))
        {
            yield return new IsInRange(column, values.Has(Least) ? values.Get(Least) : null, values.Has(Most) ? values.Get(Most) : null);
        }

        if (values.Has(Shortest) || values.Has(Longest))
        {
            yield return new HasLength(column, values.Has(Shortest) ? values.Get(Shortest) : null, values.Has(Longest) ? values.Get(Longest) : null);
        }

        if (values.Get(NotInFuture))
        {
            yield return new IsNotInFuture(column);
        }

        if (values.Get(Values) is { } allowed)
        {
            yield return new IsOneOf(column, allowed);
        }

        if (values.Get(Format) is { } format)
        {
            yield return format.Of(column);
        }

        if (values.Get(Regex) is { } pattern)
        {
            yield return new IsMatch(column, pattern);
        }
    }
}
