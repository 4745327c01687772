using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Metrics;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Prometheus;

/// <summary>What <c>/metrics</c> shows about datasets, made from the newest results: a dataset whose definition is gone is not shown, and a restart changes nothing.</summary>
/// <param name="Intervals">Longest time between two occurrences, by dataset; absent where it never runs by itself.</param>
internal sealed record StatusSeries(
    string Environment,
    Catalog Catalog,
    ImmutableArray<DatasetState> States,
    StoreStatistics Statistics,
    IReadOnlyDictionary<string, TimeSpan> Intervals,
    DateTimeOffset Now)
{
    /// <summary>Writes everything in a fixed order, the most needed families first, so that a cap bites into the last ones.</summary>
    public void Write(PrometheusText text)
    {
        var datasets = States
            .Where(state => Catalog.Datasets.ContainsKey(state.Dataset))
            .OrderBy(state => state.Dataset, StringComparer.Ordinal)
            .Select(state => DatasetView.Of(state, Catalog.Datasets[state.Dataset], Environment, Intervals))
            .ToArray();
        WriteStore(text);
        WriteChecks(text, [.. datasets.SelectMany(dataset => dataset.Checks)]);
        WriteDatasets(text, datasets);
        WriteColumns(text, [.. datasets.SelectMany(dataset => dataset.Columns)]);
        WriteSegments(text, [.. datasets.SelectMany(dataset => dataset.Segments)]);
    }

    private static void WriteChecks(PrometheusText text, CheckView[] checks)
    {
        Write(text, checks, "dq_check_status", "Newest outcome of a check: 0 passed or not applicable, 1 warned, 2 failed, 3 not measured.", check => check.Labels, check => check.Status);
        Write(text, checks, "dq_check_last_run_timestamp_seconds", "Scheduled instant of the newest run of a check, Unix time.", check => check.Labels, check => check.LastRun);
        Write(text, checks, "dq_check_interval_seconds", "Longest time between two scheduled runs of a check.", check => check.Labels, check => check.Interval);
        Write(text, checks, "dq_check_value", "What a check judged: shares 0 to 1, durations in seconds, otherwise in the unit of the data.", check => check.Labels, check => check.Result.Value);
        Write(text, checks, "dq_check_lower_limit", "Smallest value that does not fail.", check => check.Labels, check => check.Result.Lower);
        Write(text, checks, "dq_check_upper_limit", "Largest value that does not fail.", check => check.Labels, check => check.Result.Upper);
        Write(text, checks, "dq_check_failed_rows", "Rows that break the rule of a check.", check => check.Labels, check => check.Result.FailedRows);
    }

    private static void WriteDatasets(PrometheusText text, DatasetView[] datasets)
    {
        Write(text, datasets, "dq_dataset_health_score_percent", "Share of checks passed, weighted by severity (1, 2, 4, 8), warned ones half.", dataset => dataset.Labels, dataset => dataset.Figures.HealthScore);
        Write(text, datasets, "dq_dataset_freshness_seconds", "Age of the newest row when it was last measured.", dataset => dataset.Labels, dataset => dataset.Figures.FreshnessSeconds);
        Write(text, datasets, "dq_dataset_freshness_sla_seconds", "Largest age of the newest row that does not fail.", dataset => dataset.Labels, dataset => dataset.Figures.FreshnessLimitSeconds);
        Write(text, datasets, "dq_dataset_rows", "Rows in the partition or table that was last measured.", dataset => dataset.Labels, dataset => dataset.Figures.Rows);
    }

    private static void WriteColumns(PrometheusText text, ColumnView[] columns)
    {
        Write(text, columns, "dq_column_null_percent", "Share of NULL in a column.", column => column.Labels, column => column.Profile.Rows > 0 ? 100d * column.Profile.Nulls / column.Profile.Rows : null);
        Write(text, columns, "dq_column_distinct_values", "Different values in a column.", column => column.Labels, column => column.Profile.Distinct);
        Write(text, columns, "dq_column_mean", "Mean of a numeric column.", column => column.Labels, column => column.Profile.Mean);
        Write(text, columns, "dq_column_stddev", "Standard deviation of a numeric column.", column => column.Labels, column => column.Profile.StandardDeviation);
        Write(text, columns, "dq_column_min", "Smallest value of a numeric column.", column => column.Labels, column => column.Profile.Minimum);
        Write(text, columns, "dq_column_max", "Largest value of a numeric column.", column => column.Labels, column => column.Profile.Maximum);
    }

    private static void WriteSegments(PrometheusText text, SegmentView[] segments)
    {
        Write(text, segments, "dq_segment_status", "Newest outcome of a check for one value of a column: 0 passed or not applicable, 1 warned, 2 failed, 3 not measured.", segment => segment.Labels, segment => segment.Result.Outcome.Rank());
        Write(text, segments, "dq_segment_value", "What a check judged of one value of a column.", segment => segment.Labels, segment => segment.Result.Value);
        Write(text, segments, "dq_segment_failed_rows", "Rows with one value of a column that break the rule of a check.", segment => segment.Labels, segment => segment.Result.FailedRows);
        Write(text, segments, "dq_segment_rows", "Rows with one value of a column that a check looked at.", segment => segment.Labels, segment => segment.Result.Rows);
    }

    private static void Write<T>(PrometheusText text, T[] subjects, string name, string help, Func<T, byte[]> labels, Func<T, double?> value)
    {
        text.Family(name, help);
        foreach (var subject in subjects)
        {
            text.Series(labels(subject), value(subject));
        }
    }

    private void WriteStore(PrometheusText text)
    {
        One(text, "dq_state_store_up", "1 when the state store answered, otherwise 0 and nothing else is known here.", 1);
        One(text, "dq_datasets", "Datasets defined.", Catalog.Datasets.Count);
        One(text, "dq_checks", "Checks defined.", Catalog.Datasets.Values.Sum(dataset => dataset.Checks.Count));
        One(text, "dq_runs_queued", "Runs that wait for a worker.", Statistics.RunsByStatus.GetValueOrDefault(RunStatus.Queued));
        One(text, "dq_runs_running", "Runs that a worker has claimed.", Statistics.RunsByStatus.GetValueOrDefault(RunStatus.Running));
        One(text, "dq_notification_pending", "Notifications that wait to be delivered.", Statistics.PendingNotifications);
        One(text, "dq_notification_dead_letters", "Notifications given up.", Statistics.DeadNotifications);
        One(text, "dq_notification_oldest_seconds", "Age of the oldest notification that waits to be delivered; 0 without any.", Age(Statistics.OldestPending));

        var sinks = Statistics.Sinks.OrderBy(sink => sink.Sink, StringComparer.Ordinal).Select(sink => (Lag: sink, Labels: PrometheusText.Labels(("sink", sink.Sink)))).ToArray();
        Write(text, sinks, "dq_sink_behind_runs", "Finished runs that a sink has not taken yet.", sink => sink.Labels, sink => sink.Lag.Behind);
        Write(text, sinks, "dq_sink_oldest_seconds", "Age of the oldest run that a sink has not taken yet; 0 without any.", sink => sink.Labels, sink => Age(sink.Lag.OldestWaiting));
        Write(text, sinks, "dq_sink_standing", "1 when the last write to a sink failed.", sink => sink.Labels, sink => sink.Lag.LastProblem is null ? 0 : 1);
    }

    private static void One(PrometheusText text, string name, string help, double value)
    {
        text.Family(name, help);
        text.Series([], value);
    }

    private double Age(DateTimeOffset? since) => since is { } instant ? Math.Max(0, (Now - instant).TotalSeconds) : 0;

    private sealed record DatasetView(byte[] Labels, DatasetFigures Figures, ImmutableArray<CheckView> Checks, ImmutableArray<ColumnView> Columns, ImmutableArray<SegmentView> Segments)
    {
        public static DatasetView Of(DatasetState state, Dataset dataset, string environment, IReadOnlyDictionary<string, TimeSpan> intervals)
        {
            var tier = AlertLabels.Word(dataset.Tier);
            var lastRun = (double?)state.ResultsAt?.ToUnixTimeMilliseconds() / 1000;
            var interval = intervals.TryGetValue(state.Dataset, out var span) ? span.TotalSeconds : (double?)null;
            return new(
                PrometheusText.Labels(("env", environment), ("source", dataset.Source), ("dataset", dataset.Name), ("owner", dataset.Owner), ("tier", tier)),
                DatasetFigures.Of(state.Results, state.Profiles, dataset),
                [
                    .. state.Results.OrderBy(result => result.CheckId, StringComparer.Ordinal).Select(result => new CheckView(
                        PrometheusText.Labels(
                            ("env", environment), ("source", dataset.Source), ("dataset", dataset.Name), ("check", result.CheckId),
                            ("dimension", AlertLabels.Word(result.Dimension)), ("owner", dataset.Owner), ("tier", tier)),
                        result, lastRun, interval)),
                ],
                [
                    .. state.Profiles.OrderBy(profile => profile.Column, StringComparer.Ordinal).Select(profile => new ColumnView(
                        PrometheusText.Labels(
                            ("env", environment), ("source", dataset.Source), ("dataset", dataset.Name), ("column", profile.Column), ("owner", dataset.Owner),
                            ("tier", tier)),
                        profile)),
                ],
                [
                    .. state.Results.OrderBy(result => result.CheckId, StringComparer.Ordinal).SelectMany(result => result.Segments.Select(segment => new SegmentView(
                        PrometheusText.Labels(
                            ("env", environment), ("source", dataset.Source), ("dataset", dataset.Name), ("check", result.CheckId),
                            ("column", segment.Segment.Column), ("segment", segment.Segment.Name), ("owner", dataset.Owner), ("tier", tier)),
                        segment))),
                ]);
        }
    }

    private sealed record CheckView(byte[] Labels, CheckResult Result, double? LastRun, double? Interval)
    {
        public double? Status => Result.Outcome.Rank();
    }

    private sealed record ColumnView(byte[] Labels, ColumnProfile Profile);

    private sealed record SegmentView(byte[] Labels, SegmentResult Result);
}
