using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Writes the statements that answer requests, for every engine alike.</summary>
internal sealed class SqlRenderer(SqlDialect dialect)
{
    /// <remarks>Adding 0 to an extremum or a quantile costs nothing after the scan and refuses text, which would read as a number when it happens to look like one.</remarks>
    /// <returns>One statement with one row; a request takes <see cref="Width"/> cells of it, in order.</returns>
    /// <exception cref="MeasureException">A request cannot be written; see <see cref="ProblemOf"/> for which.</exception>
    public SqlText OneRow(SqlFrame frame, IEnumerable<AggregateRequest> requests)
    {
        var writer = new SqlWriter(dialect, frame);
        var all = requests.ToArray();
        if (all is [var only] && IsWholeStatement(only))
        {
            return WholeStatement(writer, only);
        }

        var cells = all.SelectMany(request => Cells(writer, request)).ToList();
        if (Array.TrueForAll(all, request => request.Aggregate is Quantile))
        {
            return writer.Finish($"SELECT\n  {string.Join(",\n  ", cells)}");
        }

        if (Array.TrueForAll(all, request => request.Aggregate is Quantile or OwnExpression))
        {
            cells.Add("count(*)"); // an aggregate of ours makes the engine refuse an expression that is none
        }

        return writer.Finish($"SELECT\n  {string.Join(",\n  ", cells)}\n{writer.Rows()}");
    }

    /// <summary>Whether a request needs a FROM or WHERE of its own, so that nothing may share its statement.</summary>
    public bool IsWholeStatement(AggregateRequest request) => request.Aggregate switch
    {
        Orphans or OwnQueryRows or TopValues => true,
        OwnExpression => request.Filter is not null || !dialect.RefusesBareColumns,
        Distinctness keys => keys.Columns.Count > 1,
        _ => false,
    };

    /// <returns>Cells of the row that belong to a request.</returns>
    public static int Width(AggregateRequest request) => request.Aggregate switch
    {
        BracketCounts { IsOneValue: true } => 3,
        Distinctness or BracketCounts => 2,
        _ => 1,
    };

    /// <returns>Requests that may share a statement together, the others alone.</returns>
    public IEnumerable<AggregateRequest[]> Groups(IEnumerable<AggregateRequest> requests)
    {
        var byKind = requests.ToLookup(IsWholeStatement);
        return byKind[false].Chunk(Planner.MostRequests).Concat(byKind[true].Select(request => new[] { request }));
    }

    /// <returns>A statement that reads nothing but fails when the frame itself is wrong: no table, no right to read, a bad filter.</returns>
    public SqlText FrameAlone(SqlFrame frame)
    {
        var writer = new SqlWriter(dialect, frame);
        return writer.Finish($"SELECT count(*)\n{writer.Rows()}");
    }

    /// <returns>What keeps a request from being written, found without asking the engine.</returns>
    public MeasureError? ProblemOf(SqlFrame frame, AggregateRequest request)
    {
        try
        {
            if (request.Aggregate is not Core.Planning.Columns)
            {
                OneRow(frame, [request]);
            }

            return null;
        }
        catch (MeasureException e)
        {
            return e.Error;
        }
    }

    /// <returns>A query for the columns, or a description of a query: no rows, its result columns tell.</returns>
    public SqlText Columns(SqlFrame frame)
    {
        if (dialect.ColumnsOf(frame.Relation) is { } columns)
        {
            return columns;
        }

        var writer = new SqlWriter(dialect, frame);
        return writer.Finish($"SELECT *\nFROM {writer.Relation(frame.Relation)}", 0);
    }

    /// <returns>Two values of the column, a little below and above the quantile as a sample has it, and how many sampled rows had a value, for each request.</returns>
    public SqlText SampleBrackets(SqlFrame frame, IReadOnlyList<AggregateRequest> requests, string sample)
    {
        var writer = new SqlWriter(dialect, frame);
        var cells = requests.SelectMany(request =>
        {
            var quantile = (Quantile)request.Aggregate;
            var column = writer.Column(quantile.Column);
            var (low, high) = Bracket.Shares(quantile.Q);
            return new[] { $"count({column})", Percentile(low), Percentile(high) }.Select(cell => Filtered(writer, cell, request.Filter));

            string Percentile(double share) => $"percentile_disc({share.ToString(CultureInfo.InvariantCulture)}) WITHIN GROUP (ORDER BY {column})";
        }).ToArray();
        return writer.Finish($"SELECT\n  {string.Join(",\n  ", cells)}\n{writer.Rows(sample)}");
    }

    /// <returns>One scan that fetches only the rows inside the brackets and takes the wanted rank of each; NULL where a bracket missed.</returns>
    public SqlText InsideBrackets(SqlFrame frame, IReadOnlyList<BracketRank> ranks)
    {
        var writer = new SqlWriter(dialect, frame);
        var conditions = ranks.Select(rank => Inside(rank.Request.Filter, rank.Bracket)).ToArray();
        var columns = ranks.Select((rank, index) => $"CASE WHEN {conditions[index]} THEN {writer.Column(rank.Bracket.Column)} END AS v{index}").ToArray();
        var rows = writer.Rows(null, $"({string.Join("\n    OR ", conditions)})");
        var picks = ranks.Select((rank, index) => $"(SELECT v{index} + 0 FROM w WHERE v{index} IS NOT NULL ORDER BY v{index} LIMIT 1 OFFSET {writer.Bind(rank.Offset)})");
        return writer.Finish($"WITH w AS MATERIALIZED (\n  SELECT {string.Join(",\n    ", columns)}\n  {rows}\n)\nSELECT\n  {string.Join(",\n  ", picks)}");

        string Inside(string? filter, BracketCounts bracket)
        {
            var column = writer.Column(bracket.Column);
            var between = $"{column} BETWEEN {writer.Bind(new SameTypeText(bracket.Low))} AND {writer.Bind(new SameTypeText(bracket.High))}";
            return filter is null ? $"({between})" : $"({between} AND {writer.Own(filter)})";
        }
    }

    /// <returns>The largest value of a column that holds NaN, NaN aside.</returns>
    public SqlText MaximumBesideNaN(SqlFrame frame, AggregateRequest request)
    {
        var writer = new SqlWriter(dialect, frame);
        var column = writer.Column(((Maximum)request.Aggregate).Column);
        var filter = request.Filter is { } condition ? writer.Own(condition) : null;
        return writer.Finish($"SELECT max({column})\n{writer.Rows(null, dialect.IsNotNaN(column), filter)}");
    }

    private static string Filtered(SqlWriter writer, string aggregate, string? filter, string? predicate = null) => (filter, predicate) switch
    {
        (null, null) => aggregate,
        (null, { } rows) => writer.Dialect.Filtered(aggregate, rows),
        ({ } own, null) => writer.Dialect.Filtered(aggregate, writer.Own(own)),
        ({ } own, { } rows) => writer.Dialect.Filtered(aggregate, $"{writer.Own(own)} AND {rows}"),
    };

    private IEnumerable<string> Cells(SqlWriter writer, AggregateRequest request)
    {
        var filter = request.Filter;
        switch (request.Aggregate)
        {
            case RowCount:
                return [Filtered(writer, "count(*)", filter)];
            case MatchCount match:
                return [Filtered(writer, "count(*)", filter, PredicateSql.Of(match.Predicate, writer))];
            case Minimum(var column):
                return [Number("min", column) + " + 0"];
            case Maximum(var column):
                return [Number("max", column) + " + 0"];
            case Sum(var column):
                return [Number("sum", column)];
            case Mean(var column):
                return [Number("avg", column)];
            case StandardDeviation(var column):
                return [Number("stddev_samp", column)];
            case Newest(var column):
                return [dialect.NewestSeconds(writer.Column(column), filter is null ? null : writer.Own(filter))];
            case LongestText(var column):
                return [Filtered(writer, $"max(length({Text(column)}))", filter)];
            case ShortestText(var column):
                return [Filtered(writer, $"min(length({Text(column)}))", filter)];
            case Quantile quantile:
                return [QuantileCell(writer, quantile, filter)];
            case Distinctness { Columns: [var key] }:
                return [Filtered(writer, $"count({writer.Column(key)})", filter), Filtered(writer, $"count(DISTINCT {writer.Column(key)})", filter)];
            case OwnExpression own:
                return [writer.Own(own.Sql)];
            case BracketCounts bracket:
                return BracketCells(writer, bracket, filter);
            default:
                throw new InvalidOperationException($"{request.Aggregate.GetType().Name} shares no statement.");
        }

        string Number(string function, string column) => Filtered(writer, $"{function}({dialect.Number(writer.Column(column))})", filter);

        string Text(string column) => $"CAST({writer.Column(column)} AS text)";
    }

    private static IEnumerable<string> BracketCells(SqlWriter writer, BracketCounts bracket, string? filter)
    {
        var column = writer.Column(bracket.Column);
        yield return Filtered(writer, $"count({column})", filter);
        yield return Filtered(writer, "count(*)", filter, $"{column} < {writer.Bind(new SameTypeText(bracket.Low))}");
        if (bracket.IsOneValue)
        {
            yield return Filtered(writer, "count(*)", filter, $"{column} <= {writer.Bind(new SameTypeText(bracket.High))}");
        }
    }

    /// <summary>The value at rank ⌈n·q⌉ by sorting; the rank is computed in whole numbers, as n·q in floating point may land above it.</summary>
    private static string QuantileCell(SqlWriter writer, Quantile quantile, string? filter)
    {
        var column = writer.Column(quantile.Column);
        var (numerator, denominator) = Bracket.Fraction(quantile.Q);
        var isValue = $"{column} IS NOT NULL";
        var rank = writer.Dialect.DividedBy($"(count(*) * {numerator} - 1)", denominator.ToString(CultureInfo.InvariantCulture));
        var offset = $"(SELECT {rank}\n{Rows()})";
        return $"(SELECT {writer.Dialect.Number(column)} + 0\n{Rows()}\nORDER BY {column} LIMIT 1 OFFSET {offset})";

        string Rows() => writer.Rows(null, filter is null ? null : writer.Own(filter), isValue);
    }

    private SqlText WholeStatement(SqlWriter writer, AggregateRequest request)
    {
        var filter = request.Filter is { } condition ? writer.Own(condition) : null;
        switch (request.Aggregate)
        {
            case Orphans orphans:
                var key = writer.Column(orphans.Column);
                var rows = $"SELECT {key} AS v\n{writer.Rows(null, filter, $"{key} IS NOT NULL")}";
                var reference = orphans.Reference is QueryObject query ? writer.Own(query.Sql) : writer.Relation(orphans.Reference);
                return writer.Finish(
                    $"SELECT count(*)\nFROM (\n{rows}\n) s\nWHERE {writer.Dialect.HasNoMatch("s.v", reference, writer.Column(orphans.ReferenceColumn))}");
            case OwnQueryRows own:
                return writer.Finish($"SELECT count(*)\nFROM {writer.Own(own.Sql)} AS q{(filter is null ? "" : $"\nWHERE {filter}")}");
            case OwnExpression own:
                return writer.Finish($"SELECT {writer.Own(own.Sql)}{(dialect.RefusesBareColumns ? ", count(*)" : "")}\n{writer.Rows(null, filter)}");
            case Distinctness distinct:
                var keys = distinct.Columns.Select(writer.Column).ToArray();
                var groups = $"SELECT count(*) AS n\n{writer.Rows(null, [filter, .. keys.Select(column => $"{column} IS NOT NULL")])}\nGROUP BY {string.Join(", ", keys)}";
                return writer.Finish($"SELECT coalesce(sum(n), 0), count(*)\nFROM (\n{groups}\n) g");
            case TopValues top:
                var groupsByValue = $"SELECT CAST({writer.Column(top.Column)} AS text) AS v, count(*) AS n\n{writer.Rows(null, filter)}\nGROUP BY 1";
                return writer.Finish($"SELECT substr(v, 1, 1000), n\nFROM (\n{groupsByValue}\n) g\nORDER BY n DESC, {writer.Dialect.Ordinal("v")} NULLS FIRST", top.Limit);
            default:
                throw new InvalidOperationException($"{request.Aggregate.GetType().Name} has no statement of its own.");
        }
    }
}
