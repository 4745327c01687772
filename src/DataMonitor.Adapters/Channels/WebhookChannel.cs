using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.Channels;

/// <summary>Posts messages to one address. Follows no redirect, uses no proxy, reads at most 64 KB of the answer and shows none of it.</summary>
internal sealed class WebhookChannel : IAlertChannel, IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly WebhookDefinition definition;
    private readonly TimeProvider time;
    private readonly Uri address;
    private readonly SocketsHttpHandler handler;
    private readonly HttpClient client;

    public WebhookChannel(WebhookDefinition definition, TimeProvider time)
    {
        (this.definition, this.time) = (definition, time);
        address = new(definition.Address.Reveal());
        handler = HandlerOf(definition);
        client = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<string> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(definition.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = RequestOf(notification);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var read = await DrainAsync(response, either.Token);
            return response.IsSuccessStatusCode
                ? string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {address.Host}{(read > LongestAnswer ? ", answer cut at 64 KB" : "")}")
                : throw Refused(response);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException(
                string.Create(CultureInfo.InvariantCulture, $"{address.Host} did not answer within {definition.Timeout.TotalSeconds:0.#} s."), isTransient: true, cause: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Find<DeliveryException>(e) ?? Unreachable(e);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }

    private static SocketsHttpHandler HandlerOf(WebhookDefinition definition) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = definition.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // addresses are looked up, and judged, anew
        ConnectCallback = async (context, cancellationToken) => await PublicNetwork.ConnectAsync(context.DnsEndPoint, definition.AllowPrivate, cancellationToken),
    };

    private HttpRequestMessage RequestOf(Notification notification)
    {
        var (id, body, now) = (notification.Id.ToString("n"), WebhookBody.Write(notification.Message), time.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Monitor", typeof(WebhookChannel).Assembly.GetName().Version!.ToString(3)));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (definition.SigningKey is { } key)
        {
            request.Headers.Add("webhook-signature", key.Sign(id, now, body));
        }

        return request;
    }

    /// <summary>An answer read to its end lets the connection be used again; one too long ends it.</summary>
    private static async Task<int> DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (buffer, total) = (new byte[4096], 0);
        while (total <= LongestAnswer && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }

    private DeliveryException Refused(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var isTransient = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || status >= 500;
        var hint = response.StatusCode switch
        {
            HttpStatusCode.Gone => " It wants no more messages; take it out of the receiver.",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => " Look at its address and secret.",
            _ when status is >= 300 and < 400 => " Redirects are not followed; write the final address.",
            _ => "",
        };
        return new(string.Create(CultureInfo.InvariantCulture, $"{address.Host} answered {status}.{hint}"), isTransient, isTransient ? RetryAfterOf(response) : null);
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var wish = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return wish <= TimeSpan.Zero ? null : wish < LongestWait ? wish : LongestWait;
    }

    private DeliveryException Unreachable(Exception e) => new(
        Find<AuthenticationException>(e) is not null ? $"{address.Host} showed a certificate that is not trusted."
        : Find<SocketException>(e) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } ? $"The name {address.Host} is not known here."
        : Find<SocketException>(e) is { SocketErrorCode: SocketError.ConnectionRefused } ? $"{address.Host} refused the connection."
        : $"The connection to {address.Host} broke.",
        isTransient: true,
        cause: e);

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        while (e is not null and not T)
        {
            e = e.InnerException;
        }

        return e as T;
    }
}
