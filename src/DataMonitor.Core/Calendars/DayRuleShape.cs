using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Calendars;

/// <summary>A day of the week, a named day such as <c>month_end</c>, <c>business_days(CALENDAR)</c>, or a calendar.</summary>
internal sealed partial class DayRuleShape : Shape<DayRule>
{
    private const string Remedy = "Write mon to sun, weekdays, weekend, business_days, month_start, month_end, quarter_end, year_end or the name of a calendar.";

    private static readonly Dictionary<string, DayRule> BuiltIn = new(
        Enum.GetValues<DayOfWeek>().Select(day => KeyValuePair.Create<string, DayRule>(day.ToString()[..3].ToLowerInvariant(), new WeekdayRule(day)))
            .Concat(WordShape<NamedDay>.Words.Select(word => KeyValuePair.Create<string, DayRule>(word.Key, new NamedDayRule(word.Value)))),
        StringComparer.Ordinal);

    public static Shape<ValueList<DayRule>> List { get; } = Shapes.ListOf(new DayRuleShape());

    public static bool IsBuiltIn(string name) => BuiltIn.ContainsKey(name);

    public override bool TryRead(DefinitionNode node, ReadContext context, [MaybeNullWhen(false)] out DayRule value)
    {
        value = null;
        if (!Scalars.TryText(node, "a day or a calendar", Remedy, context, out var text))
        {
            return false;
        }

        if (BuiltIn.TryGetValue(text, out value))
        {
            return true;
        }

        var holidays = Less().Match(text);
        var name = holidays.Success ? holidays.Groups["calendar"].Value : text;
        var (calendars, isWhole) = context.Calendars;
        if (calendars.TryGetValue(name, out var calendar))
        {
            value = calendar is null ? null : holidays.Success ? new BusinessDayRule(calendar) : new CalendarRule(calendar);
        }
        else if (isWhole)
        {
            var known = holidays.Success ? calendars.Keys : BuiltIn.Keys.Concat(calendars.Keys);
            context.Report(
                node.Place,
                $"{Scalars.Subject(context)}: there is no {(holidays.Success ? "calendar" : "day or calendar")} {Sentences.Quoted(name)}.",
                known.Any() ? Sentences.Suggest(name, known.Order(StringComparer.Ordinal)) : "Put a file into the folder that begins with 'calendar:' and this name.");
        }

        return value is not null;
    }

    public override JsonObject ToSchema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. BuiltIn.Keys.Select(word => JsonValue.Create(word))]) },
            Shapes.Text.ToSchema()),
    };

    [GeneratedRegex(@"^business_days\((?<calendar>[^()]+)\)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Less();
}

/// <summary>The keys <c>days</c> and <c>except</c>, wherever they stand.</summary>
internal static class DayFields
{
    public static Field<ValueList<DayRule>> Days { get; } = new("days", DayRuleShape.List, "Days on which it holds: [mon, tue], business_days, month_end, or a calendar; every day when left out.");

    public static Field<ValueList<DayRule>> Except { get; } = new("except", DayRuleShape.List, "Days on which it does not: weekend, or a calendar such as holidays-de.");

    public static DayFilter Filter(FieldValues values) => new(values.Get(Days, []), values.Get(Except, []));
}
