using System.Text.Encodings.Web;
using System.Text.Json;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>For scripts. Keys are never renamed; new ones may be added.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(RunSummary summary, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("status", TextReport.WordOf(summary.Status));
            json.WriteStartArray("datasets");
            foreach (var dataset in summary.Datasets)
            {
                Write(json, dataset);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        output.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, DatasetOutcome outcome)
    {
        var report = outcome.Report;
        json.WriteStartObject();
        json.WriteString("dataset", outcome.Dataset.Name);
        json.WriteString("owner", outcome.Dataset.Owner);
        json.WriteString("status", TextReport.WordOf(report.Status));
        json.WriteString("scheduled_at", outcome.ScheduledAt);
        json.WriteString("started_at", report.StartedAt);
        json.WriteString("finished_at", report.FinishedAt);
        json.WriteBoolean("recorded", outcome.IsRecorded);
        json.WriteString("problem", report.Problem);
        Write(json, Cost.Of(report.Statements));
        json.WriteStartArray("checks");
        foreach (var result in report.Results)
        {
            Write(json, result);
        }

        json.WriteEndArray();
        json.WriteStartArray("rechecks");
        foreach (var recheck in report.Rechecks)
        {
            Write(json, recheck);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Recheck recheck)
    {
        json.WriteStartObject();
        json.WriteString("id", recheck.Result.CheckId);
        json.WriteString("partition_start", recheck.PartitionStart);
        json.WriteString("partition_end", recheck.PartitionEnd);
        json.WriteString("scheduled_at", recheck.ScheduledAt);
        json.WriteString("first_measured_at", recheck.FirstMeasuredAt);
        Write(json, "first_value", recheck.FirstValue);
        json.WriteString("measured_at", recheck.MeasuredAt);
        Write(json, "value", recheck.Result.Value);
        json.WriteString("unit", TextReport.WordOf(recheck.Result.Unit));
        json.WriteString("outcome", WordOf(recheck.Result.Outcome));
        json.WriteString("explanation", recheck.Result.Explanation);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Cost cost)
    {
        json.WriteStartObject("cost");
        json.WriteNumber("rows_read", cost.Rows);
        json.WriteNumber("bytes_read", cost.Bytes);
        json.WriteNumber("statement_seconds", Math.Round(cost.Time.TotalSeconds, 6));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteStartObject();
        json.WriteString("id", result.CheckId);
        json.WriteString("kind", result.Kind);
        json.WriteString("name", result.Name);
        json.WriteString("column", result.Column);
        json.WriteString("outcome", WordOf(result.Outcome));
        json.WriteString("severity", TextReport.WordOf(result.Severity));
        Write(json, "value", result.Value);
        json.WriteString("unit", TextReport.WordOf(result.Unit));
        json.WriteString("limit", result.Limit);
        Write(json, "lower", result.Lower);
        Write(json, "upper", result.Upper);
        Write(json, "failed_rows", result.FailedRows);
        Write(json, "rows", result.Rows);
        json.WriteString("explanation", result.Explanation);
        if (result.Segments.Count > 0)
        {
            json.WriteStartArray("segments");
            foreach (var segment in result.Segments)
            {
                Write(json, segment);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SegmentResult segment)
    {
        json.WriteStartObject();
        json.WriteString("column", segment.Segment.Column);
        json.WriteString("segment", segment.Segment.Name);
        json.WriteString("outcome", WordOf(segment.Outcome));
        Write(json, "value", segment.Value);
        Write(json, "lower", segment.Lower);
        Write(json, "upper", segment.Upper);
        Write(json, "failed_rows", segment.FailedRows);
        json.WriteNumber("rows", segment.Rows);
        json.WriteEndObject();
    }

    private static string WordOf(CheckOutcome outcome) => outcome == CheckOutcome.NotApplicable ? "not_applicable" : TextReport.WordOf(outcome);

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
