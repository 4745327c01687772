using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Trino;

/// <summary>Trino's client protocol: a statement is posted, its result fetched page by page from the address that each page names.</summary>
/// <remarks>https://trino.io/docs/current/develop/client-protocol.html</remarks>
internal sealed class TrinoClient(TrinoSource source, TrinoFaults faults, TimeProvider time) : IDisposable
{
    private const long LongestPage = 64L << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // the password goes to nobody else
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(Math.Clamp(source.Header.Timeout.TotalSeconds, 1, 15)),
        MaxConnectionsPerServer = source.Header.MaxConcurrency + 1,
        AutomaticDecompression = DecompressionMethods.All,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the session has its own limit, on the server and here
        MaxResponseContentBufferSize = LongestPage,
    };

    public void Dispose() => http.Dispose();

    public async Task<TrinoPage> StartAsync(string sql, SessionOptions options, CancellationToken cancellationToken) =>
        await SendAsync(() => Request(HttpMethod.Post, new(source.Address, "/v1/statement"), options, sql), cancellationToken);

    /// <param name="address">What the page before gave.</param>
    public async Task<TrinoPage> NextAsync(string address, SessionOptions options, CancellationToken cancellationToken)
    {
        var next = Own(address);
        return await SendAsync(() => Request(HttpMethod.Get, next, options), cancellationToken);
    }

    /// <summary>Tells the engine that nobody waits any longer. It finds out by itself minutes later.</summary>
    public async Task CancelAsync(string address, SessionOptions options)
    {
        using var grace = new CancellationTokenSource(SqlEngine.Grace, time);
        try
        {
            using var request = Request(HttpMethod.Delete, Own(address), options);
            using var answer = await http.SendAsync(request, grace.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or SourceException)
        {
            // the limit that came with the statement ends it
        }
    }

    /// <summary>Where a password may go: nowhere but to the server that the owner named.</summary>
    private Uri Own(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var next) && Uri.Compare(next, source.Address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? next
            : throw faults.LeadsElsewhere();

    private async Task<TrinoPage> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var message = request();
            using var answer = await http.SendAsync(message, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
                return await TrinoPage.ReadAsync(stream, cancellationToken);
            }

            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
            {
                throw faults.Refused(answer.StatusCode);
            }

            await Task.Delay(Pause(attempt, answer.Headers.RetryAfter), time, cancellationToken);
        }
    }

    private static TimeSpan Pause(int attempt, RetryConditionHeaderValue? wish)
    {
        var pause = wish?.Delta ?? FirstPause * Math.Pow(2, Math.Min(attempt, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, SessionOptions options, string? sql = null)
    {
        var request = new HttpRequestMessage(method, address);
        if (sql is not null)
        {
            request.Content = new StringContent(sql, Encoding.UTF8, "text/plain");
        }

        var prefix = $"X-{source.Protocol}-";
        request.Headers.Add(prefix + "User", source.User);
        request.Headers.Add(prefix + "Source", "monitor");
        request.Headers.Add(prefix + "Catalog", source.Catalog);
        request.Headers.Add(prefix + "Schema", source.Schema);
        request.Headers.Add(prefix + "Time-Zone", options.TimeZone);
        request.Headers.Add(prefix + "Session", string.Create(CultureInfo.InvariantCulture, $"query_max_execution_time={options.Timeout.TotalMilliseconds:0}ms"));
        request.Headers.Add(prefix + "Client-Capabilities", "PARAMETRIC_DATETIME");
        request.Headers.Authorization = source.Token is { } token ? new("Bearer", token.Reveal())
            : source.Password is { } password ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{source.User}:{password.Reveal()}")))
            : null;
        return request;
    }
}
