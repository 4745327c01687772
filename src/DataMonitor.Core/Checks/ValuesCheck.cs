using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>A column that holds a known set of values: none but these, and with <c>all_present</c> each of these. Without values there is nothing to judge.</summary>
/// <param name="AreAllPresent">Fails when an allowed value stands in no row.</param>
public sealed record ValuesCheck(CheckHeader Header, string Column, ValueList<string> Allowed, bool AreAllPresent) : Check(Header)
{
    private const int MostNamed = 5;

    /// <summary>Each value that must be present is a figure of its own.</summary>
    private const int MostPresent = 100;

    private static readonly Field<ValueList<string>> AllowedField = new("allowed", Shapes.ListOf(Shapes.Value), "The values that may stand in the column: [smb, mid, enterprise].", isRequired: true);
    private static readonly Field<bool> AllPresentField = new("all_present", Shapes.Flag, "true: each of them must stand in at least one row.");

    public static CheckKind Kind { get; } = new(
        "values",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Validity,
        CheckScope.Partition,
        [MetricUnit.Share, MetricUnit.Rows],
        "Counts the values outside a known set, and can demand that each of the set is there.",
        [CheckFields.Column, AllowedField, AllPresentField],
        Read);

    public override ValueList<AggregateRequest> Needs =>
        [Rows, Missing, Unknown, .. AreAllPresent ? Allowed.Select(Present) : []];

    public override BadRows? Offenders => new MatchingRows(IsBad);

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Rows => Request(new RowCount());

    private AggregateRequest Missing => Request(new MatchCount(new IsMissing(Column)));

    private AggregateRequest Unknown => Request(new MatchCount(IsBad));

    private AllOf IsBad => new([new Not(new IsMissing(Column)), new Not(new IsOneOf(Column, Allowed))]);

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows) - measurements.Count(Missing);
        if (rows == 0)
        {
            return Observation.None($"{Column}: no values {Extent(context)}");
        }

        var observation = BadRows(Column, "not allowed", measurements.Count(Unknown), rows);
        var absent = AreAllPresent ? Allowed.Where(value => measurements.Count(Present(value)) == 0).ToArray() : [];
        return absent.Length == 0
            ? observation
            : observation with { Subject = $"{observation.Subject}, {Absent(absent)}", Verdict = CheckOutcome.Failed };
    }

    private AggregateRequest Present(string value) => Request(new MatchCount(new IsOneOf(Column, [value])));

    private static string Absent(string[] values)
    {
        var named = string.Join(", ", values.Take(MostNamed).Select(value => $"'{value}'"));
        return values.Length <= MostNamed ? $"{named} absent" : $"{named} and {Display.Count(values.Length - MostNamed)} more absent";
    }

    private static ValuesCheck? Read(CheckHeader header, FieldValues values)
    {
        var allowed = values.Get(AllowedField)!.Distinct(StringComparer.Ordinal).ToValueList();
        if (values.Get(AllPresentField) && allowed.Count > MostPresent)
        {
            values.Context.Report(
                values.PlaceOf(AllPresentField),
                $"'all_present' looks for each of {Display.Count(allowed.Count)} values.",
                $"List at most {MostPresent}, or leave 'all_present' out.");
            return null;
        }

        return CheckFields.TryColumn(header, values, out var column, out var named) ? new(named, column, allowed, values.Get(AllPresentField)) : null;
    }
}
