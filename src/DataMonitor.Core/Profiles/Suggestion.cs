using System.Globalization;
using System.Text;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>Checks that follow from a profile, as a file that its owner reads, mends and keeps. What a sample suggested is counted on every row first.</summary>
public static class Suggestion
{
    private static readonly TimeSpan LeastAge = TimeSpan.FromHours(26);

    /// <summary>A date has no time of day, so that its age is up to a day larger than it seems.</summary>
    private static readonly TimeSpan LeastAgeOfDate = TimeSpan.FromHours(50);

    private static readonly TimeSpan AtRest = TimeSpan.FromDays(30);

    /// <param name="profile">As it was asked, with its scope and filter.</param>
    /// <returns>The text of a definition that is valid, and that passes on the data it was made from.</returns>
    /// <exception cref="SourceException">The source did not answer.</exception>
    public static async Task<string> WriteAsync(
        IMetricSource source, Dataset dataset, ProfileCheck profile, TableProfile seen, ValueList<ColumnSchema> schema, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var columns = seen.Columns.Where(column => !column.Column.Contains("${", StringComparison.Ordinal)).ToArray();
        var needs = columns.SelectMany(Needs).Select(aggregate => new AggregateRequest(aggregate, profile.Header.Filter, profile.Header.Scope)).Distinct().ToValueList();
        var counted = needs.Count == 0 ? Measurements.None : await Profiler.AskAsync(source, dataset, profile.Header, needs, now, cancellationToken);
        var suggested = columns
            .Select(column => (Profile: column, Checks: new SuggestedColumn(column, Evidence(column)).Checks().ToArray()))
            .ToArray();
        var text = new StringBuilder();
        Head(text, dataset, seen, now);
        Schema(text, schema.Where(column => !column.Name.Contains("${", StringComparison.Ordinal)));
        Table(text, seen, now);
        if (Array.Exists(suggested, column => column.Checks.Length > 0))
        {
            text.Append("columns:\n");
        }

        foreach (var (column, checks) in suggested.Where(column => column.Checks.Length > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Yaml.Quoted(column.Column)}:\n");
            if (column.Personal is { } personal)
            {
                text.Append(CultureInfo.InvariantCulture, $"    # may hold personal data ({personal.Kind}): {personal.Reason}\n");
            }

            foreach (var (comment, check) in checks)
            {
                text.Append(CultureInfo.InvariantCulture, $"    # {comment}\n    - {check}\n");
            }
        }

        return text.ToString();

        ColumnEvidence Evidence(ColumnProfile column) => new(
            (Answer(new Distinctness([column.Column])) as DistinctValue)?.Distinct ?? (column.DistinctError is null ? column.Distinct : null),
            Count(new IsOneOf(column.Column, SuggestedColumn.ClosedSet(column))),
            column.Semantic is { } semantic ? Count(Format(semantic).Of(column.Column)) : null);

        long? Count(RowPredicate predicate) => Answer(new MatchCount(predicate)) is NumberValue { Number: { } number } ? (long)number : null;

        AggregateValue? Answer(Aggregate aggregate) => counted.Find(new(aggregate, profile.Header.Filter, profile.Header.Scope));
    }

    private static IEnumerable<Aggregate> Needs(ColumnProfile column)
    {
        if (column.DistinctError is not null && SuggestedColumn.MayBeUnique(column))
        {
            yield return new Distinctness([column.Column]);
        }

        if (SuggestedColumn.ClosedSet(column) is { Count: > 0 } set)
        {
            yield return new MatchCount(new IsOneOf(column.Column, set));
        }

        if (column.Semantic is { } semantic)
        {
            yield return new MatchCount(Format(semantic).Of(column.Column));
        }
    }

    private static NamedFormat Format(FormatShare semantic) => SemanticTypes.Tried.First(format => format.Name == semantic.Format);

    private static void Head(StringBuilder text, Dataset dataset, TableProfile seen, DateTimeOffset now)
    {
        var personal = seen.Columns.Where(column => column.Personal is not null).Select(column => column.Column).ToArray();
        text.Append(CultureInfo.InvariantCulture, $"# Suggested from {Display.Of(seen.Rows, MetricUnit.Rows)}, measured {now.UtcDateTime:yyyy-MM-dd HH:mm}Z.\n");
        text.Append("# Above each check stands what was observed and how its threshold follows: mend what you know better.\n");
        text.Append(CultureInfo.InvariantCulture, $"dataset: {Yaml.Quoted(dataset.Name)}\n");
        if (dataset.Object is QueryObject query)
        {
            text.Append(CultureInfo.InvariantCulture, $"query: {Yaml.Quoted(query.Sql)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"owner: {dataset.Owner} # the team that is told\n");
        if (personal.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"tags: [pii] # may hold personal data: {Yaml.Comment(string.Join(", ", personal))}\n");
        }

        if (dataset.Filter is { } filter)
        {
            text.Append(CultureInfo.InvariantCulture, $"where: {Yaml.Quoted(filter)}\n");
        }

        text.Append("# schedule: {every: 1d} # without it only on demand\n");
    }

    private static void Schema(StringBuilder text, IEnumerable<ColumnSchema> schema)
    {
        var lines = schema.Select(column =>
            $"    {Yaml.Quoted(column.Name)}: {(column.Type == ColumnType.Other ? "any" : column.Type.ToString().ToLowerInvariant())}{(column.IsNullable == true ? "?" : "")}\n").ToArray();
        if (lines.Length > 0)
        {
            text.Append("# the columns and types that were seen; '?' where the source declares that NULL is fine\nschema:\n  required:\n");
            text.AppendJoin("", lines);
        }
    }

    private static void Table(StringBuilder text, TableProfile seen, DateTimeOffset now)
    {
        text.Append("checks:\n");
        text.Append(CultureInfo.InvariantCulture, $"  # {Display.Of(seen.Rows, MetricUnit.Rows)}; fewer than half of them is taken as a loss\n  - volume: {{expect: \">= {seen.Rows / 2} rows\"}}\n");
        var newest = seen.Columns.Where(column => column.Newest is { } at && at <= now.AddDays(1)).MaxBy(column => column.Newest);
        if (newest is { Newest: { } instant })
        {
            var age = now - instant;
            var name = Yaml.Quoted(newest.Column);
            if (age > AtRest)
            {
                text.Append(CultureInfo.InvariantCulture, $"  # no freshness: the newest value of {Yaml.Comment(newest.Column)} was {Display.Seconds(age.TotalSeconds)} old\n");
            }
            else
            {
                var least = newest.Type == ColumnType.Date ? LeastAgeOfDate : LeastAge;
                var hours = Math.Ceiling(Math.Max(least.TotalHours, 2 * age.TotalHours));
                text.Append(CultureInfo.InvariantCulture, $"  # the newest value was {Display.Seconds(Math.Max(0, age.TotalSeconds))} old; twice that, at least {least.TotalHours} h\n  - freshness: {{column: {name}, expect: \"<= {hours}h\"}}\n");
            }
        }

        text.Append("  # keeps what every column looks like, and says what became different\n  - profile\n");
    }
}
