using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.Channels;

/// <summary>Alertmanager's webhook body, version 4, so that every receiver of it understands us. What it has no place for stands under one further key, <c>dq</c>.</summary>
internal static class WebhookBody
{
    /// <summary>Alerts listed; the rest is counted in <c>truncatedAlerts</c>.</summary>
    private const int MostAlerts = 100;
    private const int LongestSql = 2_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(AlertMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            var labelled = message.Alerts.SelectMany(WithFormerSelf).ToArray();
            var shown = labelled.Take(MostAlerts).ToArray();
            json.WriteStartObject();
            json.WriteString("receiver", message.Receiver);
            json.WriteString("status", Status(message.IsFiring));
            json.WriteStartArray("alerts");
            foreach (var alert in shown)
            {
                WriteAlert(json, alert, message.StatusPage);
            }

            json.WriteEndArray();
            json.WriteString("notification_reason", ReasonOf(message.Reason));
            WriteMap(json, "groupLabels", GroupLabels(message.Alerts[0]));
            WriteMap(json, "commonLabels", Common(labelled.Select(LabelsOf)));
            WriteMap(json, "commonAnnotations", Common(labelled.Select(AnnotationsOf)));
            json.WriteString("externalURL", message.StatusPage?.AbsoluteUri ?? "");
            json.WriteString("version", "4");
            json.WriteString("groupKey", message.GroupKey);
            json.WriteNumber("truncatedAlerts", labelled.Length - shown.Length);
            WriteExtras(json, message);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The severity is a label, and labels are an alert's identity: when it rises, the old alert ends and a new one begins, as with Alertmanager.</summary>
    private static IEnumerable<Alert> WithFormerSelf(Alert alert) => alert.RaisedFrom is { } severity
        ? [alert, alert with { Severity = severity, ResolvedAt = alert.History is [.., var newest] ? newest.ScheduledAt : alert.StartedAt }]
        : [alert];

    private static void WriteAlert(Utf8JsonWriter json, Alert alert, Uri? statusPage)
    {
        var labels = LabelsOf(alert);
        json.WriteStartObject();
        json.WriteString("status", Status(alert.IsFiring));
        WriteMap(json, "labels", labels);
        WriteMap(json, "annotations", AnnotationsOf(alert));
        json.WriteString("startsAt", Instant(alert.StartedAt));
        json.WriteString("endsAt", Instant(alert.ResolvedAt ?? DateTimeOffset.MinValue));
        json.WriteString("generatorURL", StatusLinks.Of(statusPage, alert)?.AbsoluteUri ?? "");
        json.WriteString("fingerprint", Fingerprint.Of(labels));
        json.WriteEndObject();
    }

    private static void WriteExtras(Utf8JsonWriter json, AlertMessage message)
    {
        json.WriteStartObject("dq");
        json.WriteString("headline", message.Headline);
        json.WriteString("createdAt", Instant(message.CreatedAt));
        json.WriteNumber("stillFiring", message.StillFiring);
        json.WriteStartArray("incidents");
        foreach (var alert in message.Alerts.Take(MostAlerts))
        {
            json.WriteStartObject();
            json.WriteString("fingerprint", Fingerprint.Of(LabelsOf(alert)));
            json.WriteString("incidentId", alert.IncidentId);
            json.WriteString("outcome", AlertLabels.Word(alert.Outcome));
            json.WriteString("title", alert.Title);
            WriteOptional(json, "column", alert.Column);
            WriteOptional(json, "observed", alert.Observed);
            WriteOptional(json, "expected", alert.Expected);
            WriteNumber(json, "failedRows", alert.FailedRows);
            WriteSegments(json, alert);
            WriteOptional(json, "lastGoodAt", alert.LastGoodAt is { } good ? Instant(good) : null);
            WriteOptional(json, "reproduceSql", alert.Sql is { Length: > LongestSql } sql ? sql[..LongestSql] + " …" : alert.Sql);
            json.WriteStartArray("history");
            foreach (var past in alert.History)
            {
                json.WriteStartObject();
                json.WriteString("at", Instant(past.ScheduledAt));
                json.WriteString("outcome", AlertLabels.Word(past.Outcome));
                WriteNumber(json, "value", past.Value);
                WriteNumber(json, "lower", past.Lower);
                WriteNumber(json, "upper", past.Upper);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("why", alert.MatchedRoute);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSegments(Utf8JsonWriter json, Alert alert)
    {
        if (alert.Segments.Count == 0)
        {
            return;
        }

        json.WriteStartArray("segments");
        foreach (var segment in alert.Segments)
        {
            json.WriteStartObject();
            json.WriteString("column", segment.Segment.Column);
            json.WriteString("segment", segment.Segment.Name);
            json.WriteString("outcome", AlertLabels.Word(segment.Outcome));
            WriteNumber(json, "value", segment.Value);
            WriteNumber(json, "lower", segment.Lower);
            WriteNumber(json, "upper", segment.Upper);
            WriteNumber(json, "failedRows", segment.FailedRows);
            json.WriteNumber("rows", segment.Rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static SortedDictionary<string, string> LabelsOf(Alert alert) => NotEmpty(
    [
        ("alertname", alert.AlertName),
        ("check", alert.CheckId),
        ("dataset", alert.Dataset),
        ("dimension", alert.Dimension is { } dimension ? AlertLabels.Word(dimension) : ""),
        ("owner", alert.Owner),
        ("severity", AlertLabels.Word(alert.Severity)),
        ("source", alert.Source),
        ("tags", string.Join(',', alert.Tags)),
        ("tier", AlertLabels.Word(alert.Tier)),
    ]);

    private static SortedDictionary<string, string> AnnotationsOf(Alert alert) => NotEmpty(
    [
        ("description", alert.Explanation),
        ("runbook_url", alert.Runbook?.AbsoluteUri ?? ""),
        ("summary", alert.Dataset.Length == 0 ? alert.Title : $"{alert.Dataset}: {alert.Title}"),
    ]);

    private static SortedDictionary<string, string> GroupLabels(Alert alert) =>
        NotEmpty([alert.Dataset.Length == 0 ? ("source", alert.Source) : ("dataset", alert.Dataset)]);

    private static SortedDictionary<string, string> NotEmpty(IEnumerable<(string Name, string Value)> pairs) =>
        new(pairs.Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal), StringComparer.Ordinal);

    private static SortedDictionary<string, string> Common(IEnumerable<SortedDictionary<string, string>> maps)
    {
        var all = maps.ToArray();
        return NotEmpty(all[0].Where(pair => Array.TrueForAll(all, map => map.TryGetValue(pair.Key, out var value) && value == pair.Value)).Select(pair => (pair.Key, pair.Value)));
    }

    private static void WriteMap(Utf8JsonWriter json, string name, SortedDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static string Status(bool isFiring) => isFiring ? "firing" : "resolved";

    /// <summary>The words that Alertmanager knows; it sees a higher severity as a new alert.</summary>
    private static string ReasonOf(NotifyReason reason) => reason switch
    {
        NotifyReason.FirstNotification => "first notification",
        NotifyReason.NewAlertsAdded or NotifyReason.Escalated => "new alerts added",
        NotifyReason.SomeAlertsResolved => "some alerts resolved",
        NotifyReason.AllAlertsResolved => "all alerts resolved",
        _ => "none",
    };

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
