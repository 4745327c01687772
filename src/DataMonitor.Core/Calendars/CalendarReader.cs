using System.Globalization;
using System.Text.Json.Nodes;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Calendars;

/// <summary>Reads a file that begins with <c>calendar:</c>.</summary>
internal static class CalendarReader
{
    public const string Key = "calendar";

    /// <summary>Five years of daily entries.</summary>
    private const int MostDays = 2_000;

    private const string Remedy = "Write a day such as 2026-12-25, or {from: 2026-12-24, to: 2026-12-31}.";

    private static readonly Shape<DateOnly> Day = new ScalarShape<DateOnly>(
        "a day",
        Remedy,
        (string text, out DateOnly value) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value),
        () => new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });

    private static readonly Field<string> Name = new(Key, Shapes.Identifier, "Name of the calendar, for 'days:' and 'except:'.", isRequired: true);
    private static readonly Field<string> Description = new("description", Shapes.Text, "Whose days these are, for people.");
    private static readonly Field<ValueList<DaySpan>> Days = new("days", Shapes.ListOf(new SpanShape()), "Its days: [2026-12-25, {from: 2026-12-24, to: 2026-12-31}].", isRequired: true);

    private static readonly MappingShape<Calendar> Whole = new("a calendar", [Name, Description, Days], Build);

    public static Calendar? Read(DefinitionNode node, ReadContext context) => Whole.TryRead(node, context, out var calendar) ? calendar : null;

    public static JsonObject ToSchema() => Whole.ToSchema();

    private static Calendar? Build(FieldValues values)
    {
        var (name, days) = (values.Get(Name)!, values.Get(Days)!);
        if (DayRuleShape.IsBuiltIn(name))
        {
            values.Context.Report(values.PlaceOf(Name), $"'{name}' means something already and cannot be the name of a calendar.", "Choose another name, such as holidays-de.");
            return null;
        }

        if (days.Count > MostDays)
        {
            values.Context.Report(values.PlaceOf(Days), $"The calendar has {days.Count} items, more than {MostDays}.", "Write neighbouring days as {from: …, to: …}, and take out what is long past.");
            return null;
        }

        return new(name, days);
    }

    private sealed class SpanShape : Shape<DaySpan>
    {
        private static readonly Field<DateOnly> From = new("from", Day, "The first day.", isRequired: true);
        private static readonly Field<DateOnly> To = new("to", Day, "The last day, which belongs to it.", isRequired: true);
        private static readonly MappingShape<Span> Long = new("a span of days", [From, To], values => new(values.Get(From), values.Get(To), values.PlaceOf(To)));

        public override bool TryRead(DefinitionNode node, ReadContext context, out DaySpan value)
        {
            value = default;
            if (node is not MappingNode)
            {
                var isDay = Day.TryRead(node, context, out var day);
                value = new(day, day);
                return isDay;
            }

            if (!Long.TryRead(node, context, out var span))
            {
                return false;
            }

            if (span.Last < span.First)
            {
                context.Report(span.LastPlace, "'to' lies before 'from'.", Remedy);
                return false;
            }

            value = new(span.First, span.Last);
            return true;
        }

        public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray(Day.ToSchema(), Long.ToSchema()) };

        private sealed record Span(DateOnly First, DateOnly Last, Place LastPlace);
    }
}
