using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Planning;

/// <summary>About every n-th row, scattered but the same each time, looked at more closely than all rows could be. Gives a <see cref="SampleValue"/>.</summary>
/// <param name="Columns">At least one.</param>
/// <param name="Every">Of so many rows one is read, on average; 1 for all.</param>
/// <param name="MostRows">Never more than so many.</param>
public sealed record ValueSample(ValueList<SampledColumn> Columns, long Every, long MostRows) : Aggregate;

/// <param name="Top">How many of the most frequent values; 0 for none.</param>
/// <param name="HasForms">Whether shapes and named formats of the texts are counted.</param>
/// <param name="Parts">Into how many equal parts the sorted numbers are cut; 0 for none.</param>
public sealed record SampledColumn(string Column, int Top, bool HasForms, int Parts);

/// <param name="Rows">Rows that were read.</param>
/// <param name="Columns">As asked for.</param>
public sealed record SampleValue(long Rows, ValueList<ColumnSample> Columns) : AggregateValue;

/// <param name="Top">The most frequent values.</param>
/// <param name="Shapes">The most frequent shapes; <see langword="null"/> where the engine cannot make them.</param>
/// <param name="Formats">Values by named format; those of none under <see langword="null"/>.</param>
/// <param name="Largest">The largest number of each part, ascending.</param>
public sealed record ColumnSample(ValueList<TopValue> Top, ValueList<TopValue>? Shapes, ValueList<TopValue> Formats, ValueList<double> Largest)
{
    public static ColumnSample Empty { get; } = new([], null, [], []);
}
