using System.Globalization;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Writes the statements that measure figures by the values of a column.</summary>
internal sealed class SegmentSql(SqlDialect dialect, SqlRenderer renderer)
{
    /// <returns>The largest values and their rows: at most <see cref="Segmentation.Largest"/>.</returns>
    /// <remarks>Values are told apart by their bytes, whatever the column's collation takes for equal.</remarks>
    /// <exception cref="MeasureException">The name of the column cannot be spelled.</exception>
    public SqlText Largest(SqlFrame frame, SegmentGroups groups)
    {
        var writer = new SqlWriter(dialect, frame);
        var values = $"SELECT {Key(writer, groups)} AS v, count(*) AS n\n{Rows(writer, groups)}\nGROUP BY {Key(writer, groups)}";
        return writer.Finish(
            string.Create(CultureInfo.InvariantCulture, $"SELECT v, n\nFROM (\n{values}\n) g\nWHERE v IS NULL OR {dialect.Length("v")} <= {Segmentation.LongestValue}\nORDER BY n DESC, CASE WHEN v IS NULL THEN 0 ELSE 1 END, {dialect.Ordinal("v")}"),
            groups.Per.Largest,
            isOrdered: true);
    }

    /// <returns>A row for each group that has rows: its number, its rows, then the cells of the requests, <see cref="SqlRenderer.Width"/> each.</returns>
    public SqlText Grouped(SqlFrame frame, SegmentGroups groups, IEnumerable<AggregateRequest> requests)
    {
        var writer = new SqlWriter(dialect, frame);
        var group = Group(writer, groups);
        var cells = requests.SelectMany(request => renderer.Cells(writer, request with { Filter = null })).ToArray();
        return Finished(writer, groups, $"SELECT\n  {string.Join(",\n  ", [group, "count(*)", .. cells])}\n{Rows(writer, groups)}");
    }

    /// <returns>The number of each group and the largest value in it, NaN aside; groups of nothing else are left out.</returns>
    public SqlText MaximumBesideNaN(SqlFrame frame, SegmentGroups groups, AggregateRequest request)
    {
        var writer = new SqlWriter(dialect, frame);
        var column = writer.Column(((Maximum)request.Aggregate).Column);
        return Finished(writer, groups, $"SELECT\n  {Group(writer, groups)},\n  max({column})\n{Rows(writer, groups, PredicateSql.IsNotNaN(column, dialect))}");
    }

    /// <returns>A statement that an engine refuses exactly when the owner's expression is an aggregate: for engines that take the value of any row of a group.</returns>
    public SqlText Nested(SqlFrame frame, SegmentGroups groups, OwnExpression own)
    {
        var writer = new SqlWriter(dialect, frame);
        return writer.Finish($"SELECT max({writer.Own(own.Sql)})\n{Rows(writer, groups)}");
    }

    /// <summary>Plain figures share a statement; what is slow or the owner's own stands alone.</summary>
    public static bool StandsAlone(AggregateRequest request) => Planner.ClassOf(request.Aggregate) != StatementClass.Shared;

    private static SqlText Finished(SqlWriter writer, SegmentGroups groups, string sql) =>
        writer.Finish(groups.Values.IsEmpty ? sql : $"{sql}\nGROUP BY 1");

    private string Key(SqlWriter writer, SegmentGroups groups) => dialect.Ordinal(dialect.Text(writer.Column(groups.Per.Column)));

    /// <summary>The place of the row's value among the largest; their number for all others.</summary>
    private string Group(SqlWriter writer, SegmentGroups groups)
    {
        var others = Number(groups.Values.Length);
        var cases = groups.Values.Select((value, index) => (value, index)).Where(each => each.value is not null)
            .Select(each => $"WHEN {writer.Bind(each.value!)} THEN {Number(each.index)}").ToArray();
        var known = cases.Length == 0 ? others : $"CASE {Key(writer, groups)} {string.Join(' ', cases)} ELSE {others} END";
        var missing = groups.Values.IndexOf(null);
        return missing < 0 ? known : $"CASE WHEN {writer.Column(groups.Per.Column)} IS NULL THEN {Number(missing)} ELSE {known} END";

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Rows(SqlWriter writer, SegmentGroups groups, string? condition = null) =>
        writer.Rows(null, groups.Filter is { } filter ? writer.Own(filter) : null, condition);
}
