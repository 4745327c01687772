using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataMonitor.Adapters.Tests.Influx;

/// <summary>A web server that answers as the test says, for versions of InfluxDB that cannot be had and for troubles that a real one does not show on demand.</summary>
internal sealed class StubInflux : IAsyncDisposable
{
    private readonly WebApplication app;

    private StubInflux(WebApplication app) => this.app = app;

    public Uri Url => new(((IApplicationBuilder)app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.First());

    public ConcurrentQueue<StubRequest> Requests { get; } = new();

    public static async Task<StubInflux> StartAsync(Func<StubRequest, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var stub = new StubInflux(builder.Build());
        stub.app.Run(async context =>
        {
            var request = await ReadAsync(context.Request);
            stub.Requests.Enqueue(request);
            await answer(request, context);
        });
        await stub.app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public static Task<StubInflux> StartAsync(int status, string body = "", string? retryAfter = null) => StartAsync((_, context) =>
    {
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return AnswerAsync(context, status, body);
    });

    public static async Task AnswerAsync(HttpContext context, int status, string body = "")
    {
        context.Response.StatusCode = status;
        if (body.Length > 0)
        {
            await context.Response.WriteAsync(body);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<StubRequest> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        if (request.Headers.ContentEncoding == "gzip")
        {
            await using var gzip = new GZipStream(request.Body, CompressionMode.Decompress);
            await gzip.CopyToAsync(body);
        }
        else
        {
            await request.Body.CopyToAsync(body);
        }

        return new($"{request.Path}{request.QueryString}", request.Headers.Authorization.ToString(), Encoding.UTF8.GetString(body.ToArray()));
    }
}

internal sealed record StubRequest(string Address, string Authorization, string Body)
{
    public string[] Lines => Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
