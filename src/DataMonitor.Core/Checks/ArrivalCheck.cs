using DataMonitor.Core.Calendars;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>Whether data is there by a time of day. Before the deadline, and on days without one, a missing delivery says nothing.</summary>
/// <remarks>
/// There is data when the partition has rows (without a partition: the table), or, where a column is named, when its newest value lies on the day
/// of the occurrence or later. Day and deadline are understood in the zone of the dataset.
/// </remarks>
/// <param name="Days">Days with a deadline.</param>
public sealed record ArrivalCheck(CheckHeader Header, TimeOnly By, DayFilter Days) : Check(Header)
{
    private static readonly Field<TimeOnly> ByField = new("by", Shapes.TimeOfDay, "Time of day at which the data must be there: \"07:00\".", isRequired: true);
    private static readonly Field<string> ColumnField = new("column", Shapes.Column, "A timestamp of loading, looked at in place of the rows of the partition.");

    public static CheckKind Kind { get; } = new(
        "arrival",
        CheckTargets.Dataset,
        Dimension.Timeliness,
        CheckScope.Partition,
        [],
        "Says whether the data is there by a time of day.",
        [ByField, DayFields.Days, DayFields.Except, ColumnField],
        (header, values) => new ArrivalCheck(header with { Column = values.Get(ColumnField) }, values.Get(ByField), DayFields.Filter(values)),
        Shorthand: ByField.Name);

    public override ValueList<AggregateRequest> Needs => [Measured];

    public override Expectation? DefaultExpectation => null;

    private AggregateRequest Measured => Header.Column is null
        ? Request(new RowCount())
        : new(new Newest(Header.Column), Header.Filter, CheckScope.Table);

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var due = TimeZoneInfo.ConvertTime(context.ScheduledAt, context.TimeZone);
        var (isThere, words, values) = Header.Column is { } column
            ? Newest(column, measurements.Instant(Measured), DateOnly.FromDateTime(due.DateTime), context.TimeZone)
            : Rows(measurements.Count(Measured), context);
        if (isThere)
        {
            return new(values, words, Verdict: CheckOutcome.Passed);
        }

        if (!Days.Contains(DateOnly.FromDateTime(due.DateTime)))
        {
            return Observation.None($"{words}, none due on {due.DayOfWeek}, {due:yyyy-MM-dd}");
        }

        return TimeOnly.FromDateTime(due.DateTime) < By
            ? Observation.None($"{words}, due by {By:HH\\:mm}")
            : new(values, $"{words}, due by {By:HH\\:mm}", Verdict: CheckOutcome.Failed);
    }

    private (bool IsThere, string Words, ValueList<Reading> Values) Rows(long rows, ObservationContext context) =>
        (rows > 0, $"{Display.Of(rows, MetricUnit.Rows)} {Extent(context)}", [new(MetricUnit.Rows, rows)]);

    private static (bool IsThere, string Words, ValueList<Reading> Values) Newest(string column, DateTimeOffset? newest, DateOnly day, TimeZoneInfo zone) =>
        newest is not { } instant
            ? (false, $"{column}: no values", [])
            : (instant >= PartitionWindows.StartOf(day, zone), $"{column}: newest value is of {Display.Instant(instant, zone)}", []);
}
