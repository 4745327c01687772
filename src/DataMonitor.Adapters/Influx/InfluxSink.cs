using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using DataMonitor.Core.Metrics;

namespace DataMonitor.Adapters.Influx;

/// <summary>Writes points to InfluxDB 1.x, 2.x or 3, or to what speaks like one. Lets failures propagate: the exporter waits and tries again.</summary>
internal sealed class InfluxSink(InfluxOptions options, HttpClient http, TimeProvider time) : IMetricSink
{
    private const int MaxAnswerBytes = 64 * 1024;
    private const int ResetBytes = 5_000_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly InfluxEndpoint endpoint = new(options);

    public string Name { get; } = options.Name;

    public async Task<SinkAnswer> WriteAsync(IReadOnlyList<SeriesPoint> points, CancellationToken cancellationToken)
    {
        using var lines = new LineProtocol();
        var tally = new WriteTally();
        foreach (var point in points)
        {
            if (lines.TryAdd(point) && lines.Count == options.BatchSize)
            {
                await SendAsync(lines, tally, cancellationToken);
            }
        }

        await SendAsync(lines, tally, cancellationToken);
        return tally.ToAnswer();
    }

    private async Task SendAsync(LineProtocol lines, WriteTally tally, CancellationToken cancellationToken)
    {
        if (lines.Count > 0)
        {
            await SendAsync(lines, 0, lines.Count, tally, cancellationToken);
        }

        if (tally.Doubt is { } doubt)
        {
            if (!tally.HasStored)
            {
                throw Problem($"refuses everything ({doubt}). Correct 'url', 'version' and the names.", TimeSpan.FromMinutes(1));
            }

            tally.SettleDoubt(); // others were stored: it is the lines, not the address
        }

        tally.NonFinite += lines.NonFinite;
        lines.Clear();
    }

    private async Task SendAsync(LineProtocol lines, int first, int count, WriteTally tally, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(lines.Lines(first, count), count, cancellationToken);
        switch (answer)
        {
            case Stored stored:
                tally.Store(count, stored);
                break;
            case TooLarge when count > 1:
            case NotStored when count > 1 && tally.MayDivide():
                await SendAsync(lines, first, count / 2, tally, cancellationToken);
                await SendAsync(lines, first + (count / 2), count - (count / 2), tally, cancellationToken);
                break;
            case NotStored { IsAboutLines: true } refused:
                tally.Refuse(count, refused.Reason);
                break;
            case NotStored refused:
                tally.DoubtIn(count, refused.Status);
                break;
            case TooLarge:
                tally.DoubtIn(count, 413);
                break;
            case Kept kept:
                throw Problem(kept.Problem, kept.RetryAfter);
        }
    }

    private async Task<InfluxAnswer> PostAsync(ReadOnlyMemory<byte> text, int lines, CancellationToken cancellationToken)
    {
        using var body = options.Gzip ? Compress(text) : null;
        var bytes = body is null ? text : body.GetBuffer().AsMemory(0, (int)body.Length);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.WriteAddress);
        request.Content = new ReadOnlyMemoryContent(bytes);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        if (options.Gzip)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        request.Headers.Authorization = await endpoint.AuthorizeAsync(cancellationToken);
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = response.IsSuccessStatusCode ? "" : await BeginningAsync(response.Content, either.Token);
            return InfluxAnswer.Read(response.StatusCode, answer, lines, endpoint, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Problem($"did not answer within {options.TimeoutSeconds} s. Nothing is lost; it is tried again.", null, e);
        }
        catch (HttpRequestException e) when (bytes.Length > ResetBytes && lines > 1 && !IsUnreachable(e))
        {
            return new TooLarge(); // 1.x closes the socket while a body above its limit is still being sent
        }
        catch (HttpRequestException e)
        {
            throw Problem(Describe(e.HttpRequestError), null, e);
        }
        catch (IOException e)
        {
            throw Problem(Describe(HttpRequestError.ResponseEnded), null, e);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wish = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wish is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestWait.Ticks)) : null;
    }

    private SinkException Problem(string problem, TimeSpan? retryAfter, Exception? cause = null) =>
        new($"InfluxDB at {endpoint.Shown} {problem}", retryAfter, cause);

    private static bool IsUnreachable(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static string Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "has a name that cannot be resolved. Correct 'url' or the name service.",
        HttpRequestError.ConnectionError => "cannot be reached. Start it, or correct 'url'.",
        HttpRequestError.SecureConnectionError => "has no certificate that this machine trusts. Install its authority, or correct 'url'.",
        _ => "closed the connection. Nothing is lost; it is tried again.",
    };

    private static MemoryStream Compress(ReadOnlyMemory<byte> text)
    {
        var body = new MemoryStream(text.Length / 8);
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text.Span);
        }

        return body;
    }

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswerBytes];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
