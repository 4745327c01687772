using System.Text.Json;
using CsCheck;
using DataMonitor.Adapters.State;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

public sealed class StateJsonTests
{
    private static readonly JsonSerializerOptions IndentedOptions = new() { WriteIndented = true };

    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Select(Gen.DateTime, Gen.Int[-14, 14], (instant, hours) => new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Unspecified), TimeSpan.FromHours(hours)));

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String.Where(text => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD)), Gen.Const(""), Gen.Const("\0\U0001F600 'x' \"y\" \\ <img> \r\n\u2028"), Gen.Const("äöü – 7.1 %"));

    private static readonly Gen<PastValue> Values = Gen.Select(
        Instants, Gen.Enum<CheckOutcome>(), Gen.Double.Nullable(), Gen.Enum<MetricUnit>(), Gen.Double.Nullable(), Gen.Double.Nullable(),
        (at, outcome, value, unit, lower, upper) => new PastValue(at, outcome, value, unit, lower, upper));

    private static readonly Gen<Alert> Alerts = Gen.Select(
        Texts.Array[12, 12], Texts.Null().Array[5, 5], Instants.Array[3, 3], Values.Array[0, 5], Gen.Enum<Dimension>().Nullable(), Gen.Enum<Severity>(), Gen.Long.Nullable(), Gen.Guid.Nullable(),
        (texts, optional, instants, history, dimension, severity, rows, thread) => new Alert(
            Guid.NewGuid(), texts[0], texts[1], texts[2], texts[3], texts[4], optional[0], dimension, severity, dimension is null ? null : Severity.Info, CheckOutcome.Failed, texts[5], Tier.High,
            [texts[6], texts[7]], texts[8], optional[1], optional[2], rows, history.ToValueList(), instants[0], thread is null ? null : instants[1],
            dimension is null ? null : instants[2], optional[3], rows is null ? null : new Uri("https://wiki.example.org/ä?b=c#d"), optional[4], texts[9], thread));

    [Fact]
    public void Write_Message_NamesAreStable() =>
        Indented(StateJson.Write(Runs.Message("crm")).Text).ShouldMatchApproved(options => options.SubFolder("Golden").WithFileExtension("json"));

    [Fact]
    public void Write_Contents_NamesAreStable()
    {
        var report = Runs.FullReport();

        Indented(StateJson.Write(new object[] { report.Profiles, report.Schema!, report.Statements, Runs.Incident("shop/a").Told.Select(told => told with { Thread = Guid.Empty }) }).Text)
            .ShouldMatchApproved(options => options.SubFolder("Golden").WithFileExtension("json"));
    }

    [Fact]
    public void Read_WrittenProfile_IsEqual() => StateJson.Read<ColumnProfile>(StateJson.Write(Runs.Profile("a")).Text).ShouldBe(Runs.Profile("a"));

    [Fact]
    public void Read_ProfileOfAnOlderVersion_LacksTheNewerFigures() =>
        StateJson.Read<ColumnProfile>("""{"column":"a","rows":9,"nulls":1,"distinct":3,"mean":2.5,"top":[{"value":"x","count":4}]}""")
            .ShouldBe(new("a", 9, 1, 3, null, null, 2.5, null, null, [new("x", 4)]));

    [Fact]
    public void Read_WrittenMessage_IsEqual() =>
        Gen.Select(Texts, Texts, Gen.Enum<NotifyReason>(), Alerts.Array[1, 3], Gen.Int, Gen.Bool, Instants).Sample((receiver, group, reason, alerts, firing, page, at) =>
        {
            var message = new AlertMessage(receiver, group, reason, receiver + group, alerts.ToValueList(), firing, page ? new Uri("http://localhost:8080/a b") : null, at);

            return StateJson.Read<AlertMessage>(StateJson.Write(message).Text) == message;
        });

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"receiver":"crm","reason":"FromTheFuture"}""")]
    public void Read_WhatNobodyWrote_SaysSo(string json) =>
        Should.Throw<StateException>(() => StateJson.Read<AlertMessage>(json)).Message
            .ShouldBe("The state store holds a row that this version cannot read. A newer version has written it: upgrade this one.");

    private static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, IndentedOptions) + "\n";
    }
}
