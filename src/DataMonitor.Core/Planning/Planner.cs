using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Planning;

/// <summary>Arranges everything that a dataset's checks need into the fewest statements that do not slow each other down.</summary>
public static partial class Planner
{
    /// <summary>Parts of the rows whose keys one statement counts, each in memory of its own.</summary>
    private const int MostParts = 10;

    /// <param name="scheduledAt">Decides which partition is measured.</param>
    /// <param name="now">Bound to <c>${now}</c>.</param>
    public static ScanPlan Plan(Dataset dataset, IEnumerable<Check> checks, DateTimeOffset scheduledAt, DateTimeOffset now)
    {
        var window = dataset.Partition is null
            ? null
            : PartitionWindows.Closed(dataset.Partition, TimeZoneInfo.FindSystemTimeZoneById(dataset.TimeZone), scheduledAt);
        return Arrange(new(dataset, window, now, []), checks.SelectMany(RequestsOf));
    }

    /// <param name="empty">A plan without statements.</param>
    /// <returns>The plan with statements for all requests.</returns>
    public static ScanPlan Arrange(ScanPlan empty, IEnumerable<AggregateRequest> requests)
    {
        var statements = requests
            .Select(empty.Resolve)
            .Distinct()
            .GroupBy(request => (Class: ClassOf(request), request.Scope, request.Per, Filter: request.Per is null ? null : request.Filter))
            .OrderBy(group => Order(group.Key.Class))
            .ThenBy(group => group.Key.Scope)
            .SelectMany(group => Statements(group.Key.Class, group.Key.Scope, [.. group]));
        return empty with { Statements = [.. statements] };
    }

    /// <returns>Where a request belongs.</returns>
    public static StatementClass ClassOf(AggregateRequest request) => request.Per is null ? ClassOf(request.Aggregate) : StatementClass.Segments;

    /// <returns>Where a figure of all rows together belongs.</returns>
    public static StatementClass ClassOf(Aggregate aggregate) => aggregate switch
    {
        Columns => StatementClass.Catalog,
        Quantile => StatementClass.Quantiles,
        Distinctness or DistinctRows => StatementClass.Distinct,
        MatchCount match when LooksAtCheckDigits(match.Predicate) => StatementClass.Alone, // ten times the cost of a regular expression: others must not wait for it
        OutOfOrder or Correlation => StatementClass.Alone,
        Orphans => StatementClass.Orphans,
        TopValues or ValueSample or HistogramCounts => StatementClass.Frequencies,
        KeyMinima => StatementClass.Distinct,
        OwnQueryRows or RowSample => StatementClass.Own,
        RowChecksums or RowHashes => StatementClass.Checksums,
        OwnExpression own when NotParallel().IsMatch(own.Sql) => StatementClass.Own,
        _ => StatementClass.Shared,
    };

    /// <summary>Shared first, as it takes the longest; the catalog before everything that needs a second connection.</summary>
    private static int Order(StatementClass kind) => kind switch
    {
        StatementClass.Shared => 0,
        StatementClass.Catalog => 1,
        _ => 1 + (int)kind,
    };

    private static IEnumerable<AggregateRequest> RequestsOf(Check check)
    {
        var requests = check.Needs.Concat(check.Wishes);
        return check.Header.Per is { } per ? requests.SelectMany(per.Part) : requests;
    }

    private static IEnumerable<ScanStatement> Statements(StatementClass kind, CheckScope scope, ImmutableArray<AggregateRequest> requests) => kind switch
    {
        StatementClass.Shared or StatementClass.Quantiles or StatementClass.Catalog or StatementClass.Segments => [new(kind, scope, requests)],
        StatementClass.Distinct => requests.GroupBy(PartsOf).SelectMany(group => group.Chunk(MostParts)).Select(parts => new ScanStatement(kind, scope, [.. parts])),
        _ => requests.Select(request => new ScanStatement(kind, scope, [request])),
    };

    /// <returns>Equal for counts of one key over parts of the rows: one scan for all costs less than half of one for each.</returns>
    private static object PartsOf(AggregateRequest request) => request is { Aggregate: Distinctness { Columns.Count: 1 } key, Filter: not null } ? key : request;

    private static bool LooksAtCheckDigits(RowPredicate predicate) => predicate switch
    {
        HasCheckDigits => true,
        Not not => LooksAtCheckDigits(not.Predicate),
        AllOf all => all.Predicates.Any(LooksAtCheckDigits),
        AnyOf any => any.Predicates.Any(LooksAtCheckDigits),
        _ => false,
    };

    /// <summary>What ends the parallel execution of a shared statement, or scans again: better alone when in doubt.</summary>
    [GeneratedRegex(
        @"\b(distinct|within\s+group|over|select|percentile\w*|median|mode|quantile\w*|array_agg|string_agg|listagg|group_concat|json\w*agg\w*|approx\w*)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotParallel();
}
