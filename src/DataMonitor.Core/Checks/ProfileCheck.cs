using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Checks;

/// <summary>Looks at one column, some, or all without judging them, and says what became different since the last run.</summary>
/// <remarks>The most frequent values are kept only where the owner asks for them, since they are values of rows; no explanation or message ever holds them.</remarks>
/// <param name="Column">The only column, or <see langword="null"/> for <paramref name="Columns"/>.</param>
/// <param name="Columns">Columns of a profile of the table; all when empty.</param>
/// <param name="Top">How many of the most frequent values are kept; 0 for none.</param>
/// <param name="SampleRows">Rows that are looked at more closely; 0 for all.</param>
public sealed record ProfileCheck(CheckHeader Header, string? Column, ValueList<string> Columns, int Top, long SampleRows) : Check(Header)
{
    public const int DefaultSample = 20_000;

    private const int MostChangesTold = 5;

    private static readonly Field<int> TopField = new("top", Shapes.Whole(1, Frequencies.Most), "Keep so many of the most frequent values; they leave the source. None unless asked for.");
    private static readonly Field<ValueList<string>> ColumnsField = new("columns", Shapes.ListOf(Shapes.Column), "Only these columns; every column of the table when left out.");
    private static readonly Field<int> SampleField = new("sample", Shapes.Whole(1_000, 10_000_000), "Rows that are looked at for frequent values, shapes and formats; 20000 when left out. Everything else is measured of all rows.");

    public static CheckKind Kind { get; } = new(
        "profile",
        CheckTargets.Dataset | CheckTargets.Column,
        Dimension.Accuracy,
        CheckScope.Partition,
        [],
        "Records what a column, or every column of the table, looks like: missing, empty and different values, extrema, mean, spread, median, histogram, lengths, shapes and formats.",
        [CheckFields.Column, ColumnsField, TopField, SampleField],
        Read,
        Shorthand: null);

    /// <summary>What the source said about the table; <see langword="null"/> until it was asked.</summary>
    public TableSurvey? Survey { get; init; }

    public override ValueList<AggregateRequest> Needs => (Survey, Column) switch
    {
        (null, null) => [Request(new Columns()), Rows],
        (null, { } column) => [Rows, Missing(column)],
        _ => [Rows],
    };

    public override ValueList<AggregateRequest> Wishes => Survey is null
        ? Column is null ? [] : Unsurveyed(Column).Wishes.Select(Request).ToValueList()
        : Survey.Columns.SelectMany(column => column.Wishes.Select(Request).Prepend(Missing(column.Column)))
            .Concat(Survey.Samples(Top, SampleRows).Select(Request))
            .ToValueList();

    public override Expectation? DefaultExpectation => null;

    /// <summary>What must be known before the profile can be planned.</summary>
    public ValueList<AggregateRequest> SurveyNeeds => [Request(new Columns()), Rows];

    private AggregateRequest Rows => Request(new RowCount());

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var rows = measurements.Count(Rows);
        if (rows == 0)
        {
            return Observation.None($"{Column ?? "profile"}: no rows {Extent(context)}");
        }

        var profiles = Profiles(measurements);
        if (profiles.Count == 0)
        {
            return new([], $"profile: {Display.Of(rows, MetricUnit.Rows)}, no column to look at", Rows: rows);
        }

        var changes = ProfileChanges.Between(Survey?.Last.Where(last => Column is null || last.Column == Column).ToValueList() ?? [], profiles);
        var changed = changes.Count == 0 ? "" : $"; changed: {string.Join(", ", changes.Take(MostChangesTold))}{(changes.Count > MostChangesTold ? $" and {changes.Count - MostChangesTold} more" : "")}";
        return new([], (Column is null ? Whole(rows, profiles) : One(profiles[0])) + changed, Rows: rows);
    }

    public override ValueList<ColumnProfile> Profiles(Measurements measurements)
    {
        var rows = measurements.Count(Rows);
        var columns = Survey?.Columns ?? (Column is null ? [] : [Unsurveyed(Column)]);
        var samples = Survey?.Samples(Top, SampleRows)
            .Select(sample => (Asked: sample.Columns, Answer: measurements.Find(Request(sample)) as SampleValue))
            .Where(sample => sample.Answer is not null)
            .SelectMany(sample => sample.Asked.Zip(sample.Answer!.Columns, (asked, answer) => (asked.Column, Answer: answer, sample.Answer.Rows)))
            .ToDictionary(sample => sample.Column, StringComparer.Ordinal) ?? [];
        return columns
            .Where(column => measurements.NumberIfMeasured(Missing(column.Column)) is not null)
            .Select(column =>
            {
                var sample = samples.GetValueOrDefault(column.Column);
                return column.Read(rows, measurements.Count(Missing(column.Column)), aggregate => measurements.Find(Request(aggregate)), sample.Answer, sample.Rows);
            })
            .ToValueList();
    }

    /// <returns>Histograms of columns whose edges the sample has just told.</returns>
    public ValueList<AggregateRequest> HistogramNeeds(Measurements measurements) => Survey is null ? [] : Survey.Samples(Top, SampleRows)
        .SelectMany(sample => measurements.Find(Request(sample)) is SampleValue answer ? sample.Columns.Zip(answer.Columns) : [])
        .Select(pair => (pair.First.Column, Edges: HistogramEdges.Of(pair.Second.Largest, Survey.Columns.First(column => column.Column == pair.First.Column).Type == ColumnType.Integer)))
        .Where(column => column.Edges.Count > 0)
        .Select(column => Request(new HistogramCounts(column.Column, column.Edges)))
        .ToValueList();

    private static ProfileCheck? Read(CheckHeader header, FieldValues values)
    {
        var columns = values.Get(ColumnsField, []);
        var column = header.Column ?? values.Get(CheckFields.Column);
        if (column is not null && columns.Count > 0)
        {
            values.Context.Report(values.PlaceOf(ColumnsField), "'columns' stands in a profile of one column.", "Leave 'columns' out, or write the profile under 'checks:' without 'column'.");
            return null;
        }

        var named = header;
        return column is not null && !CheckFields.TryColumn(header, values, out column, out named)
            ? null
            : new(named, column, columns, values.Get(TopField), values.Get(SampleField, DefaultSample));
    }

    private static ColumnPlan Unsurveyed(string column) => new(column, Type: null, CountsKeys: true, SketchesKeys: false, []);

    private static string Whole(long rows, ValueList<ColumnProfile> profiles)
    {
        var personal = profiles.Count(profile => profile.Personal is not null);
        var suspicion = personal == 0 ? "" : $", {personal} of them may hold personal data";
        return $"profile: {Display.Of(rows, MetricUnit.Rows)}, {profiles.Count} {(profiles.Count == 1 ? "column" : "columns")}{suspicion}";
    }

    private static string One(ColumnProfile profile)
    {
        var different = profile.Distinct is { } count ? $", {(profile.DistinctError is null ? "" : "about ")}{Display.Count(count)} different" : "";
        var numbers = profile is { Minimum: { } low, Maximum: { } high, Mean: { } mean }
            ? $", from {Display.Number(low)} to {Display.Number(high)}, mean {Display.Number(mean)}"
            : "";
        var meaning = profile.Semantic is { } semantic ? $", {Display.Share(semantic.Share)} look like {semantic.Format}" : "";
        return $"{profile.Column}: {Display.Of(profile.Rows, MetricUnit.Rows)}, {Display.Share(profile.NullShare)} missing{different}{numbers}{meaning}";
    }

    private AggregateRequest Missing(string column) => Request(new MatchCount(new IsMissing(column)));
}
