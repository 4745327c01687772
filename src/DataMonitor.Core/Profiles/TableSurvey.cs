using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>What is known of a table before it is profiled: how much of it there is, what its columns are, and how they looked last time.</summary>
/// <param name="Rows">In the scope of the profile.</param>
/// <param name="Schema">Every column, those too that are not looked at.</param>
/// <param name="Last">The last profile; empty when there is none.</param>
public sealed record TableSurvey(long Rows, ValueList<ColumnSchema> Schema, ValueList<ColumnPlan> Columns, ValueList<ColumnProfile> Last)
{
    /// <summary>Up to so many rows different texts are counted; beyond, the sort or hash table of a count costs more than the figure is worth.</summary>
    public const long MostCounted = 5_000_000;

    /// <summary>The same for what is short and compares quickly: numbers and instants.</summary>
    private const long MostShortCounted = 20_000_000;

    /// <summary>Columns whose samples share a statement.</summary>
    private const int ColumnsInASample = 25;

    /// <param name="isMerged">The profile is one of a partition, to be merged with others.</param>
    public static TableSurvey Of(long rows, ValueList<ColumnSchema> schema, Func<string, bool> isWanted, bool isMerged, ValueList<ColumnProfile> last)
    {
        var before = last.ToDictionary(column => column.Column, StringComparer.Ordinal);
        var columns = schema.Where(column => isWanted(column.Name)).Select(column =>
        {
            var isCounted = rows <= (column.Type is ColumnType.Text or ColumnType.Uuid ? MostCounted : MostShortCounted);
            var edges = before.TryGetValue(column.Name, out var known) && known.Type == column.Type ? known.Histogram?.Edges : null;
            return new ColumnPlan(column.Name, column.Type, isCounted, SketchesKeys: isMerged || !isCounted, edges ?? []);
        });
        return new(rows, schema, columns.ToValueList(), last);
    }

    /// <param name="sample">Rows that a sample should have, or 0 for all.</param>
    /// <returns>Samples that hold every column with something to look at more closely.</returns>
    public IEnumerable<ValueSample> Samples(int top, long sample)
    {
        var every = sample == 0 ? 1 : Math.Max(1, Rows / sample);
        var most = sample == 0 ? Math.Max(Rows, 1) * 2 : Math.Min(Rows, sample * 2) + sample; // rows may come while it runs
        return Columns
            .Select(column => column.Sampled(top))
            .Where(column => column.Top > 0 || column.HasForms || column.Parts > 0)
            .Chunk(ColumnsInASample)
            .Select(chunk => new ValueSample(chunk.ToValueList(), every, most));
    }
}
