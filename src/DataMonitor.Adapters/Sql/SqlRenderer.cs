using System.Globalization;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>Writes the statements that answer requests, for every engine alike.</summary>
internal sealed class SqlRenderer(SqlDialect dialect)
{
    /// <summary>
    /// So many requests with one filter are worth a scan of their own. Processor time of PostgreSQL 15 for ten filters on a text, a scan for each as a share of one for all, rows in memory:
    /// 2.4 with one plain aggregate a filter, 1.4 with three, 0.97 with six, 0.55 with ten. Ten leaves room for rows that are read from a disk.
    /// </summary>
    private const int MostRepeated = 10;

    /// <remarks>Adding 0 to an extremum or a quantile costs nothing after the scan and refuses text, which would read as a number when it happens to look like one.</remarks>
    /// <returns>One statement with one row, or one for each group of the frame (see <see cref="SegmentSql.Grouped"/>); a request takes <see cref="Width"/> cells of it, in order.</returns>
    /// <exception cref="MeasureException">A request cannot be written; see <see cref="ProblemOf"/> for which.</exception>
    public SqlText OneRow(SqlFrame frame, IEnumerable<AggregateRequest> requests)
    {
        var writer = new SqlWriter(dialect, frame);
        var all = requests.ToArray();
        if (frame.Groups is { } groups)
        {
            return new SegmentSql(dialect, this).Grouped(frame, groups, all);
        }

        if (all is [var only] && IsWholeStatement(only))
        {
            return WholeStatement(writer, only);
        }

        if (CommonFilter(all) is { } common)
        {
            var plain = all.SelectMany(request => Cells(writer, request with { Filter = null })).ToArray();
            return writer.Finish($"SELECT\n  {string.Join(",\n  ", plain)}\n{writer.Rows(null, writer.Own(common))}");
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

    /// <summary>Whether different rows can only be counted when their columns are known.</summary>
    public bool NeedsColumns => dialect.Lexicon.HasCollatedRows;

    /// <summary>Whether a request needs a FROM or WHERE of its own, so that nothing may share its statement.</summary>
    public bool IsWholeStatement(AggregateRequest request) => request.Aggregate switch
    {
        Orphans or OwnQueryRows or TopValues or KeyMinima or HistogramCounts or ValueSample or DistinctRows or OutOfOrder or Correlation or RowChecksums or RowHashes or RowSample => true,
        OwnExpression => request.Filter is not null || !dialect.Lexicon.RefusesBareColumns,
        Distinctness keys => keys.Columns.Count > 1,
        _ => false,
    };

    /// <returns>Cells of the row that belong to a request.</returns>
    public static int Width(AggregateRequest request) => request.Aggregate switch
    {
        BracketCounts { IsOneValue: true } or Correlation => 3,
        Distinctness or DistinctRows or BracketCounts => 2,
        _ => 1,
    };

    /// <returns>Requests that may share a statement together, as many as fit into one of this engine; the others alone.</returns>
    public IEnumerable<AggregateRequest[]> Groups(SqlFrame frame, IEnumerable<AggregateRequest> requests)
    {
        var byKind = requests.ToLookup(request => frame.Groups is null ? IsWholeStatement(request) : SegmentSql.StandsAlone(request));
        var byFilter = byKind[false].GroupBy(request => request.Filter, StringComparer.Ordinal).ToLookup(group => frame.Groups is null && CommonFilter([.. group]) is not null);
        return Fitting(frame, [.. byFilter[false].SelectMany(group => group)])
            .Concat(byFilter[true].SelectMany(group => Fitting(frame, [.. group])))
            .Concat(byKind[true].Select(request => new[] { request }));
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
    public SqlText Columns(SqlFrame frame, SqlCatalog catalog)
    {
        if (catalog.ColumnsOf(frame.Relation) is { } columns)
        {
            return columns;
        }

        var writer = new SqlWriter(dialect, frame);
        return writer.Finish($"SELECT *\nFROM {writer.Relation(frame.Relation)}", 0);
    }

    /// <returns>For each request how many sampled rows had a value, and for each width of a bracket two values of the column, a little below and above the quantile as a sample has it.</returns>
    public SqlText SampleBrackets(SqlFrame frame, IReadOnlyList<AggregateRequest> requests, string sample)
    {
        var writer = new SqlWriter(dialect, frame);
        var cells = requests.SelectMany(request =>
        {
            var quantile = (Quantile)request.Aggregate;
            var column = writer.Column(quantile.Column);
            var value = request.Filter is { } condition ? AggregateSql.Case(column, writer.Own(condition)) : column;
            return Enumerable.Range(0, Bracket.Widths)
                .Select(width => Bracket.Shares(quantile.Q, width))
                .SelectMany(ends => new[] { Percentile(ends.Low), Percentile(ends.High) })
                .Prepend($"count({value})");

            string Percentile(double share) => $"percentile_disc({share.ToString(CultureInfo.InvariantCulture)}) WITHIN GROUP (ORDER BY {value})";
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
        return writer.Finish($"SELECT max({column})\n{writer.Rows(null, PredicateSql.IsNotNaN(column, dialect), filter)}");
    }

    /// <returns>The filter that so many requests have in common that a scan of its rows alone costs less than the filter once for each request and row.</returns>
    private static string? CommonFilter(AggregateRequest[] requests) =>
        requests.Length >= MostRepeated && requests[0].Filter is { } first && Array.TrueForAll(requests, request => request.Filter == first && request.Aggregate is not Quantile)
            ? first
            : null;

    private IEnumerable<AggregateRequest[]> Fitting(SqlFrame frame, AggregateRequest[] requests)
    {
        if (requests.Length < 2)
        {
            return requests.Length == 0 ? [] : [requests];
        }

        SqlText? whole = null;
        try
        {
            whole = OneRow(frame, requests);
        }
        catch (MeasureException)
        {
            // one cannot be written, which is told when it is asked for; the columns alone decide
        }

        var parts = dialect.Lexicon.Limits.Needed(requests.Sum(Width), whole?.Parameters.Length ?? 0, whole?.Sql.Length ?? 0);
        return parts == 1 ? [requests] : requests.Chunk((requests.Length + parts - 1) / parts).SelectMany(chunk => Fitting(frame, chunk));
    }

    private static string Aggregated(SqlWriter writer, SqlAggregate function, string argument, string? filter, string? predicate = null)
    {
        var own = filter is null ? null : writer.Own(filter);
        return writer.Dialect.Aggregate(function, argument, own is null ? predicate : predicate is null ? own : $"{own} AND {predicate}");
    }

    /// <returns>What stands in SELECT for a request that shares a statement.</returns>
    public IEnumerable<string> Cells(SqlWriter writer, AggregateRequest request)
    {
        var filter = request.Filter;
        switch (request.Aggregate)
        {
            case RowCount:
                return [Aggregated(writer, SqlAggregate.Count, "*", filter)];
            case MatchCount match:
                var predicate = PredicateSql.Of(match.Predicate, writer);
                return [Aggregated(writer, SqlAggregate.Count, "*", filter, predicate)];
            case Minimum(var column):
                return [Number(SqlAggregate.Minimum, column) + " + 0"];
            case Maximum(var column):
                return [Number(SqlAggregate.Maximum, column) + " + 0"];
            case Sum(var column):
                return [Number(SqlAggregate.Sum, column)];
            case Mean(var column):
                return [Number(SqlAggregate.Average, column)];
            case StandardDeviation(var column):
                return [Number(SqlAggregate.Deviation, column)];
            case Newest(var column):
                return [dialect.Seconds(Aggregated(writer, SqlAggregate.Maximum, dialect.Instant(writer.Column(column)), filter))];
            case Oldest(var column):
                return [dialect.Seconds(Aggregated(writer, SqlAggregate.Minimum, dialect.Instant(writer.Column(column)), filter))];
            case MeanLength(var column):
                return [Aggregated(writer, SqlAggregate.Average, Length(column), filter)];
            case LongestDelay(var column, var since):
                return [Aggregated(writer, SqlAggregate.Maximum, $"{Seconds(column)} - {Seconds(since)}", filter)];
            case LongestText(var column):
                return [Aggregated(writer, SqlAggregate.Maximum, Length(column), filter)];
            case ShortestText(var column):
                return [Aggregated(writer, SqlAggregate.Minimum, Length(column), filter)];
            case Quantile quantile:
                return [QuantileCell(writer, quantile, filter)];
            case Distinctness { Columns: [var key] }:
                return [Aggregated(writer, SqlAggregate.Count, writer.Column(key), filter), Aggregated(writer, SqlAggregate.CountDistinct, writer.Column(key), filter)];
            case OwnExpression own:
                return [writer.Own(own.Sql)];
            case BracketCounts bracket:
                return BracketCells(writer, bracket, filter);
            default:
                throw new InvalidOperationException($"{request.Aggregate.GetType().Name} shares no statement.");
        }

        string Number(SqlAggregate function, string column) => Aggregated(writer, function, dialect.Number(writer.Column(column)), filter);

        string Seconds(string column) => dialect.Seconds(dialect.Instant(writer.Column(column)));

        string Length(string column) => dialect.Length(dialect.Text(writer.Column(column)));
    }

    private static IEnumerable<string> BracketCells(SqlWriter writer, BracketCounts bracket, string? filter)
    {
        var column = writer.Column(bracket.Column);
        yield return Aggregated(writer, SqlAggregate.Count, column, filter);
        yield return Aggregated(writer, SqlAggregate.Count, "*", filter, $"{column} < {writer.Bind(new SameTypeText(bracket.Low))}");
        if (bracket.IsOneValue)
        {
            yield return Aggregated(writer, SqlAggregate.Count, "*", filter, $"{column} <= {writer.Bind(new SameTypeText(bracket.High))}");
        }
    }

    private static string QuantileCell(SqlWriter writer, Quantile quantile, string? filter)
    {
        var column = writer.Column(quantile.Column);
        var (numerator, denominator) = Bracket.Fraction(quantile.Q);
        return writer.Dialect.Quantile(column, () => writer.Rows(null, filter is null ? null : writer.Own(filter), $"{column} IS NOT NULL"), numerator, denominator);
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
                return writer.Finish($"SELECT {writer.Own(own.Sql)}{(dialect.Lexicon.RefusesBareColumns ? ", count(*)" : "")}\n{writer.Rows(null, filter)}");
            case Distinctness distinct:
                var columns = distinct.Columns.Select(writer.Column).ToArray();
                var groups = $"SELECT count(*) AS n\n{writer.Rows(null, [filter, .. columns.Select(column => $"{column} IS NOT NULL")])}\nGROUP BY {string.Join(", ", columns.Select(dialect.Key))}";
                return writer.Finish($"SELECT coalesce(sum(n), 0), count(*)\nFROM (\n{groups}\n) g");
            case DistinctRows:
                var all = writer.Rows(null, filter);
                var again = writer.Rows(null, request.Filter is { } same ? writer.Own(same) : null);
                var different = writer.Frame.KeyColumns.Count == 0
                    ? $"SELECT DISTINCT *\n{again}"
                    : $"SELECT 1\n{again}\nGROUP BY {string.Join(", ", writer.Frame.KeyColumns.Select(each => dialect.Key(writer.Column(each))))}";
                return writer.Finish($"SELECT (SELECT count(*)\n{all}), count(*)\nFROM (\n{different}\n) d");
            case OutOfOrder order:
                return writer.Finish(Broken(writer, order, filter));
            case Correlation correlation:
                return writer.Finish(Products(writer, correlation, request.Filter));
            case TopValues top:
                var value = dialect.Text(writer.Column(top.Column));
                var groupsByValue = $"SELECT {value} AS v, count(*) AS n\n{writer.Rows(null, filter)}\nGROUP BY {value}";
                return writer.Finish(
                    $"SELECT {dialect.Lexicon.Substring}(v, 1, 1000), n\nFROM (\n{groupsByValue}\n) g\nORDER BY n DESC, CASE WHEN v IS NULL THEN 0 ELSE 1 END, {dialect.Ordinal("v")}",
                    top.Limit,
                    isOrdered: true);
            case KeyMinima keys:
                return ProfileSql.Sketch(writer, keys, filter);
            case HistogramCounts histogram:
                return ProfileSql.Histogram(writer, histogram, filter);
            case ValueSample sample:
                return ProfileSql.Sample(writer, sample, filter);
            case RowChecksums sums:
                return writer.Finish(CanonicalSql.Sums(writer, sums.Rows, sums.Split, filter));
            case RowSample sample:
                return SampleSql.Write(writer, sample, filter);
            case RowHashes hashes:
                return writer.Finish(CanonicalSql.Hashed(writer, hashes.Rows, hashes.Split, filter));
            default:
                throw new InvalidOperationException($"{request.Aggregate.GetType().Name} has no statement of its own.");
        }
    }

    private static string Broken(SqlWriter writer, OutOfOrder order, string? filter)
    {
        var (column, by) = (writer.Column(order.Column), writer.Column(order.By));
        var (comparison, direction) = order.Order switch
        {
            RunningOrder.Increasing => ("<", ""),
            RunningOrder.StrictlyIncreasing => ("<=", ""),
            RunningOrder.Decreasing => (">", " DESC"),
            _ => (">=", " DESC"),
        };
        var value = writer.Dialect.Number(column);
        var rows = writer.Rows(null, filter, $"{column} IS NOT NULL", $"{by} IS NOT NULL");

        // Not lag: ClickHouse gives 0 for the row before the first where the column is not nullable, and knows lag only of late.
        return $"SELECT count(*)\nFROM (\nSELECT {value} AS v, max({value}) OVER (ORDER BY {by}, {value}{direction} ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING) AS p\n{rows}\n) w\nWHERE v {comparison} p";
    }

    /// <summary>Sums of products around the means, in two passes: one pass would lose all digits of numbers far from 0.</summary>
    private static string Products(SqlWriter writer, Correlation correlation, string? filter)
    {
        var dialect = writer.Dialect;
        var means = $"SELECT {Mean("x")} AS x, {Mean("y")} AS y\nFROM (\n{Both()}\n) a";
        return $"SELECT {Sum("x", "y")}, {Sum("x", "x")}, {Sum("y", "y")}\nFROM (\n{Both()}\n) b CROSS JOIN (\n{means}\n) m";

        string Both()
        {
            var (x, y) = (writer.Column(correlation.Column), writer.Column(correlation.Other));
            var rows = writer.Rows(null, filter is null ? null : writer.Own(filter), $"{x} IS NOT NULL", $"{y} IS NOT NULL");
            return $"SELECT {dialect.Number(x)} AS x, {dialect.Number(y)} AS y\n{rows}";
        }

        string Mean(string name) => dialect.Aggregate(SqlAggregate.Average, name, null);

        string Sum(string left, string right) => dialect.Aggregate(SqlAggregate.Sum, $"(b.{left} - m.{left}) * (b.{right} - m.{right})", null);
    }
}
