using System.Collections.Immutable;

namespace DataMonitor.Core.Metrics;

/// <summary>Every series the daemon writes to sinks: a file format of ours. Names and types are never changed, and no name is both a tag and a field.</summary>
public static class SeriesNames
{
    /// <summary>One check in one run. <c>status</c> 0 passed, 1 warned, 2 failed, 3 errored; <c>ok</c> and <c>error</c> 0 or 1; shares 0 to 1, durations in seconds in <c>value</c>.</summary>
    public static SeriesShape Check { get; } = new(
        "dq_check",
        ["check", "dataset", "dimension", "env", "owner", "source", "tier"],
        [
            new("status", FieldType.Integer), new("ok", FieldType.Float), new("error", FieldType.Float), new("value", FieldType.Float),
            new("lower", FieldType.Float), new("upper", FieldType.Float), new("failed_rows", FieldType.Integer),
            new("duration_ms", FieldType.Integer), new("lag_ms", FieldType.Integer),
        ]);

    /// <summary>One segment of a check that is judged per value of a column, in one run: at most 505 of a check. Fields as in <see cref="Check"/>; <c>rows</c> are those looked at.</summary>
    public static SeriesShape Segment { get; } = new(
        "dq_segment",
        ["check", "column", "dataset", "env", "owner", "segment", "source", "tier"],
        [
            new("status", FieldType.Integer), new("value", FieldType.Float), new("lower", FieldType.Float), new("upper", FieldType.Float),
            new("failed_rows", FieldType.Integer), new("rows", FieldType.Integer),
        ]);

    /// <summary>One run of a dataset. <c>sla_ok</c> 0 or 1; <c>health_score</c> 0 to 100.</summary>
    public static SeriesShape Dataset { get; } = new(
        "dq_dataset",
        ["dataset", "env", "owner", "source", "tier"],
        [
            new("freshness_s", FieldType.Float), new("row_count", FieldType.Integer), new("health_score", FieldType.Float),
            new("sla_ok", FieldType.Float), new("run_ms", FieldType.Integer), new("missed", FieldType.Integer),
        ]);

    /// <summary>One column in one run that profiled it. <c>null_pct</c> 0 to 100.</summary>
    public static SeriesShape Profile { get; } = new(
        "dq_profile",
        ["column", "dataset", "env", "owner", "source", "tier"],
        [
            new("null_pct", FieldType.Float), new("distinct_count", FieldType.Integer), new("mean", FieldType.Float), new("stddev", FieldType.Float),
            new("min", FieldType.Float), new("median", FieldType.Float), new("max", FieldType.Float),
        ]);

    /// <summary>One incident at the instant of its first bad result; written again when it is resolved. <c>opened</c> is Unix time in milliseconds.</summary>
    public static SeriesShape Incident { get; } = new(
        "dq_incident",
        ["check", "dataset", "env", "owner", "severity", "source"],
        [
            new("id", FieldType.Text), new("title", FieldType.Text), new("opened", FieldType.Integer), new("ttd_s", FieldType.Integer),
            new("ttr_s", FieldType.Integer),
        ]);

    /// <summary>The daemon itself, each minute; and a point with <c>missed_runs</c> 1 for each missed occurrence, tagged with its dataset.</summary>
    public static SeriesShape Engine { get; } = new(
        "dq_engine",
        ["dataset", "env", "node", "sink", "source"],
        [
            new("queue_depth", FieldType.Integer), new("outbox_depth", FieldType.Integer), new("dead_letters", FieldType.Integer),
            new("sink_buffer_runs", FieldType.Integer), new("missed_runs", FieldType.Integer),
        ]);

    public static ImmutableArray<SeriesShape> All { get; } = [Check, Segment, Dataset, Profile, Incident, Engine];
}

/// <param name="Tags">In ordinal order; a point has those that it knows.</param>
/// <param name="Fields">A point has those that were measured.</param>
public sealed record SeriesShape(string Measurement, ImmutableArray<string> Tags, ImmutableArray<FieldShape> Fields)
{
    public bool Has(string tag) => Tags.Contains(tag, StringComparer.Ordinal);
}

public readonly record struct FieldShape(string Name, FieldType Type);

public enum FieldType
{
    Float,
    Integer,
    Text,
}
