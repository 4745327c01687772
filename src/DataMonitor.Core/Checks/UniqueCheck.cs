using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>Rows whose key stands in an earlier row too. A key with a NULL in any column is no key; without keys there is nothing to judge.</summary>
/// <remarks>Looks at the whole table unless the owner says otherwise: within one partition it can pass for weeks while keys repeat across partitions.</remarks>
/// <param name="Columns">At least one.</param>
public sealed record UniqueCheck(CheckHeader Header, ValueList<string> Columns) : Check(Header)
{
    private static readonly Field<ValueList<string>> ColumnsField = new("columns", Shapes.ListOf(Shapes.Column), "The columns that make the key: [customer_id, day].");

    public static CheckKind Kind { get; } = new(
        "unique",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Uniqueness,
        CheckScope.Table,
        [MetricUnit.Rows, MetricUnit.Share],
        "Counts the rows whose key stands in an earlier row too.",
        [CheckFields.Column, ColumnsField],
        Read);

    public override ValueList<AggregateRequest> Needs => [Keys];

    public override BadRows? Offenders => new RepeatedKeys(Columns);

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Keys => Request(new Distinctness(Columns));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var (rows, distinct) = measurements.Distinct(Keys);
        if (rows == 0)
        {
            return Observation.None($"{Columns}: no values {Extent(context)}");
        }

        var repeated = rows - distinct;
        var share = (double)repeated / rows;
        var subject = $"{Columns}: {Display.Of(repeated, MetricUnit.Rows)} of {Display.Count(rows)} repeat an earlier key ({Display.Share(share)})";
        return new([new(MetricUnit.Rows, repeated), new(MetricUnit.Share, share)], subject, FailedRows: repeated, Rows: rows);
    }

    private static UniqueCheck? Read(CheckHeader header, FieldValues values)
    {
        if (!values.Has(ColumnsField))
        {
            return CheckFields.TryColumn(header, values, out var column, out var named) ? new(named, [column]) : null;
        }

        if (header.Column is not null || values.Has(CheckFields.Column))
        {
            values.Context.Report(values.PlaceOf(ColumnsField), "'unique' has both 'column' and 'columns'.", "Write a key of several columns under 'checks:', with 'columns' alone.");
            return null;
        }

        var columns = values.Get(ColumnsField)!;
        if (columns.Distinct(StringComparer.Ordinal).Count() < columns.Count)
        {
            values.Context.Report(values.PlaceOf(ColumnsField), "'columns' names a column twice.", "Name each column of the key once.");
            return null;
        }

        return new(columns.Count == 1 ? header with { Column = columns[0] } : header, columns);
    }
}
