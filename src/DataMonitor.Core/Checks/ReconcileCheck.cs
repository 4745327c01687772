using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Checks;

/// <summary>Compares a dataset with an object of any source: figures, and with a key row by row, by checksums. Both sides are measured at the same time over the same partition.</summary>
/// <remarks>The judged share is the largest distance between two figures, and the share of rows that differ; the judged count is that of the rows.</remarks>
/// <param name="Names">Columns that are called otherwise there.</param>
/// <param name="WhereThere">Filter of the other side.</param>
/// <param name="Key">Empty when only figures are compared.</param>
public sealed record ReconcileCheck(
    CheckHeader Header,
    OtherSide Side,
    ValueList<ComparedFigure> Figures,
    ValueList<ColumnPair> Names,
    string? WhereThere,
    ValueList<ColumnPair> Key,
    ValueList<ColumnPair> Columns,
    int Decimals,
    Tolerance Tolerance) : Check(Header)
{
    private const int UsualDecimals = 6;
    private const int MostNamed = 3;

    private static readonly Field<string> With = new("with", Shapes.Text, "The other side, source and object, in any source: lake/exports/churn_scores.parquet, or a dataset that is defined.", isRequired: true);
    private static readonly Field<ValueList<ComparedFigure>> Metrics = new("metrics", Shapes.ListOf(new ComparedFigureShape()), "Figures that both sides must agree on: [volume, sum(score), min(score), max(score), mean(score), missing(email), distinct(id)]; volume when left out.");
    private static readonly Field<ValueList<ColumnPair>> KeyField = new("key", new ColumnPairsShape(), "Columns that find a row on both sides, to compare rows by checksums: [customer_id], or {customer_id: id} where it is called otherwise there.");
    private static readonly Field<ValueList<ColumnPair>> ColumnsField = new("columns", new ColumnPairsShape(), "Columns that must agree row by row: [score, label]; a mapping {score: churn_score} names them there, in 'metrics' too.");
    private static readonly Field<string> WhereThereField = new("where_there", Shapes.Text, "SQL condition on the rows of the other side, in place of 'where'.");
    private static readonly Field<string> PartitionThere = new("partition_column_there", Shapes.Column, "Column that places a row in a partition there, when it is named otherwise.");
    private static readonly Field<int> DecimalsField = new("decimals", Shapes.Whole(0, 12), "Decimals that numbers are rounded to before rows are compared; 6 when left out.");
    private static readonly Field<double> Absolute = new("absolute", Shapes.NumberIn(0, double.MaxValue), "Figures this far apart count as equal: 0.01.");
    private static readonly Field<double> Relative = new("relative", Shapes.Share, "Figures this far apart, as a share of the other side, count as equal: 0.1%.");
    private static readonly Field<Bounds> ToleranceField = new(
        "tolerance",
        new MappingShape<Bounds>("the tolerance", [Absolute, Relative], values => new(new(values.Get(Absolute), values.Get(Relative)))),
        "How far apart figures may lie and count as equal: {absolute: 0.01, relative: 0.1%}, whichever is kinder.");

    public static CheckKind Kind { get; } = new(
        "reconcile",
        CheckTargets.Dataset,
        Dimension.Consistency,
        CheckScope.Partition,
        [MetricUnit.Share, MetricUnit.Rows],
        "Compares the dataset with a table or files of any source: figures, and with a key also rows, by checksums that leave the rows where they are.",
        [With, Metrics, KeyField, ColumnsField, WhereThereField, PartitionThere, DecimalsField, ToleranceField],
        Read,
        Shorthand: With.Name,
        IsDistance: true);

    public override ValueList<AggregateRequest> Needs =>
    [
        .. Figures.Select(Here),
        .. Key.Count == 0 ? Enumerable.Empty<AggregateRequest>() : [RowsHere, RowPairing.Schema],
    ];

    public override Elsewhere Elsewhere => new(
        Side,
        [
            .. Figures.Select(There),
            .. Key.Count == 0 ? Enumerable.Empty<AggregateRequest>() : [RowsThere, RowPairing.Schema],
        ],
        Key.Count == 0 ? null : new(Key, Columns, Decimals, RowsHere, RowsThere));

    public override Expectation DefaultExpectation { get; } = new(null, new Comparison(ComparisonOperator.Equal, new(0, MetricUnit.Share)));

    private AggregateRequest RowsHere => Request(new RowCount());

    private AggregateRequest RowsThere => RowsHere with { Filter = WhereThere };

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var there = context.Elsewhere!;
        var figures = Figures.Select(figure => Distance.Of(figure, measurements[Here(figure)], there.Measurements[There(figure)], Tolerance)).ToArray();
        var apart = figures.Where(figure => figure.Share > 0).OrderByDescending(figure => figure.Share).ToArray();
        var share = Math.Max(figures.Max(figure => figure.Share), there.Rows is { Rows: > 0 } rows ? Math.Min(1, (double)rows.Total / rows.Rows) : 0);
        var count = there.Rows?.Total ?? figures.Where(figure => figure.Figure.Column is null).Sum(figure => figure.Here is { } left && figure.There is { } right ? Math.Abs(left - right) : 0);
        var isCounted = Header.Expect is { } expect && (expect.Fail ?? expect.Warn)!.Unit() == MetricUnit.Rows;
        return new(
            [new(MetricUnit.Share, share), new(MetricUnit.Rows, count)],
            $"{Side.Name}: {string.Join("; ", Words(figures, apart, there.Rows))}; measured {Clock(context.Now)} here, {Clock(there.MeasuredAt)} there",
            FailedRows: there.Rows?.Total,
            Rows: there.Rows?.Rows,
            Verdict: isCounted && Array.Exists(apart, figure => figure.Figure.Column is not null) ? CheckOutcome.Failed : null);
    }

    private AggregateRequest Here(ComparedFigure figure) => Request(figure.On(column => column));

    private AggregateRequest There(ComparedFigure figure) =>
        RowsThere with { Aggregate = figure.On(column => Names.FirstOrDefault(pair => pair.Here == column)?.There ?? column) };

    private static IEnumerable<string> Words(Distance[] all, Distance[] apart, RowDifferences? rows)
    {
        foreach (var figure in apart.Take(MostNamed))
        {
            yield return $"{figure.Figure} is {Value(figure.Here)} here and {Value(figure.There)} there ({Display.Share(figure.Share)} apart)";
        }

        if (apart.Length > MostNamed)
        {
            yield return $"{Display.Count(apart.Length - MostNamed)} more figures are apart";
        }

        if (apart.Length == 0)
        {
            yield return all is [var only] ? $"{only.Figure} agrees ({Value(only.Here)})" : $"all {Display.Count(all.Length)} figures agree";
        }

        if (rows is not null)
        {
            yield return Words(rows);
        }
    }

    private static string Words(RowDifferences rows)
    {
        if (rows.Total == 0)
        {
            return $"all {Display.Of(rows.Rows, MetricUnit.Rows)} agree";
        }

        var ranges = $"in {Display.Count(rows.GuiltyBuckets)} of {Display.Count(rows.Buckets)} ranges of the key's hash";
        var kinds = $"{Display.Count(rows.MissingHere)} missing here, {Display.Count(rows.MissingThere)} missing there, {Display.Count(rows.Changed)} with other values";
        return rows.IsExact
            ? $"{Display.Count(rows.Total)} of {Display.Of(rows.Rows, MetricUnit.Rows)} differ {ranges} ({kinds})"
            : $"about {Display.Count(rows.Total)} of {Display.Of(rows.Rows, MetricUnit.Rows)} differ {ranges} (of those looked into {kinds})";
    }

    private static string Value(double? figure) => figure is { } number ? Display.Number(number) : "no value";

    private static string Clock(DateTimeOffset instant) => instant.UtcDateTime.ToString("HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static ReconcileCheck? Read(CheckHeader header, FieldValues values)
    {
        var name = values.Get(With)!;
        if (DatasetParts.ObjectOf(name, null, values.PlaceOf(With), values.Context) is not { } target)
        {
            return null;
        }

        var (key, columns) = (values.Get(KeyField, []), values.Get(ColumnsField, []));
        if (key.Count == 0 && values.Has(DecimalsField))
        {
            values.Context.Report(values.PlaceOf(DecimalsField), "'decimals' is for comparing rows, but there is no 'key'.", "Add 'key', or use 'tolerance' for figures.");
            return null;
        }

        if (key.Count == 0 && columns.Count > 0 && columns.All(pair => pair.Here == pair.There))
        {
            values.Context.Report(values.PlaceOf(ColumnsField), "'columns' are compared row by row, but there is no 'key'.", "Add the columns that find a row, such as key: [id].");
            return null;
        }

        var compared = columns.Where(column => key.All(part => part.Here != column.Here)).ToValueList();
        return new(
            header,
            new(name, name.Split('/', 2)[0], target, null, values.Get(PartitionThere)),
            values.Get(Metrics, [new(ComparedFigure.Volume, null)]).Distinct().ToValueList(),
            [.. key, .. compared],
            values.Get(WhereThereField) ?? header.Filter,
            key,
            key.Count == 0 ? [] : compared,
            values.Get(DecimalsField, UsualDecimals),
            values.Get(ToleranceField)?.Value ?? default);
    }

    /// <summary>A figure of both sides.</summary>
    /// <param name="Share">How far apart, 0 when it is tolerated.</param>
    private readonly record struct Distance(ComparedFigure Figure, double? Here, double? There, double Share)
    {
        public static Distance Of(ComparedFigure figure, AggregateValue here, AggregateValue there, Tolerance tolerance)
        {
            var (left, right) = (Number(here), Number(there));
            return new(figure, left, right, (tolerance with { Relative = Math.Max(tolerance.Relative, figure.Rounding) }).Deviation(left, right));
        }

        private static double? Number(AggregateValue value) => value is DistinctValue keys ? keys.Distinct : ((NumberValue)value).Number;
    }

    private sealed record Bounds(Tolerance Value);
}
