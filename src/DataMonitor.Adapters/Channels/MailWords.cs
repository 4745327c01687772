using System.Globalization;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Adapters.Channels;

/// <summary>Phrases that the plain and the HTML part of a mail share.</summary>
internal static class MailWords
{
    /// <summary>A word and a shape: colour alone would not reach everybody.</summary>
    public static string Status(Alert alert) => alert switch
    {
        { IsFiring: false } => "✔ RESOLVED",
        { AlertName: "ConnectionDown" } => "◆ SOURCE DOWN",
        { Outcome: CheckOutcome.Errored } => "◆ CANNOT BE CHECKED",
        { Outcome: CheckOutcome.Warned } => "▲ WARNED",
        _ => "■ FAILED",
    };

    /// <summary>The first words that a mailbox shows beside the subject.</summary>
    public static string Summary(AlertMessage message)
    {
        var firing = message.Alerts.Count(alert => alert.IsFiring);
        var lead = message.Alerts[0];
        return firing == 0 && !message.IsFiring ? $"Resolved. {lead.Explanation}"
            : firing == 0 ? $"Resolved, while {Count(message.StillFiring, "problem")} of it {(message.StillFiring == 1 ? "is" : "are")} still open. {lead.Explanation}"
            : message.Reason == NotifyReason.Escalated ? $"Worse than told before. {lead.Explanation}"
            : lead.Explanation;
    }

    /// <returns>A line for each segment that is told: <c>country DE: 7.1 % (71 of 1,000 rows), failed</c>.</returns>
    public static IEnumerable<string> Segments(Alert alert) =>
        alert.Segments.Select(segment => $"{segment.Segment.Column} {segment.Segment.Name}: {segment.Figure}, {AlertLabels.Word(segment.Outcome)}");

    /// <summary>Who, how bad, since when: <c>severity major, owner sales, tier high</c>.</summary>
    public static string Scope(Alert alert) =>
        $"severity {AlertLabels.Word(alert.Severity)}{(alert.RaisedFrom is { } before ? $" (was {AlertLabels.Word(before)})" : "")} · owner {alert.Owner} · tier {AlertLabels.Word(alert.Tier)}";

    public static string Since(Alert alert) => alert.ResolvedAt is { } end
        ? $"{Instant(alert.StartedAt)} to {Instant(end)} ({Elapsed(end - alert.StartedAt)})"
        : Instant(alert.StartedAt);

    /// <returns><c>30 runs, from 0.4 % to 7.1 %, median 1.1 %</c>, or <see langword="null"/> without values.</returns>
    public static string? History(Alert alert)
    {
        var values = alert.History.Where(past => past.Value is not null).Select(past => past.Value!.Value).Order().ToArray();
        return values.Length < 2
            ? null
            : $"{Count(alert.History.Count, "run")}, from {Amount(values[0])} to {Amount(values[^1])}, median {Amount(values[values.Length / 2])}";

        string Amount(double value) => Display.Of(value, alert.History[^1].Unit);
    }

    public static string ShortId(Alert alert) => alert.IncidentId.ToString("n")[^12..];

    public static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:#,##0} {noun}{(count == 1 ? "" : "s")}");

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <returns>Text on one line: no control character can begin a line or hide something.</returns>
    public static string OneLine(string text, int longest = 1_000)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : letter));
        return line.Length <= longest ? line : $"{line[..(longest - 1)].TrimEnd('\ud800', ' ')}…";
    }

    private static string Elapsed(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 2 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };
}
