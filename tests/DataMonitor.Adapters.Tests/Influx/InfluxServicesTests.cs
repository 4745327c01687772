using DataMonitor.Adapters.Influx;
using DataMonitor.Core.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataMonitor.Adapters.Tests.Influx;

public sealed class InfluxServicesTests
{
    [Fact]
    public void AddInflux_NotAskedFor_AddsNothing() => Sinks(new(StringComparer.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void AddInflux_OneMapping_IsCalledInflux() =>
        Sinks(new(StringComparer.Ordinal) { ["sinks:influx:url"] = "http://influx:8086", ["sinks:influx:org"] = "o", ["sinks:influx:bucket"] = "b" }).ShouldBe(["influx"]);

    [Fact]
    public void AddInflux_List_AddsASinkForEach() => Sinks(new(StringComparer.Ordinal)
    {
        ["sinks:influx:0:name"] = "main", ["sinks:influx:0:url"] = "http://influx:8086", ["sinks:influx:0:version"] = "3", ["sinks:influx:0:database"] = "dq",
        ["sinks:influx:1:name"] = "old", ["sinks:influx:1:url"] = "http://influx-1:8086", ["sinks:influx:1:version"] = "1", ["sinks:influx:1:database"] = "dq",
    }).ShouldBe(["main", "old"]);

    [Fact]
    public void AddInflux_Mistakes_AreAllToldInOurWords()
    {
        var e = Should.Throw<OptionsValidationException>(() => Sinks(new(StringComparer.Ordinal)
        {
            ["sinks:influx:0:name"] = "Main!", ["sinks:influx:0:version"] = "4", ["sinks:influx:0:batchsize"] = "0", ["sinks:influx:0:timeoutseconds"] = "0",
            ["sinks:influx:1:url"] = "http://user:secret@influx:8086", ["sinks:influx:1:token"] = "a", ["sinks:influx:1:tokenfile"] = "b",
            ["sinks:influx:2:url"] = "http://influx:8086", ["sinks:influx:2:version"] = "1", ["sinks:influx:2:username"] = "u", ["sinks:influx:2:token"] = "a",
            ["sinks:influx:3:adress"] = "http://influx:8086",
            ["sinks:influx:4:version"] = "two",
            ["sinks:influx:5:url"] = "influx", ["sinks:influx:5:database"] = "d", ["sinks:influx:5:version"] = "3", ["sinks:influx:5:password"] = "p",
        }));

        string.Join('\n', e.Failures).ShouldNotContain("secret");
        string.Join('\n', e.Failures).ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    private static string[] Sinks(Dictionary<string, string?> settings)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("sinks:influx");
        using var services = new ServiceCollection().AddInflux(section).BuildServiceProvider();
        return [.. services.GetServices<IMetricSink>().Select(sink => sink.Name)];
    }
}
