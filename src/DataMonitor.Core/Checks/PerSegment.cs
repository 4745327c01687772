using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary><c>per</c>: a check is judged for each of the largest values of a column, and for the rest together.</summary>
/// <param name="Columns">Each on its own, 1 to <see cref="MostColumns"/>.</param>
/// <param name="Largest">How many values of each column stand on their own.</param>
/// <param name="New">A value that the run before did not have.</param>
/// <param name="Vanished">A value that only the run before had.</param>
public sealed record PerSegment(ValueList<string> Columns, int Largest, SegmentNews New, SegmentNews Vanished)
{
    public const int MostColumns = 5;
    public const int UsualLargest = 20;

    private static readonly Field<ValueList<string>> ColumnsField = new("columns", Shapes.ListOf(Shapes.Column), "Columns whose values are judged, each column on its own: [country, plan].", isRequired: true);
    private static readonly Field<int> LargestField = new("largest", Shapes.Whole(1, Segmentation.MostSegments), "How many values are judged on their own, by number of rows: 20 unless you say otherwise; the rest is judged together as (other).");
    private static readonly Field<SegmentNews> NewField = new("new", Shapes.OneOf<SegmentNews>(), "A value that the run before did not have: 'tell' names it (the default), 'ignore' does not, 'warn' and 'fail' judge it.");
    private static readonly Field<SegmentNews> VanishedField = new("vanished", Shapes.OneOf<SegmentNews>(), "A value that only the run before had: 'tell' names it (the default), 'ignore' does not, 'warn' and 'fail' judge it.");

    internal static PerShape Shape { get; } = new(
        new MappingShape<PerSegment>(
            "'per'",
            [ColumnsField, LargestField, NewField, VanishedField],
            values => Of(values.Get(ColumnsField)!, values.Get(LargestField, UsualLargest), values.Get(NewField), values.Get(VanishedField), values.PlaceOf(ColumnsField), values.Context)),
        Shapes.ListOf(Shapes.Column));

    /// <summary>Ends a name: <c>per country, per plan</c>.</summary>
    public string Words => string.Join(", ", Columns.Select(column => $"per {column}"));

    /// <returns>A request for each column.</returns>
    public IEnumerable<AggregateRequest> Part(AggregateRequest request) => Columns.Select(column => Part(request, column));

    public AggregateRequest Part(AggregateRequest request, string column) => request with { Per = new(column, Largest) };

    internal static PerSegment? Of(ValueList<string> columns, int largest, SegmentNews @new, SegmentNews vanished, Place place, ReadContext context)
    {
        if (columns.Count > MostColumns)
        {
            context.Report(place, $"'per' names {columns.Count} columns.", $"Name at most {MostColumns}; each is a grouping of its own.");
            return null;
        }

        if (columns.Distinct(StringComparer.Ordinal).Count() < columns.Count)
        {
            context.Report(place, "'per' names a column twice.", "Name each column once.");
            return null;
        }

        return new(columns, largest, @new, vanished);
    }

    /// <summary>Refuses <c>per</c> on a check that no engine can measure for all segments at once.</summary>
    /// <returns>Whether the check may stand; otherwise the reason was reported.</returns>
    internal static bool Suits(Check check, Place place, ReadContext context)
    {
        if (check.Header.Per is null || (check is { Elsewhere: null, Needs.Count: > 0 } && check.Needs.Concat(check.Wishes).All(need => Segmentation.Admits(need.Aggregate))))
        {
            return true;
        }

        context.Report(place, $"Check '{check.Header.Kind}' cannot be judged per value of a column: {Reason(check)}.", "Leave 'per' out; for single values write a check for each, with 'where'.");
        return false;
    }

    private static string Reason(Check check) => check.Elsewhere is not null
        ? "it compares with another table"
        : check.Needs.Concat(check.Wishes).Select(need => need.Aggregate).FirstOrDefault(aggregate => !Segmentation.Admits(aggregate)) switch
        {
            Quantile => "an exact quantile sorts the rows of each of them",
            Orphans => "it compares with another table",
            OwnQueryRows => "your query chooses its own rows",
            OwnExpression => "the SQL looks at rows beyond those of a group",
            Distinctness => "keys of several columns are counted by a grouping of their own",
            _ => "what it measures is not one figure of some rows",
        };
}

/// <summary>What a value means that came or went since the run before.</summary>
public enum SegmentNews
{
    /// <summary>It is named in the explanation.</summary>
    Tell,

    Ignore,
    Warn,
    Fail,
}
