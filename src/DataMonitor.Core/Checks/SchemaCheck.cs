using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Checks;

/// <summary>Which columns there are, and of what type. A missing, mistyped or forbidden column fails; what extra and changed columns do is the owner's choice.</summary>
/// <remarks>Whether a column is nullable is judged only where the source declares it. Changes are those since the last run that read the columns; at the first run there are none.</remarks>
/// <param name="Forbidden">Names without regard to case; <c>*</c> stands for any letters.</param>
public sealed record SchemaCheck(
    CheckHeader Header,
    ValueList<Named<RequiredType>> Required,
    ValueList<string> Forbidden,
    SchemaReaction Extra,
    SchemaReaction OnChange) : Check(Header)
{
    private const int MostTold = 5;

    private static readonly Field<ValueList<Named<RequiredType>>> RequiredField =
        new("required", Shapes.MapOf("a type", RequiredType.Shape), "Columns that must be there, with their types: {customer_id: integer, label: \"integer?\"}.");

    private static readonly Field<ValueList<string>> ForbiddenField =
        new("forbidden", Shapes.ListOf(Shapes.Column), "Columns that must not be there, * for any letters: [ssn, \"pii_*\"].");

    private static readonly Field<SchemaReaction> ExtraField =
        new("extra", Shapes.OneOf<SchemaReaction>(), "What a column that is not required does: ignore (unless stated), warn or fail.");

    private static readonly Field<SchemaReaction> OnChangeField =
        new("on_change", Shapes.OneOf<SchemaReaction>(), "What a column added, removed, moved or retyped since the last run does: ignore (unless stated), warn or fail.");

    public static CheckKind Kind { get; } = new(
        "schema",
        CheckTargets.Dataset,
        Dimension.Schema,
        CheckScope.Table,
        [],
        "Says which columns the dataset must have, and must not have.",
        [RequiredField, ForbiddenField, ExtraField, OnChangeField],
        Read,
        Shorthand: null);

    public override ValueList<AggregateRequest> Needs => [Seen];

    public override Expectation? DefaultExpectation => null;

    private static AggregateRequest Seen { get; } = new(new Columns(), null, CheckScope.Table);

    public override Observation Observe(Measurements measurements, ObservationContext context)
    {
        var columns = measurements.Schema(Seen);
        var failures = Required.Select(required => ProblemOf(required, columns)).OfType<string>()
            .Concat(columns.Where(IsForbidden).Select(column => $"'{column.Name}' is forbidden"))
            .ToList();
        var warnings = new List<string>();
        Add(Extra, columns.Where(column => !IsForbidden(column) && Required.All(required => required.Name != column.Name)).Select(column => $"'{column.Name}' is extra"));
        Add(OnChange, context.PreviousSchema is { } before ? Changes(before, columns) : []);

        string[] problems = [.. failures, .. warnings];
        var verdict = (failures.Count, warnings.Count) switch
        {
            (0, 0) => CheckOutcome.Passed,
            (0, _) => CheckOutcome.Warned,
            _ => CheckOutcome.Failed,
        };
        var told = string.Join("; ", problems.Take(MostTold)) + (problems.Length > MostTold ? $"; and {problems.Length - MostTold} more" : "");
        return new(
            [new(MetricUnit.Number, problems.Length)],
            problems.Length == 0 ? $"schema: {Display.Count(columns.Count)} {(columns.Count == 1 ? "column" : "columns")} as expected" : $"schema: {told}",
            Verdict: verdict);

        void Add(SchemaReaction reaction, IEnumerable<string> found)
        {
            if (reaction != SchemaReaction.Ignore)
            {
                (reaction == SchemaReaction.Fail ? failures : warnings).AddRange(found);
            }
        }
    }

    private static string? ProblemOf(Named<RequiredType> required, ValueList<ColumnSchema> columns)
    {
        if (columns.FirstOrDefault(column => column.Name == required.Name) is not { } column)
        {
            return $"'{required.Name}' is missing";
        }

        if (!required.Value.Admits(column.Type))
        {
            return $"'{column.Name}' is {column.NativeType}, {required.Value.Name} expected";
        }

        return column.IsNullable == true && !required.Value.IsNullable
            ? $"'{column.Name}' may be NULL, {required.Value.Name} expected (\"{required.Value.Name}?\" would allow it)"
            : null;
    }

    private bool IsForbidden(ColumnSchema column) => Forbidden.Any(pattern => Regex.IsMatch(
        column.Name,
        $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking,
        TimeSpan.FromSeconds(1)));

    private static IEnumerable<string> Changes(ValueList<ColumnSchema> before, ValueList<ColumnSchema> now)
    {
        var old = before.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var current = now.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (var column in now.Where(column => !old.ContainsKey(column.Name)))
        {
            yield return $"'{column.Name}' was added";
        }

        foreach (var column in before.Where(column => !current.ContainsKey(column.Name)))
        {
            yield return $"'{column.Name}' was removed";
        }

        foreach (var column in now.Where(column => old.TryGetValue(column.Name, out var was) && was.NativeType != column.NativeType))
        {
            yield return $"'{column.Name}' changed from {old[column.Name].NativeType} to {column.NativeType}";
        }

        foreach (var column in now.Where(column => old.TryGetValue(column.Name, out var was) && was.IsNullable != column.IsNullable && column.IsNullable is not null))
        {
            yield return $"'{column.Name}' {(column.IsNullable == true ? "may now be NULL" : "may no longer be NULL")}";
        }

        var common = now.Where(column => old.ContainsKey(column.Name)).Select(column => column.Name);
        if (!common.SequenceEqual(before.Where(column => current.ContainsKey(column.Name)).Select(column => column.Name), StringComparer.Ordinal))
        {
            yield return "the columns were reordered";
        }
    }

    private static SchemaCheck? Read(CheckHeader header, FieldValues values)
    {
        var required = values.Get(RequiredField, []);
        if (values.Get(ExtraField) != SchemaReaction.Ignore && required.Count == 0)
        {
            values.Context.Report(values.PlaceOf(ExtraField), "'extra' without 'required' would find every column extra.", "List the known columns under 'required'.");
            return null;
        }

        if (required.Count == 0 && !values.Has(ForbiddenField) && values.Get(OnChangeField) == SchemaReaction.Ignore)
        {
            values.Context.Report(values.Place, "Check 'schema' has no rule.", "Write 'required', 'forbidden' or 'on_change'.");
            return null;
        }

        if (header.Filter is not null)
        {
            values.Context.Report(values.Place, "Check 'schema' takes no 'where': it looks at columns, not at rows.", "Leave 'where' out.");
            return null;
        }

        return new(header, required, values.Get(ForbiddenField, []), values.Get(ExtraField), values.Get(OnChangeField));
    }
}

public enum SchemaReaction
{
    Ignore,
    Warn,
    Fail,
}
