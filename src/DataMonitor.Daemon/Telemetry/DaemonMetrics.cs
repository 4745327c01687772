using System.Diagnostics.Metrics;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Telemetry;

/// <summary>What the daemon counts about itself. Label sets never grow with the number of checks; those series are written from the newest results. Safe from any thread.</summary>
/// <param name="meterName">Unique in the process, so that two daemons in one process (tests) do not count together.</param>
internal sealed class DaemonMetrics(string meterName) : IDisposable
{
    private static readonly double[] DurationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];

    private static readonly string[] CheckStatuses = [.. Enum.GetValues<CheckOutcome>().Select(StatusOf)];

    private readonly Instruments instruments = new(new Meter(meterName));

    public string MeterName => meterName;

    /// <summary>Starts the counters of known labels at 0, so that their first increase is seen. To be called once a reader is attached.</summary>
    public void Announce()
    {
        foreach (var status in CheckStatuses)
        {
            instruments.CheckRuns.Add(0, Label("status", status));
        }

        instruments.MissedRuns.Add(0);
        instruments.NonFiniteValues.Add(0);
        instruments.SeriesCapped.Add(0);
    }

    /// <summary>A run was committed: counts its checks and their durations.</summary>
    /// <param name="source">Name of the dataset's source.</param>
    public void RunFinished(string source, RunReport report)
    {
        foreach (var result in report.Results)
        {
            instruments.CheckRuns.Add(1, Label("status", StatusOf(result.Outcome)));
            instruments.CheckDuration.Record(result.Duration.TotalSeconds, Label("source", source));
        }

        instruments.ScanRetries.Add(report.Attempts - 1, Label("source", source));
        instruments.RunDuration.Record((report.FinishedAt - report.StartedAt).TotalSeconds, Label("source", source));
    }

    /// <summary>Occurrences became missed rows.</summary>
    public void RunsMissed(int count) => instruments.MissedRuns.Add(count);

    /// <summary>The scheduler looked for due occurrences: the daemon is alive.</summary>
    /// <param name="lag">Age of the oldest due occurrence that has not been started; zero without any.</param>
    public void Ticked(DateTimeOffset now, TimeSpan lag)
    {
        instruments.LastTick.Record(Seconds(now));
        instruments.SchedulerLag.Record(lag.TotalSeconds);
    }

    /// <summary>Definitions were read, at start or later. A failed reload leaves the timestamp as it was: the old definitions are in force.</summary>
    public void ConfigReloaded(bool isSuccess, DateTimeOffset now)
    {
        instruments.ReloadSuccess.Record(isSuccess ? 1 : 0);
        if (isSuccess)
        {
            instruments.LastReload.Record(Seconds(now));
        }
    }

    /// <summary>A source was asked which tables it holds.</summary>
    public void SourceListed(string source, bool isSuccess) => instruments.ListingSuccess.Record(isSuccess ? 1 : 0, Label("source", source));

    /// <summary>Recurring jobs that the job library has switched off after failures.</summary>
    public void RecurringJobsDisabled(int count) => instruments.DisabledJobs.Record(count);

    /// <param name="channel">Kind of the channel: <c>email</c>.</param>
    public void NotificationAttempted(string channel, NotificationOutcome outcome) =>
        instruments.NotificationAttempts.Add(1, Label("channel", channel), Label("outcome", NameOf(outcome)));

    /// <param name="sink">Name of the sink.</param>
    /// <param name="count">Points it accepted; 0 makes the sink visible.</param>
    public void PointsWritten(string sink, long count) => instruments.WrittenPoints.Add(count, Label("sink", sink));

    /// <param name="count">Points it refused for good; 0 makes the sink visible.</param>
    public void PointsDropped(string sink, long count) =>
        instruments.DroppedPoints.Add(count, Label("sink", sink), Label("reason", "refused"));

    /// <summary>A write to a sink failed and will be tried again.</summary>
    public void SinkWriteFailed(string sink) => instruments.SinkFailures.Add(1, Label("sink", sink));

    /// <summary>Figures that were NaN or infinite and therefore left out of a point.</summary>
    public void NonFiniteValues(long count) => instruments.NonFiniteValues.Add(count);

    /// <summary>Series that <c>/metrics</c> left out of one answer because of its cap.</summary>
    public void SeriesCapped(long count) => instruments.SeriesCapped.Add(count);

    public void Dispose() => instruments.Meter.Dispose();

    private static string StatusOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "pass",
        CheckOutcome.Warned => "warn",
        CheckOutcome.Failed => "fail",
        CheckOutcome.Errored => "error",
        _ => "not_applicable",
    };

    private static string NameOf(NotificationOutcome outcome) => outcome switch
    {
        NotificationOutcome.Sent => "sent",
        NotificationOutcome.Failed => "failed",
        _ => "dead",
    };

    private static double Seconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() / 1000d;

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private sealed record Instruments(Meter Meter)
    {
        public Counter<long> CheckRuns { get; } =
            Meter.CreateCounter<long>("dq_check_runs_total", null, "Checks judged, by status. Status error means not measured, not bad data.");

        public Histogram<double> CheckDuration { get; } = Duration(Meter, "dq_check_duration_seconds", "How long the statements of one check took, by source.");

        public Histogram<double> RunDuration { get; } = Duration(Meter, "dq_run_duration_seconds", "How long one run of a dataset took from claim to commit, by source.");

        public Counter<long> ScanRetries { get; } =
            Meter.CreateCounter<long>("dq_scan_retries_total", null, "Scans done again after passing trouble of their source.");

        public Counter<long> MissedRuns { get; } =
            Meter.CreateCounter<long>("dq_missed_runs_total", null, "Occurrences that nobody ran in time.");

        public Gauge<double> LastTick { get; } =
            Meter.CreateGauge<double>("dq_last_tick_timestamp_seconds", null, "When the scheduler last looked for due occurrences, Unix time.");

        public Gauge<double> SchedulerLag { get; } =
            Meter.CreateGauge<double>("dq_scheduler_lag_seconds", null, "Age of the oldest due occurrence that has not been started.");

        public Gauge<double> ReloadSuccess { get; } =
            Meter.CreateGauge<double>("dq_config_reload_success", null, "1 when the definitions last read were valid, otherwise 0 and the ones before are in force.");

        public Gauge<double> LastReload { get; } =
            Meter.CreateGauge<double>("dq_config_last_reload_timestamp_seconds", null, "When definitions were last put in force, Unix time.");

        public Gauge<double> ListingSuccess { get; } =
            Meter.CreateGauge<double>("dq_source_listing_success", null, "1 when a source last said which tables it holds for the datasets of for_each, otherwise 0 and those it named before are in force.");

        public Gauge<long> DisabledJobs { get; } =
            Meter.CreateGauge<long>("dq_recurring_jobs_disabled", null, "Recurring jobs switched off after failures.");

        public Counter<long> NotificationAttempts { get; } =
            Meter.CreateCounter<long>("dq_notification_attempts_total", null, "Attempts to deliver a notification, by kind of channel and outcome.");

        public Counter<long> WrittenPoints { get; } =
            Meter.CreateCounter<long>("dq_sink_written_points_total", null, "Points that a sink accepted.");

        public Counter<long> DroppedPoints { get; } =
            Meter.CreateCounter<long>("dq_sink_dropped_points_total", null, "Points that a sink refused for good.");

        public Counter<long> SinkFailures { get; } =
            Meter.CreateCounter<long>("dq_sink_write_failures_total", null, "Writes to a sink that failed and were kept for another try.");

        public Counter<long> NonFiniteValues { get; } =
            Meter.CreateCounter<long>("dq_nonfinite_values_total", null, "Figures that were NaN or infinite and were left out of a point.");

        public Counter<long> SeriesCapped { get; } =
            Meter.CreateCounter<long>("dq_series_capped_total", null, "Series left out of an answer of this address because of its cap.");

        private static Histogram<double> Duration(Meter meter, string name, string description) =>
            meter.CreateHistogram(name, null, description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBuckets });
    }
}

/// <summary>How an attempt to deliver ended.</summary>
internal enum NotificationOutcome
{
    Sent,

    /// <summary>Will be tried again.</summary>
    Failed,

    /// <summary>Given up.</summary>
    Dead,
}
