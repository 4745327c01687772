using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataMonitor.Adapters.Tests.Trino;

/// <summary>A coordinator as the documentation of the client protocol describes it. Each page is given once, in order; anything else is a mistake of the client.</summary>
internal sealed class StubTrino : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<string, HttpContext, Task>> answers;
    private int page;

    private StubTrino(WebApplication app, IEnumerable<Func<string, HttpContext, Task>> answers) => (this.app, this.answers) = (app, new(answers));

    public Uri Address => new(((IApplicationBuilder)app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.First());

    public ConcurrentQueue<(string Line, Dictionary<string, string> Headers, string Body)> Requests { get; } = new();

    public IEnumerable<string> Lines => Requests.Select(request => request.Line);

    /// <summary>Set when a statement was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new();

    public static async Task<StubTrino> StartAsync(params Func<string, HttpContext, Task>[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new StubTrino(builder.Build(), answers);
        stub.app.Run(stub.AnswerAsync);
        await stub.app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    /// <param name="members">Of the page, beside its id: <c>"data": [[1]]</c>.</param>
    public static Func<string, HttpContext, Task> Page(string members, bool isLast = false) => (next, context) =>
        context.Response.WriteAsync($$"""{"id": "q1", "infoUri": "x", {{(isLast ? "" : $"\"nextUri\": \"{next}\", ")}}{{members}}, "warnings": []}""");

    public static Func<string, HttpContext, Task> Status(int status) => (_, context) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static Func<string, HttpContext, Task> Hang() => (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        Requests.Enqueue(($"{request.Method} {request.Path}", request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync()));
        var expected = page == 0 ? "/v1/statement" : string.Create(CultureInfo.InvariantCulture, $"/v1/statement/executing/q1/{page}");
        if (request.Path != expected || request.Method == "PUT")
        {
            context.Response.StatusCode = 404;
        }
        else if (request.Method == "DELETE")
        {
            context.Response.StatusCode = 204;
            Cancelled.TrySetResult();
        }
        else if (request.Method != (page == 0 ? "POST" : "GET") || !answers.TryDequeue(out var answer))
        {
            context.Response.StatusCode = 405;
        }
        else
        {
            await answer(new Uri(Address, string.Create(CultureInfo.InvariantCulture, $"/v1/statement/executing/q1/{page + 1}")).ToString(), context);
            page += context.Response.StatusCode == 200 ? 1 : 0;
        }
    }
}
