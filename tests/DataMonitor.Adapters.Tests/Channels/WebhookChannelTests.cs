using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DataMonitor.Adapters.Channels;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static DataMonitor.Adapters.Tests.Channels.Notifications;

namespace DataMonitor.Adapters.Tests.Channels;

public sealed class WebhookChannelTests
{
    private readonly FakeTimeProvider time = new(Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Write_Firing_MatchesTheGoldenFile() => Body(Firing).ShouldMatchApproved(options => options.SubFolder("Golden").WithFileExtension("json"));

    [Fact]
    public void Write_Resolved_MatchesTheGoldenFile() => Body(Resolved).ShouldMatchApproved(options => options.SubFolder("Golden").WithFileExtension("json"));

    [Fact]
    public void Write_BecameWorse_EndsTheAlertOfTheLowerSeverity()
    {
        var worse = Firing with { Message = Message(NotifyReason.Escalated, Missing with { Thread = Second, RaisedFrom = Severity.Minor }) };

        using var json = System.Text.Json.JsonDocument.Parse(WebhookBody.Write(worse.Message));

        json.RootElement.GetProperty("alerts").EnumerateArray()
            .Select(alert => (alert.GetProperty("labels").GetProperty("severity").GetString(), alert.GetProperty("status").GetString()))
            .ShouldBe([("major", "firing"), ("minor", "resolved")]);
    }

    [Fact]
    public void Of_KnownLabels_IsAlertmanagersFingerprint() => Fingerprint
        .Of(new(StringComparer.Ordinal) { ["alertname"] = "NullRate", ["dataset"] = "x", ["severity"] = "critical", ["suite"] = "s1" }).ShouldBe("7f874ea1d69e6e3b");

    [Fact]
    public void Sign_VectorOfStandardWebhooks_GivesItsSignature()
    {
        SigningKey.TryParse(new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), out var key).ShouldBeTrue();

        key.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"u8)
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_%%%")]
    public void TryParse_NotASigningSecret_IsRefused(string text) => SigningKey.TryParse(new(text), out _).ShouldBeFalse();

    [Fact]
    public async Task SendAsync_Accepted_CarriesTheSignedBodyWithTheSameIdOnEachAttempt()
    {
        var seen = new List<(string Id, string Timestamp, string Signature, byte[] Body)>();
        await using var receiver = await ReceiverAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancellation);
            seen.Add((context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!, context.Request.Headers["webhook-signature"]!, body.ToArray()));
        });
        SigningKey.TryParse(new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), out var key).ShouldBeTrue();
        using var channel = Channel(receiver.Address, definition => definition with { SigningKey = key });

        var answer = await channel.SendAsync(Firing, Cancellation);
        time.Advance(TimeSpan.FromSeconds(30));
        await channel.SendAsync(Firing, Cancellation);

        answer.ShouldBe("200 127.0.0.1");
        seen.Select(request => request.Id).ShouldAllBe(id => id == First.ToString("n"));
        seen[1].Timestamp.ShouldBe(Noon.AddSeconds(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        seen[1].Body.ShouldBe(seen[0].Body);
        seen[1].Signature.ShouldBe(key.Sign(seen[1].Id, Noon.AddSeconds(30), seen[1].Body));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(410, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task SendAsync_Refused_SaysWhetherTryingAgainMayHelp(int status, bool isTransient)
    {
        await using var receiver = await ReceiverAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("a stack trace of theirs", Cancellation);
        });
        using var channel = Channel(receiver.Address);

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        problem.IsTransient.ShouldBe(isTransient);
        problem.Message.ShouldStartWith($"127.0.0.1 answered {status}.");
        problem.Message.ShouldNotContain("stack trace");
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("Mon, 02 Nov 2026 12:02:00 GMT", 120)]
    [InlineData("86400", 3600)]
    [InlineData("Mon, 02 Nov 2026 11:00:00 GMT", null)]
    [InlineData("soon", null)]
    public async Task SendAsync_AnswerAsksToWait_PassesTheWishOn(string header, int? seconds)
    {
        await using var receiver = await ReceiverAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });
        using var channel = Channel(receiver.Address);

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        problem.RetryAfter.ShouldBe(seconds is { } expected ? TimeSpan.FromSeconds(expected) : null);
    }

    [Fact]
    public async Task SendAsync_Redirected_FollowsNowhere()
    {
        var requests = 0;
        await using var receiver = await ReceiverAsync(context =>
        {
            requests++;
            context.Response.Redirect("http://169.254.169.254/latest/meta-data");
            return Task.CompletedTask;
        });
        using var channel = Channel(receiver.Address);

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        (requests, problem.IsTransient).ShouldBe((1, false));
        problem.Message.ShouldContain("Redirects are not followed");
    }

    [Fact]
    public async Task SendAsync_AnswerWithoutEnd_IsCut()
    {
        await using var receiver = await ReceiverAsync(async context =>
        {
            var block = new byte[8192];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        });
        using var channel = Channel(receiver.Address);

        (await channel.SendAsync(Firing, Cancellation)).ShouldBe("200 127.0.0.1, answer cut at 64 KB");
    }

    [Fact]
    public async Task SendAsync_NeverAnswers_GivesUpAfterTheLimit()
    {
        var arrived = new TaskCompletionSource();
        await using var receiver = await ReceiverAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var channel = Channel(receiver.Address);

        var sending = channel.SendAsync(Firing, Cancellation);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(10));

        var problem = await Should.ThrowAsync<DeliveryException>(sending);
        (problem.Message, problem.IsTransient).ShouldBe(("127.0.0.1 did not answer within 10 s.", true));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::]")]
    public async Task SendAsync_AddressInAPrivateNetwork_OpensNoConnection(string host)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var channel = Channel(new($"https://{host}:{port}/hook"), definition => definition with { AllowPrivate = ["other.internal"] });

        var problem = await Should.ThrowAsync<DeliveryException>(channel.SendAsync(Firing, Cancellation));

        problem.Message.ShouldContain("lies in a private network");
        problem.IsTransient.ShouldBeFalse();
        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    public void IsPublic_Address_IsJudgedByItsNetwork(string address, bool expected) => PublicNetwork.IsPublic(IPAddress.Parse(address)).ShouldBe(expected);

    private WebhookChannel Channel(Uri address, Func<WebhookDefinition, WebhookDefinition>? change = null)
    {
        var definition = new WebhookDefinition(Header("webhook"), new(address.AbsoluteUri), null, ["127.0.0.1"], TimeSpan.FromSeconds(10));
        return new(change?.Invoke(definition) ?? definition, time);
    }

    private static string Body(Notification notification)
    {
        using var json = System.Text.Json.JsonDocument.Parse(WebhookBody.Write(notification.Message));
        using var buffer = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static async Task<Receiver> ReceiverAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Cancellation);
        return new(app, new(new Uri(app.Urls.Single()), "/hook"));
    }

    private sealed record Receiver(WebApplication App, Uri Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
