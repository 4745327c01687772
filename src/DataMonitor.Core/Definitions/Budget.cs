namespace DataMonitor.Core.Definitions;

/// <summary>The most that measuring may cost on one day (UTC); <see langword="null"/> where there is no bound.</summary>
/// <param name="Rows">Rows that the engine reads.</param>
/// <param name="Bytes">Bytes that the engine reads.</param>
/// <param name="Time">Time that statements take, all added up.</param>
public sealed record Budget(long? Rows, long? Bytes, TimeSpan? Time)
{
    public static Budget None { get; } = new(null, null, null);

    public bool IsNone => this == None;
}

/// <summary>The keys of a budget, the same for a dataset and for a source.</summary>
internal static class BudgetFields
{
    private static readonly Field<double> Rows = new("rows_per_day", Shapes.NumberIn(1, 1e15), "Rows that may be read in a day (UTC): 1000000000.");
    private static readonly Field<long> Bytes = new("bytes_per_day", Shapes.Size, "Bytes that may be read in a day (UTC): 50GB.");
    private static readonly Field<TimeSpan> Time = new("time_per_day", Shapes.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(10)), "Time that statements may take in a day (UTC), all added up: 1h.");

    public static Field[] All { get; } = [Rows, Bytes, Time];

    public static Budget Of(FieldValues values) => new(
        values.Has(Rows) ? (long)values.Get(Rows) : null,
        values.Has(Bytes) ? values.Get(Bytes) : null,
        values.Has(Time) ? values.Get(Time) : null);
}
