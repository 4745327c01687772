using System.Collections.Immutable;
using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Metrics;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Core.Tests.Metrics;

public sealed class SeriesPointsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_FinishedRun_GivesChecksDatasetAndProfiles()
    {
        var points = SeriesPoints.Of(Entry([Result(CheckOutcome.Warned, 0.071)], [Profile()]), Orders(), "production");

        points.Select(Text).ShouldBe(
        [
            "dq_check check=email-missing,dataset=shop/orders,dimension=completeness,env=production,owner=crm,source=shop,tier=critical "
            + "status=1,ok=0,error=0,value=0.071,upper=0.02,failed_rows=71,duration_ms=1500,lag_ms=2000",
            "dq_dataset dataset=shop/orders,env=production,owner=crm,source=shop,tier=critical "
            + "row_count=1000,health_score=50,run_ms=3000,missed=0",
            "dq_profile column=email,dataset=shop/orders,env=production,owner=crm,source=shop,tier=critical "
            + "null_pct=7.1,distinct_count=900",
        ]);
        points.ShouldAllBe(point => point.Time == Noon);
    }

    [Fact]
    public void Of_SegmentedCheck_GivesAPointForEachSegment()
    {
        var result = Result(CheckOutcome.Warned, 0.071) with
        {
            Segments =
            [
                new(Segment.Of("country", "DE"), CheckOutcome.Warned, 0.071, MetricUnit.Share, null, 0.02, 71, 1000),
                new(Segment.Other("country"), CheckOutcome.NotApplicable, null, MetricUnit.Share, null, null, null, 0),
            ],
        };

        SeriesPoints.Of(Entry([result], []), Orders(), "production").Where(point => point.Measurement == "dq_segment").Select(Text).ShouldBe(
        [
            "dq_segment check=email-missing,column=country,dataset=shop/orders,env=production,owner=crm,segment=DE,source=shop,tier=critical "
            + "status=1,value=0.071,upper=0.02,failed_rows=71,rows=1000",
            "dq_segment check=email-missing,column=country,dataset=shop/orders,env=production,owner=crm,segment=(other),source=shop,tier=critical status=0,rows=0",
        ]);
    }

    [Fact]
    public void Of_MeasuredAgain_WritesThePointOfTheFirstOccurrence()
    {
        var entry = Entry([Result(CheckOutcome.Warned, 0.071)], []);
        var recheck = new Recheck(Noon.AddDays(-3), Noon.AddDays(-2), Noon.AddDays(-2), Noon.AddDays(-2).AddSeconds(4), 0.01, Noon, Result(CheckOutcome.Passed, 0.02));

        var points = SeriesPoints.Of(entry with { Report = entry.Report with { Rechecks = [recheck] } }, Orders(), "production");

        var again = points.Single(point => point.Time == Noon.AddDays(-2));
        again.Tags.ShouldBe(points[0].Tags);
        Text(again).ShouldEndWith("status=0,ok=1,error=0,value=0.02,upper=0.02,failed_rows=71,duration_ms=1500,lag_ms=4000");
    }

    [Fact]
    public void Of_DefinitionGone_LeavesOwnerAndTierOut()
    {
        var point = SeriesPoints.Of(Entry([Result(CheckOutcome.Passed, 0)], []), null, "production")[0];

        point.Tags.Select(tag => $"{tag.Name}={tag.Value}").ShouldBe(
            ["check=email-missing", "dataset=shop/orders", "dimension=completeness", "env=production", "source=shop"]);
    }

    [Fact]
    public void Of_Errored_HasNoValueAndCountsAsErrorNotAsOk()
    {
        var point = SeriesPoints.Of(Entry([Result(CheckOutcome.Errored, null)], []), Orders(), "production")[0];

        Field(point, "status").ShouldBe(3L);
        Field(point, "ok").ShouldBe(0d);
        Field(point, "error").ShouldBe(1d);
        Field(point, "value").ShouldBeNull();
    }

    [Fact]
    public void Of_Missed_MarksDatasetAndCountsInEngine()
    {
        var missed = Entry([], []) with { Run = NewRun(RunStatus.Missed) };

        SeriesPoints.Of(missed, Orders(), "production").Select(Text).ShouldBe(
        [
            "dq_dataset dataset=shop/orders,env=production,owner=crm,source=shop,tier=critical missed=1",
            "dq_engine dataset=shop/orders,env=production,source=shop missed_runs=1",
        ]);
    }

    [Theory]
    [InlineData(CheckOutcome.Passed, 1d)]
    [InlineData(CheckOutcome.Warned, 1d)]
    [InlineData(CheckOutcome.Failed, 0d)]
    [InlineData(CheckOutcome.Errored, null)]
    public void Of_Freshness_TellsAgeAndWhetherThePromiseWasKept(CheckOutcome outcome, double? kept)
    {
        var fresh = Result(outcome, outcome == CheckOutcome.Errored ? null : 7200) with { Kind = "freshness", Unit = MetricUnit.Seconds };

        var point = SeriesPoints.Of(Entry([fresh], []), Orders(), "production")[1];

        Field(point, "freshness_s").ShouldBe(fresh.Value);
        Field(point, "sla_ok").ShouldBe(kept);
    }

    [Fact]
    public void Of_ResolvedIncident_TellsTimesToDetectAndToResolve()
    {
        var incident = new Incident(
            Guid.Parse("11111111-2222-3333-4444-555555555555"), IncidentKind.Data, "shop/orders", "shop", "email-missing", "email missing", Severity.Major,
            CheckOutcome.Failed, "…", 1, true, Noon, Noon.AddMinutes(10), Noon.AddMinutes(70), Noon.AddMinutes(70), []);

        Text(SeriesPoints.Of(incident, Orders(), "production")).ShouldBe(
            "dq_incident check=email-missing,dataset=shop/orders,env=production,owner=crm,severity=major,source=shop "
            + "id=11111111-2222-3333-4444-555555555555,title=email missing,opened=1772367000000,ttd_s=600,ttr_s=3600");
    }

    [Fact]
    public void Of_Statistics_GivesTheEngineAndEachSink()
    {
        var statistics = new StoreStatistics(
            ImmutableDictionary<RunStatus, long>.Empty.Add(RunStatus.Queued, 4), 5, 6, null, [new SinkLag("influx", 7, null, 0, null)]);

        SeriesPoints.Of(statistics, "node-1", "production", Noon).Select(Text).ShouldBe(
        [
            "dq_engine env=production,node=node-1 queue_depth=4,outbox_depth=5,dead_letters=6",
            "dq_engine env=production,node=node-1,sink=influx sink_buffer_runs=7",
        ]);
    }

    [Fact] // An upgrade must never write a field with another type, or a name as both tag and field.
    public void Of_AnyRun_KeepsToThePublishedNamesAndTypes() =>
        Gen.Select(Gen.Enum<CheckOutcome>(), Gen.Enum<RunStatus>(), Gen.Double, Gen.Bool).Sample((outcome, status, value, isKnown) =>
        {
            var entry = Entry([Result(outcome, value)], [Profile()]) with { Run = NewRun(status) };

            foreach (var point in SeriesPoints.Of(entry, isKnown ? Orders() : null, "production"))
            {
                var shape = SeriesNames.All.Single(shape => shape.Measurement == point.Measurement);
                point.Tags.ShouldAllBe(tag => shape.Has(tag.Name));
                point.Fields.ShouldNotBeEmpty();
                point.Fields.ShouldAllBe(field => shape.Fields.Contains(new FieldShape(field.Name, TypeOf(field.Value))));
            }
        });

    [Fact]
    public void Names_TagsAndFields_AreDisjoint()
    {
        var tags = SeriesNames.All.SelectMany(shape => shape.Tags).ToHashSet(StringComparer.Ordinal);

        SeriesNames.All.SelectMany(shape => shape.Fields).ShouldAllBe(field => !tags.Contains(field.Name));
    }

    private static FieldType TypeOf(object value) => value switch
    {
        double => FieldType.Float,
        long => FieldType.Integer,
        _ => FieldType.Text,
    };

    private static object? Field(SeriesPoint point, string name) => point.Fields.FirstOrDefault(field => field.Name == name).Value;

    private static string Text(SeriesPoint point) =>
        $"{point.Measurement} {string.Join(',', point.Tags.Select(tag => $"{tag.Name}={tag.Value}"))} "
        + string.Join(',', point.Fields.Select(field => FormattableString.Invariant($"{field.Name}={field.Value}")));

    private static ExportEntry Entry(ImmutableArray<CheckResult> results, ImmutableArray<ColumnProfile> profiles) => new(
        "1",
        NewRun(RunStatus.Warned),
        new RunReport(RunStatus.Warned, Noon.AddSeconds(2), Noon.AddSeconds(5), "hash", null, results, profiles, null, []));

    private static Run NewRun(RunStatus status) =>
        new(Guid.Parse("00000000-0000-0000-0000-000000000001"), "shop/orders", Noon, RunTrigger.Schedule, status, 1, Noon.AddSeconds(2), Noon.AddSeconds(5), null);

    private static CheckResult Result(CheckOutcome outcome, double? value) => new(
        "email-missing", "missing", "email missing", "email", Dimension.Completeness, Severity.Major, outcome, value, MetricUnit.Share, "at most 2 %",
        null, 0.02, 71, 1000, "email: 7.1 % missing, at most 2 % allowed.", TimeSpan.FromMilliseconds(1500));

    private static ColumnProfile Profile() => new("email", 1000, 71, 900, null, null, null, null, null, []);

    private static Dataset Orders() => new(
        "shop/orders", "shop", new TableObject(["orders"]), "crm", Tier.Critical, [], null, null, null, null, null, "UTC", DatasetLimits.Default,
        AlertRules.Default, [], new Place("checks/orders.yaml", 1, 1));
}
