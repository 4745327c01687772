using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>What the tests of dbt, dbt_utils, dbt_expectations and elementary demand. A further test costs a line.</summary>
internal static class DbtTests
{
    private const string PerValue = "dbt counts values that repeat or are unknown, Monitor the rows that hold them.";
    private const string NullKeys = "dbt takes two keys with the same NULL for equal, Monitor takes a key with a NULL for none.";
    private const string OwnBaseline = "Write 'expect: \"within 30% of same_weekday(4)\"' at a check such as volume.";

    private static readonly DbtMapped Grouped = DbtMapped.Refused("It judges groups of rows.", "Write the check with 'per:' and the column of the groups.");

    private static readonly DbtMapped Unfit = DbtMapped.Refused(
        "Its arguments are not those of the test, or not such as a check can have.", "Write a check 'rows' with its condition, or 'sql' with its query.");

    private static readonly Dictionary<string, Func<DbtArguments, DbtMapped?>> Known = new(StringComparer.Ordinal)
    {
        ["not_null"] = test => Column(test, "missing"),
        ["unique"] = test => Column(test, "unique") with { CountsOther = PerValue },
        ["accepted_values"] = test => test.Texts("values") is { } values ? Column(test, "values", ("allowed", Nodes.Texts(values))) with { CountsOther = PerValue } : null,
        ["relationships"] = test => test.Text("to") is { } to && test.Text("field") is { } field && test.Names.Reference(to) is { } table ? Column(test, "exists_in", ("in", Nodes.Text(test.Names.Column(table, field)))) : null,

        ["dbt_utils.unique_combination_of_columns"] = test => Key(test, "combination_of_columns"),
        ["dbt_utils.accepted_range"] = AcceptedRange,
        ["dbt_utils.expression_is_true"] = ExpressionIsTrue,
        ["dbt_utils.not_null_proportion"] = NotNullProportion,
        ["dbt_utils.recency"] = test => test.Has("group_by_columns") ? null : Recency(test, test.Text("field")),
        ["dbt_utils.at_least_one"] = test => test.Has("group_by_columns") ? null : Column(test, "missing", ("expect", Nodes.Text("< 100%"))) with { CountsRows = false },
        ["dbt_utils.not_constant"] = test => test.Has("group_by_columns") ? null : Different(test, "> 1"),
        ["dbt_utils.not_empty_string"] = test => Bad(test, column => $"TRIM({column}) = ''"),
        ["dbt_utils.not_accepted_values"] = test => test.Texts("values") is { } values ? Bad(test, column => $"{column} IN ({string.Join(", ", values.Select(ScalarQuery.Text))})") : null,

        ["dbt_expectations.expect_column_values_to_not_be_null"] = test => Column(test, "missing"),
        ["dbt_expectations.expect_column_values_to_be_null"] = test => Bad(test, column => $"{column} IS NOT NULL"),
        ["dbt_expectations.expect_column_values_to_be_unique"] = test => Column(test, "unique") with { CountsOther = PerValue },
        ["dbt_expectations.expect_compound_columns_to_be_unique"] = test => Key(test, "column_list"),
        ["dbt_expectations.expect_column_values_to_be_in_set"] = test => test.Texts("value_set") is { } values ? Column(test, "values", ("allowed", Nodes.Texts(values))) with { CountsOther = PerValue } : null,
        ["dbt_expectations.expect_column_values_to_match_regex"] = test => test.Text("regex") is { } regex && !test.Has("flags") ? Column(test, "invalid", ("regex", Nodes.Text(regex))) : null,
        ["dbt_expectations.expect_column_values_to_be_between"] = test => Limits(test, "min_value", "max_value") is { } range ? Column(test, "invalid", ("min", range.Low), ("max", range.High)) : null,
        ["dbt_expectations.expect_column_value_lengths_to_be_between"] = test => Limits(test, "min_value", "max_value") is { } range ? Column(test, "invalid", ("min_length", range.Low), ("max_length", range.High)) : null,
        ["dbt_expectations.expect_column_value_lengths_to_equal"] = test => test.Number("value") is { } length ? Column(test, "invalid", ("min_length", Nodes.Number(length)), ("max_length", Nodes.Number(length))) : null,
        ["dbt_expectations.expect_column_mean_to_be_between"] = test => Figure(test, "mean"),
        ["dbt_expectations.expect_column_min_to_be_between"] = test => Figure(test, "min"),
        ["dbt_expectations.expect_column_max_to_be_between"] = test => Figure(test, "max"),
        ["dbt_expectations.expect_column_sum_to_be_between"] = test => Figure(test, "sum"),
        ["dbt_expectations.expect_column_stdev_to_be_between"] = test => Figure(test, "stddev"),
        ["dbt_expectations.expect_column_unique_value_count_to_be_between"] = test => Between(test, BoundUnit.Number) is { } expect ? Different(test, expect) : null,
        ["dbt_expectations.expect_table_row_count_to_be_between"] = test => Between(test, BoundUnit.Rows) is { } expect ? Table("volume", ("expect", Nodes.Text(expect))) : null,
        ["dbt_expectations.expect_table_row_count_to_equal"] = test => test.Number("value") is { } rows ? Table("volume", ("expect", Nodes.Text(new Bound(BoundOperator.Equal, rows).ToText(BoundUnit.Rows, out _)!))) : null,
        ["dbt_expectations.expect_column_to_exist"] = test => test.Column is { } column ? Table("schema", ("required", Nodes.Map((column, Nodes.Text("any?"))))) : null,
        ["dbt_expectations.expect_row_values_to_have_recent_data"] = test => Recency(test, test.Column),

        ["elementary.schema_changes"] = _ => Table("schema", ("on_change", Nodes.Text("fail"))),
        ["elementary.volume_anomalies"] = _ => DbtMapped.Refused("elementary learns its limits by itself.", "Write 'volume: {expect: \"within 30% of same_weekday(4)\"}'."),
        ["elementary.freshness_anomalies"] = _ => DbtMapped.Refused("elementary learns its limits by itself.", "Write 'freshness: {column: …, expect: \"<= 26h\"}'."),
        ["elementary.column_anomalies"] = _ => DbtMapped.Refused("elementary learns its limits by itself.", OwnBaseline),
        ["elementary.all_columns_anomalies"] = _ => DbtMapped.Refused("elementary learns its limits by itself.", OwnBaseline),
        ["elementary.dimension_anomalies"] = _ => DbtMapped.Refused("elementary learns its limits by itself.", "Write 'volume: {per: country, expect: \"within 30% of same_weekday(4)\"}'."),
        ["dbt_utils.equal_rowcount"] = test => Compared(test, isFewer: false),
        ["dbt_utils.fewer_rows_than"] = test => Compared(test, isFewer: true),
    };

    public static DbtMapped Map(DbtArguments test) => !Known.TryGetValue(test.Test, out var map)
        ? DbtMapped.Refused($"{Sentences.Quoted(test.Test)} is a test that Monitor does not know.", "Write a check 'rows' with its condition, or 'sql' with its query.")
        : map(test) ?? (test.Has("group_by_columns") || test.Has("group_by") ? Grouped : Unfit);

    private static DbtMapped Column(DbtArguments test, string kind, params IEnumerable<(string, DefinitionNode?)> body) => test.Column is { Length: > 0 } column
        ? new(new(kind, column, body))
        : DbtMapped.Refused("The test stands under no column.", "Write it under a column.");

    private static DbtMapped Table(string kind, params IEnumerable<(string, DefinitionNode?)> body) => new(new(kind, null, body), CountsRows: false);

    private static DbtMapped Bad(DbtArguments test, Func<string, string> condition) => test.Column is { Length: > 0 } column
        ? new(new("rows", null, ("where_bad", Nodes.Text(condition(ScalarQuery.Column(column))))))
        : DbtMapped.Refused("The test stands under no column.", "Write it under a column.");

    private static DbtMapped? Key(DbtArguments test, string key) =>
        test.Texts(key) is { } columns ? new(new("unique", null, ("columns", Nodes.Texts(columns))), How: NullKeys, Instead: "Write 'missing' at the columns that must not be NULL.") : null;

    private static DbtMapped? AcceptedRange(DbtArguments test)
    {
        var isInclusive = !string.Equals(test.Text("inclusive"), "false", StringComparison.OrdinalIgnoreCase);
        var (low, high) = (test.Number("min_value"), test.Number("max_value"));
        if ((low is null && high is null) || (test.Has("min_value") && low is null) || (test.Has("max_value") && high is null))
        {
            return null;
        }

        if (isInclusive)
        {
            return Column(test, "invalid", ("min", low is { } least ? Nodes.Number(least) : null), ("max", high is { } most ? Nodes.Number(most) : null));
        }

        string?[] broken = [low is { } above ? $"{{0}} <= {Text(above)}" : null, high is { } below ? $"{{0}} >= {Text(below)}" : null];
        return Bad(test, column => string.Join(" OR ", broken.OfType<string>().Select(part => part.Replace("{0}", column, StringComparison.Ordinal))));
    }

    private static DbtMapped? ExpressionIsTrue(DbtArguments test) => test.Text("expression") is { } expression
        ? new(new("rows", null, ("where_bad", Nodes.Text(test.Column is { } column ? $"NOT ({ScalarQuery.Column(column)} {expression})" : $"NOT ({expression})"))))
        : null;

    private static DbtMapped? NotNullProportion(DbtArguments test)
    {
        var (least, most) = (test.Number("at_least") ?? 0, test.Number("at_most") ?? 1);
        if (test.Has("group_by_columns") || least is < 0 or > 1 || most < least || most > 1)
        {
            return null;
        }

        var missing = most == 1 ? new Bound(BoundOperator.AtMost, (1 - least) * 100) : new Bound(BoundOperator.Between, (1 - most) * 100, (1 - least) * 100);
        return Column(test, "missing", ("expect", Nodes.Text(missing.ToText(BoundUnit.Percent, out _)!))) with { CountsRows = false };
    }

    private static DbtMapped? Recency(DbtArguments test, string? column) =>
        column is not null && test.Number("interval") is { } interval && test.Text("datepart") is { } part && DbtFreshness.Limit(interval, part) is { } limit && !test.Has("group_by")
            ? new(new("freshness", column, ("expect", Nodes.Text(limit))), CountsRows: false)
            : null;

    private static DbtMapped? Different(DbtArguments test, string expect) => test.Column is { Length: > 0 } column
        ? new(new("distinct", column, ("expect", Nodes.Text(expect))), CountsRows: false)
        : null;

    private static DbtMapped? Figure(DbtArguments test, string kind) =>
        Between(test, BoundUnit.Number) is { } expect && !test.Has("group_by") ? Column(test, kind, ("expect", Nodes.Text(expect))) with { CountsRows = false } : null;

    private static DbtMapped? Compared(DbtArguments test, bool isFewer) =>
        test.Text("compare_model") is { } other && test.Names.Reference(other) is { } table && !test.Has("group_by_columns")
            ? Table("sql", ("query", Nodes.Text(ScalarQuery.CountsDiffer(test.Target, table, isFewer))))
            : null;

    private static string? Between(DbtArguments test, BoundUnit unit)
    {
        var isStrict = string.Equals(test.Text("strictly"), "true", StringComparison.OrdinalIgnoreCase);
        return (test.Number("min_value"), test.Number("max_value")) switch
        {
            ({ } low, { } high) when !isStrict => new Bound(BoundOperator.Between, low, high).ToText(unit, out _),
            ({ } low, null) when !test.Has("max_value") => new Bound(isStrict ? BoundOperator.Greater : BoundOperator.AtLeast, low).ToText(unit, out _),
            (null, { } high) when !test.Has("min_value") => new Bound(isStrict ? BoundOperator.Less : BoundOperator.AtMost, high).ToText(unit, out _),
            _ => null,
        };
    }

    private static (ScalarNode? Low, ScalarNode? High)? Limits(DbtArguments test, string least, string most)
    {
        var (low, high) = (test.Number(least), test.Number(most));
        var isStrict = string.Equals(test.Text("strictly"), "true", StringComparison.OrdinalIgnoreCase);
        return isStrict || (low is null && high is null) || (test.Has(least) && low is null) || (test.Has(most) && high is null)
            ? null
            : (low is { } first ? Nodes.Number(first) : null, high is { } second ? Nodes.Number(second) : null);
    }

    private static string Text(decimal number) => Nodes.Number(number).Text;
}

/// <summary>What a test became.</summary>
/// <param name="Check"><see langword="null"/> when nothing did; then <paramref name="How"/> is the reason.</param>
/// <param name="CountsRows">It is judged by a count of bad rows, so that thresholds of dbt may take the place of none.</param>
/// <param name="How">What always differs, a sentence.</param>
/// <param name="CountsOther">What differs where a threshold is set, a sentence.</param>
internal sealed record DbtMapped(DraftCheck? Check, bool CountsRows = true, string? How = null, string? Instead = null, string? CountsOther = null)
{
    public static DbtMapped Refused(string why, string instead) => new(null, How: why, Instead: instead);
}
