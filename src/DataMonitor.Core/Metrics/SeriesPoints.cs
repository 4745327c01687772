using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Core.Metrics;

/// <summary>Turns what is committed into points. The same rows and definitions give the same points, so that sending them twice is harmless.</summary>
public static class SeriesPoints
{
    /// <param name="dataset">Definition in force, or <see langword="null"/> when it is gone: then owner and tier are left out.</param>
    /// <param name="environment">Which installation: <c>production</c>.</param>
    public static ImmutableArray<SeriesPoint> Of(ExportEntry entry, Dataset? dataset, string environment)
    {
        var (run, report) = (entry.Run, entry.Report);
        var name = run.Dataset;
        if (run.Status == RunStatus.Missed)
        {
            return
            [
                new PointBuilder(SeriesNames.Dataset, run.ScheduledAt).TagsOf(name, dataset, environment).Field("missed", 1L).Build(),
                new PointBuilder(SeriesNames.Engine, run.ScheduledAt).TagsOf(name, dataset, environment).Field("missed_runs", 1L).Build(),
            ];
        }

        var points = ImmutableArray.CreateBuilder<SeriesPoint>(report.Results.Length + report.Profiles.Length + 1);
        foreach (var result in report.Results)
        {
            points.Add(OfCheck(new PointBuilder(SeriesNames.Check, run.ScheduledAt).TagsOf(name, dataset, environment), result, report.StartedAt - run.ScheduledAt));
        }

        // The point of the first occurrence is written again: what came late replaces it.
        foreach (var recheck in report.Rechecks)
        {
            points.Add(OfCheck(
                new PointBuilder(SeriesNames.Check, recheck.ScheduledAt).TagsOf(name, dataset, environment), recheck.Result, recheck.FirstMeasuredAt - recheck.ScheduledAt));
        }

        points.Add(OfDataset(new PointBuilder(SeriesNames.Dataset, run.ScheduledAt).TagsOf(name, dataset, environment), report, dataset));
        foreach (var (result, segment) in report.Results.SelectMany(result => result.Segments, (result, segment) => (result, segment)))
        {
            points.Add(OfSegment(new PointBuilder(SeriesNames.Segment, run.ScheduledAt).TagsOf(name, dataset, environment), result, segment));
        }

        foreach (var profile in report.Profiles)
        {
            points.Add(OfProfile(new PointBuilder(SeriesNames.Profile, run.ScheduledAt).TagsOf(name, dataset, environment), profile));
        }

        return points.DrainToImmutable();
    }

    /// <param name="incident">One that was opened.</param>
    public static SeriesPoint Of(Incident incident, Dataset? dataset, string environment)
    {
        var opened = incident.OpenedAt ?? incident.StartedAt;
        return new PointBuilder(SeriesNames.Incident, incident.StartedAt)
            .TagsOf(incident.Dataset, dataset, environment)
            .Tag("source", incident.Source)
            .Tag("check", incident.Subject)
            .Tag("severity", AlertLabels.Word(incident.Severity))
            .Field("id", incident.Id.ToString("D"))
            .Field("title", incident.Title)
            .Field("opened", opened.ToUnixTimeMilliseconds())
            .Field("ttd_s", WholeSeconds(opened - incident.StartedAt))
            .Field("ttr_s", incident.ResolvedAt is { } resolved ? WholeSeconds(resolved - opened) : null)
            .Build();
    }

    /// <param name="minute">The instant the statistics are of.</param>
    public static ImmutableArray<SeriesPoint> Of(StoreStatistics statistics, string node, string environment, DateTimeOffset minute) =>
    [
        new PointBuilder(SeriesNames.Engine, minute)
            .Tag("env", environment)
            .Tag("node", node)
            .Field("queue_depth", statistics.RunsByStatus.GetValueOrDefault(RunStatus.Queued))
            .Field("outbox_depth", statistics.PendingNotifications)
            .Field("dead_letters", statistics.DeadNotifications)
            .Build(),
        .. statistics.Sinks.OrderBy(sink => sink.Sink, StringComparer.Ordinal).Select(sink => new PointBuilder(SeriesNames.Engine, minute)
            .Tag("env", environment)
            .Tag("node", node)
            .Tag("sink", sink.Sink)
            .Field("sink_buffer_runs", sink.Behind)
            .Build()),
    ];

    private static SeriesPoint OfCheck(PointBuilder point, CheckResult result, TimeSpan lag) => point
        .Tag("check", result.CheckId)
        .Tag("dimension", AlertLabels.Word(result.Dimension))
        .Field("status", (long)result.Outcome.Rank())
        .Field("ok", result.Outcome is CheckOutcome.Passed or CheckOutcome.NotApplicable ? 1d : 0d)
        .Field("error", result.Outcome is CheckOutcome.Errored ? 1d : 0d)
        .Field("value", result.Value)
        .Field("lower", result.Lower)
        .Field("upper", result.Upper)
        .Field("failed_rows", result.FailedRows)
        .Field("duration_ms", WholeMilliseconds(result.Duration))
        .Field("lag_ms", WholeMilliseconds(lag))
        .Build();

    private static SeriesPoint OfSegment(PointBuilder point, CheckResult result, SegmentResult segment) => point
        .Tag("check", result.CheckId)
        .Tag("column", segment.Segment.Column)
        .Tag("segment", segment.Segment.Name)
        .Field("status", (long)segment.Outcome.Rank())
        .Field("value", segment.Value)
        .Field("lower", segment.Lower)
        .Field("upper", segment.Upper)
        .Field("failed_rows", segment.FailedRows)
        .Field("rows", segment.Rows)
        .Build();

    private static SeriesPoint OfDataset(PointBuilder point, RunReport report, Dataset? dataset)
    {
        var figures = DatasetFigures.Of(report.Results, report.Profiles, dataset);
        return point
            .Field("freshness_s", figures.FreshnessSeconds)
            .Field("row_count", figures.Rows)
            .Field("health_score", figures.HealthScore)
            .Field("sla_ok", figures.IsInTime is { } inTime ? (inTime ? 1d : 0d) : null)
            .Field("run_ms", WholeMilliseconds(report.FinishedAt - report.StartedAt))
            .Field("missed", 0L)
            .Build();
    }

    private static SeriesPoint OfProfile(PointBuilder point, ColumnProfile profile) => point
        .Tag("column", profile.Column)
        .Field("null_pct", profile.Rows > 0 ? 100d * profile.Nulls / profile.Rows : null)
        .Field("distinct_count", profile.Distinct)
        .Field("mean", profile.Mean)
        .Field("stddev", profile.StandardDeviation)
        .Field("min", profile.Minimum)
        .Field("median", profile.Median)
        .Field("max", profile.Maximum)
        .Build();

    private static long WholeMilliseconds(TimeSpan span) => Math.Max(0, (long)span.TotalMilliseconds);

    private static long WholeSeconds(TimeSpan span) => Math.Max(0, (long)span.TotalSeconds);
}
