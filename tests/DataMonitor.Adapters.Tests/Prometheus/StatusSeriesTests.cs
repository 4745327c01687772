using System.Collections.Immutable;
using System.Text;
using DataMonitor.Adapters.Prometheus;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.Prometheus;

public sealed class StatusSeriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Write_NewestResults_IsCleanAndTheSameEachTime()
    {
        var text = Text(1_000);

        text.ShouldBe(Text(1_000));
        text.ShouldMatchApproved(options => options.SubFolder("Golden"));
        (await Promtool.CheckMetricsAsync(text)).ShouldBeEmpty();
    }

    [Fact]
    public void Write_Cap_LeavesTheLastFamiliesOut()
    {
        var text = Text(15);

        text.ShouldContain("dq_check_status");
        text.ShouldNotContain("dq_column_");
    }

    private static string Text(int cap)
    {
        var datasets = new[] { Dataset("shop/orders"), Dataset("shop/\"odd\" \\ name") };
        var catalog = new Catalog(
            datasets.ToImmutableSortedDictionary(dataset => dataset.Name, dataset => dataset, StringComparer.Ordinal),
            ImmutableDictionary<string, SourceDefinition>.Empty, AlertConfiguration.Nothing, "hash");
        var statistics = new StoreStatistics(
            ImmutableDictionary<RunStatus, long>.Empty.Add(RunStatus.Queued, 4), 2, 1, Noon.AddSeconds(-90), [new SinkLag("influx", 7, Noon.AddMinutes(-5), 3, "is away.")]);
        var text = new PrometheusText(cap);
        new StatusSeries(
            "production", catalog,
            [State("shop/orders"), State("shop/\"odd\" \\ name"), State("shop/removed")],
            statistics, new Dictionary<string, TimeSpan>(StringComparer.Ordinal) { ["shop/orders"] = TimeSpan.FromDays(1) }, Noon).Write(text);
        return Encoding.UTF8.GetString(text.Written.Span);
    }

    private static DatasetState State(string dataset) => new(
        dataset,
        new Run(Guid.Empty, dataset, Noon, RunTrigger.Schedule, RunStatus.Failed, 1, Noon, Noon, null),
        Noon.AddHours(-1),
        [
            Result("volume", "volume", MetricUnit.Rows, CheckOutcome.Passed, 1000),
            Result("email-missing", "missing", MetricUnit.Share, CheckOutcome.Failed, 0.071) with
            {
                Upper = 0.02,
                FailedRows = 71,
                Segments =
                [
                    new(Segment.Of("country", "D\"E\\"), CheckOutcome.Failed, 0.071, MetricUnit.Share, null, 0.02, 71, 1000),
                    new(Segment.Of("country", null), CheckOutcome.NotApplicable, null, MetricUnit.Share, null, 0.02, null, 0),
                    new(Segment.Other("country"), CheckOutcome.Passed, 0, MetricUnit.Share, null, 0.02, 0, 3000),
                ],
            },
            Result("freshness", "freshness", MetricUnit.Seconds, CheckOutcome.Warned, 7200) with { Upper = 10800 },
            Result("revenue", "metric", MetricUnit.Number, CheckOutcome.Errored, null),
        ],
        [new ColumnProfile("email", 1000, 71, 900, null, null, null, null, null, []), new ColumnProfile("amount", 1000, 0, null, -1.5, 1e16, 12.25, 3, 12, [])],
        null, []);

    private static CheckResult Result(string id, string kind, MetricUnit unit, CheckOutcome outcome, double? value) => new(
        id, kind, id, null, Dimension.Volume, Severity.Major, outcome, value, unit, null, null, null, null, null, "…", TimeSpan.FromSeconds(1));

    private static Dataset Dataset(string name) => new(
        name, "shop", new TableObject(["orders"]), "crm", Tier.Critical, [], null, null, null, null, null, "UTC", DatasetLimits.Default, AlertRules.Default, [],
        new Place("checks/orders.yaml", 1, 1));
}
