using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataMonitor.Adapters.Influx;

/// <summary>What an answer to a write means for the lines that were sent.</summary>
internal abstract partial record InfluxAnswer
{
    /// <param name="status">Of the answer.</param>
    /// <param name="body">Its beginning.</param>
    /// <param name="lines">Lines that were sent.</param>
    /// <param name="endpoint">Where they were sent.</param>
    /// <param name="retryAfter">What the answer asked for.</param>
    public static InfluxAnswer Read(HttpStatusCode status, string body, int lines, InfluxEndpoint endpoint, TimeSpan? retryAfter) => (int)status switch
    {
        >= 200 and < 300 => new Stored(0, ""),
        400 or 422 => ReadRefusal((int)status, body, lines, endpoint),
        401 or 403 => new Kept($"refused the credentials ({(int)status}). Give a token or user that may write to {endpoint.Target}.", Settings.AskAgain),
        404 => new Kept(NotFound(body, endpoint), Settings.AskAgain),
        413 => new TooLarge(),
        429 or 502 or 503 or 504 => new Kept($"is overloaded or not ready ({(int)status}). Nothing is lost; it is tried again.", retryAfter),
        >= 500 when body.Contains("retention policy not found", StringComparison.Ordinal) =>
            new Kept("has no such retention policy. Create it or correct 'retention_policy'.", Settings.AskAgain),
        >= 500 => new Kept($"failed inside ({(int)status}). Nothing is lost; it is tried again.", null),
        >= 300 and < 400 => new Kept($"sends writes elsewhere ({(int)status}), which is not followed. Correct 'url'.", Settings.AskAgain),
        var other => new Kept($"does not take writes ({other}). Correct 'url' and 'version'.", Settings.AskAgain),
    };

    private static string NotFound(string body, InfluxEndpoint endpoint) =>
        body.Contains("not found: ", StringComparison.Ordinal) || body.Contains("\"not found\"", StringComparison.Ordinal)
        || body.Contains("bucket", StringComparison.Ordinal) || body.Contains("database", StringComparison.Ordinal)
            ? $"has no {endpoint.Target} (404). Create it or correct the name."
            : $"knows no writes of version {endpoint.Version} (404). Correct 'url' and 'version'.";

    private static InfluxAnswer ReadRefusal(int status, string body, int lines, InfluxEndpoint endpoint)
    {
        var (text, rejected) = Parse(body);
        var reason = Reason(text);
        if (rejected > 0)
        {
            return new Stored(Math.Min(rejected, lines), reason);
        }

        var unparsed = Unparsed().Count(text);
        if (text.Contains("partial write", StringComparison.Ordinal))
        {
            var dropped = Dropped().Matches(text).Sum(match => int.Parse(match.ValueSpan[match.ValueSpan.IndexOf('=')..][1..], CultureInfo.InvariantCulture));
            return new Stored(Math.Clamp(dropped + unparsed, 1, lines), reason);
        }

        // 1.x parses line by line: without "partial write" there was no good line. 2.x stores nothing because of one bad line.
        return unparsed > 0 && endpoint.Version == 1
            ? new Stored(lines, reason)
            : new NotStored(unparsed > 0 || text.Contains("field type conflict", StringComparison.Ordinal), reason, status);
    }

    private static (string Text, int Rejected) Parse(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (body, 0);
            }

            var text = TextOf(json.RootElement, "error") ?? TextOf(json.RootElement, "message") ?? "";
            if (!json.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            {
                return (text, 0);
            }

            var messages = data.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? TextOf(item, "error_message") : null);
            return ($"{text} {string.Join(' ', messages)}", data.GetArrayLength());
        }
        catch (JsonException)
        {
            return (body, 0);
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>In our words: the server's text holds parts of the lines.</summary>
    private static string Reason(string text) => text switch
    {
        _ when text.Contains("type conflict", StringComparison.Ordinal) || text.Contains("invalid column type", StringComparison.Ordinal) =>
            "the database holds a field of that name with another type",
        _ when text.Contains("retention policy", StringComparison.Ordinal) => "older than the retention of the database",
        _ when text.Contains("max-values-per-tag", StringComparison.Ordinal) || text.Contains("max-series", StringComparison.Ordinal) =>
            "the database has reached its limit of series",
        _ when text.Contains("unable to parse", StringComparison.Ordinal) => "the server could not read the line",
        _ => "the server refused the line",
    };

    [GeneratedRegex(@"dropped=\d{1,9}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Dropped();

    [GeneratedRegex("unable to parse '", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unparsed();

    private static class Settings
    {
        /// <summary>Wrong credentials and missing databases are mended by people.</summary>
        public static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);
    }
}

/// <summary>What could be stored is stored.</summary>
/// <param name="Refused">Lines that never will be.</param>
internal sealed record Stored(int Refused, string Reason) : InfluxAnswer;

/// <summary>Nothing was stored.</summary>
/// <param name="IsAboutLines">The server named a line as the cause; otherwise it may be the address.</param>
internal sealed record NotStored(bool IsAboutLines, string Reason, int Status) : InfluxAnswer;

internal sealed record TooLarge : InfluxAnswer;

/// <summary>Nothing was stored, and the same lines may be stored later.</summary>
internal sealed record Kept(string Problem, TimeSpan? RetryAfter) : InfluxAnswer;
