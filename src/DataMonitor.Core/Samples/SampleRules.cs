using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Samples;

/// <summary>What may be kept of rows that fail a check; a dataset without such rules keeps nothing.</summary>
/// <param name="Rows">Rows of one check, 1 to 100.</param>
/// <param name="Keys">Columns that find a row, kept as they are; at least one.</param>
/// <param name="Columns">Further columns whose values may be kept as they are; all others are hashed.</param>
/// <param name="Retention">How long, at least an hour.</param>
public sealed record SampleRules(int Rows, ValueList<string> Keys, ValueList<string> Columns, TimeSpan Retention)
{
    private static readonly Field<int> RowsField = new("rows", Shapes.Whole(1, 100), "Rows kept of each check, at most 100; 20 when left out.");
    private static readonly Field<ValueList<string>> KeysField = new("keys", Shapes.ListOf(Shapes.Column), "Columns that find a row, kept as they are: [customer_id].", isRequired: true);
    private static readonly Field<ValueList<string>> ColumnsField = new("columns", Shapes.ListOf(Shapes.Column), "Columns whose values may be kept as they are; the values of all others are hashed.");
    private static readonly Field<TimeSpan> RetentionField = new("retention", Shapes.Duration(TimeSpan.FromHours(1), TimeSpan.FromDays(365)), "How long they are kept: 7d, which is the default.");

    public static Shape<SampleRules> Shape { get; } = new MappingShape<SampleRules>(
        "the samples block",
        [RowsField, KeysField, ColumnsField, RetentionField],
        values => new(values.Get(RowsField, 20), values.Get(KeysField)!, values.Get(ColumnsField, []), values.Get(RetentionField, TimeSpan.FromDays(7))));
}
