using System.Collections.Frozen;
using System.Globalization;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>Settings that go with each statement: limits, no writing, and the SQL standard where ClickHouse has a way of its own.</summary>
internal static class ClickHouseSettings
{
    public const string Remedy = "Known here: max_… limits that the source does not set itself (max_memory_usage, max_threads, max_rows_to_read, …), final, load_balancing, max_parallel_replicas, priority and workload.";

    private const long UsualMemory = 4L << 30;

    private const long MostResultBytes = 64L << 20;

    private static readonly FrozenSet<string> Choices = ["final", "load_balancing", "priority", "workload", "prefer_localhost_replica"];

    private static readonly FrozenSet<string> Ours = ["max_execution_time", "max_result_rows", "max_result_bytes"];

    /// <summary>Limits only: a setting that changes what a statement means, or lets it write, is not the owner's to choose.</summary>
    public static bool MaySet(string name) =>
        Choices.Contains(name) || (name.StartsWith("max_", StringComparison.Ordinal) && !Ours.Contains(name) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'));

    /// <param name="readOnly">1 forbids writing, table functions that reach out, and further settings; 2 only writing.</param>
    public static Dictionary<string, object> Of(ClickHouseSource source, SessionOptions options, int readOnly)
    {
        var settings = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["readonly"] = readOnly,
            ["max_execution_time"] = Math.Max(1, (long)Math.Ceiling(options.Timeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
            ["timeout_overflow_mode"] = "throw",
            ["max_result_rows"] = SqlWriter.MostRows,
            ["max_result_bytes"] = MostResultBytes,
            ["result_overflow_mode"] = "throw",
            ["read_overflow_mode"] = "throw",
            ["max_memory_usage"] = UsualMemory,
            ["wait_end_of_query"] = 1, // an error after the first rows would otherwise come inside the answer
            ["cancel_http_readonly_queries_on_client_close"] = 1,
            ["session_timezone"] = options.TimeZone,
            ["aggregate_functions_null_for_empty"] = 1, // sum and min of no rows are NULL, not 0
            ["cast_keep_nullable"] = 1,
            ["join_use_nulls"] = 1,
            ["transform_null_in"] = 0,
            ["union_default_mode"] = "DISTINCT",
            ["prefer_column_name_to_alias"] = 1, // an alias of ours must not hide a column in a filter of the owner
            ["count_distinct_implementation"] = "uniqExact",
            ["skip_unavailable_shards"] = 0, // a lost shard is an error, not fewer rows
        };
        foreach (var (name, value) in source.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }
}
