using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Checks;

/// <summary>Rows that a query of the owner returns are bad. No rows are good.</summary>
public sealed record SqlCheck(CheckHeader Header, string Query) : Check(Header)
{
    private static readonly Field<string> QueryField = new("query", Shapes.Text, "One SELECT that returns the bad rows; they are counted at the source.", isRequired: true);

    public static CheckKind Kind { get; } = new(
        "sql",
        CheckTargets.Dataset,
        Dimension.Consistency,
        CheckScope.Table,
        [MetricUnit.Rows],
        "Counts the rows that your query returns.",
        [QueryField],
        Read,
        Shorthand: QueryField.Name);

    public override ValueList<AggregateRequest> Needs => [Bad];

    public override BadRows? Offenders => new ReturnedRows(Query);

    public override Expectation DefaultExpectation => NoBadRows;

    private AggregateRequest Bad => Request(new OwnQueryRows(Query));

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var bad = measurements.Count(Bad);
        return new([new(MetricUnit.Rows, bad)], $"{Header.Name}: {Display.Of(bad, MetricUnit.Rows)} returned", FailedRows: bad);
    }

    private static SqlCheck? Read(CheckHeader header, FieldValues values)
    {
        if (header.Filter is null)
        {
            return new(header with { Scope = CheckScope.Table }, values.Get(QueryField)!);
        }

        values.Context.Report(values.Place, "Check 'sql' takes no 'where'.", "Write the condition into the query.");
        return null;
    }
}
