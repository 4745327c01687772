using DataMonitor.Core.Calendars;

namespace DataMonitor.Core.Definitions;

/// <summary>The <c>schedule</c> block of a dataset.</summary>
internal static class ScheduleReader
{
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    private static readonly Field<string> Cron = new("cron", Shapes.Cron, "Five fields, understood in 'timezone': \"15 6 * * *\" is 06:15 every day.");
    private static readonly Field<TimeSpan> Every = new("every", Shapes.Duration(TimeSpan.FromSeconds(1), LongestSpan), "A fixed distance in place of 'cron': 15m.");
    private static readonly Field<string> TimeZone = new("timezone", Shapes.TimeZone, "IANA name such as Europe/Berlin, for the schedule, partitions and deadlines; UTC when left out.");
    private static readonly Field<ValueList<string>> After = new("after", Shapes.ListOf(Shapes.Text), "Datasets that must have run first: [warehouse/crm.customers].");
    private static readonly Field<CatchUp> MissedRuns = new("catch_up", Shapes.OneOf<CatchUp>(), "What happens to occurrences that nobody ran: run the 'latest' (the default), run 'all', or 'skip' them.");
    private static readonly Field<TimeSpan> Lateness = new("lateness", Shapes.Duration(TimeSpan.FromSeconds(1), LongestSpan), "An occurrence that could not start within this time is missed; 1h when left out.");
    private static readonly Field<TimeSpan> Patience = new("patience", Shapes.Duration(TimeSpan.Zero, LongestSpan), "How long to wait for the datasets in 'after' before running anyway; 1h when left out.");

    private static readonly MappingShape<Schedule> Whole = new("a schedule", [Cron, Every, DayFields.Days, DayFields.Except, TimeZone, After, MissedRuns, Lateness, Patience], Build);

    public static Shape<Schedule> Shape => Whole;

    public static string AfterKey => After.Name;

    private static Schedule? Build(FieldValues values)
    {
        if (values.Has(Cron) && values.Has(Every))
        {
            values.Context.Report(values.PlaceOf(Every), "A schedule has both 'cron' and 'every'.", "Keep one of the two.");
            return null;
        }

        if (!values.Has(Cron) && !values.Has(Every) && !values.Has(After))
        {
            values.Context.Report(values.Place, "A schedule says neither 'cron' nor 'every' nor 'after'.", "Add one, such as cron: \"15 6 * * *\" or every: 15m.");
            return null;
        }

        return new(
            values.Get(Cron),
            values.Has(Every) ? values.Get(Every) : null,
            values.Get(TimeZone, "UTC"),
            values.Get(After, []),
            values.Get(MissedRuns, CatchUp.Latest),
            values.Get(Lateness, TimeSpan.FromHours(1)),
            values.Get(Patience, TimeSpan.FromHours(1)))
        {
            Days = DayFields.Filter(values),
        };
    }
}
