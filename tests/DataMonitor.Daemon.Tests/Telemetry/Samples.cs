using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Tests.Telemetry;

internal static class Samples
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static CurrentCatalog Catalog(params Dataset[] datasets) => new(new Catalog(
        datasets.ToImmutableSortedDictionary(dataset => dataset.Name, dataset => dataset, StringComparer.Ordinal),
        ImmutableDictionary<string, SourceDefinition>.Empty, AlertConfiguration.Nothing, "hash"));

    public static Dataset Dataset(string name, Schedule? schedule = null) => new(
        name, name.Split('/')[0], new TableObject(["orders"]), "crm", Tier.Critical, [], null, null, schedule, null, null, "UTC", DatasetLimits.Default,
        AlertRules.Default, [], new Place("checks/orders.yaml", 1, 1));

    public static ExportEntry Entry(string dataset, int number, int checks)
    {
        var at = Noon.AddMinutes(number);
        var results = Enumerable.Range(1, checks).Select(check => Result($"c{check}")).ToImmutableArray();
        return new(
            $"{number}", Run(dataset, at, RunStatus.Passed), new RunReport(RunStatus.Passed, at, at.AddSeconds(1), "hash", null, results, [], null, []));
    }

    public static Run Run(string dataset, DateTimeOffset at, RunStatus status) => new(Guid.Empty, dataset, at, RunTrigger.Schedule, status, 1, at, at.AddSeconds(1), null);

    public static CheckResult Result(string id, CheckOutcome outcome = CheckOutcome.Passed, double? value = 0.01) => new(
        id, "missing", id, "email", Dimension.Completeness, Severity.Major, outcome, value, MetricUnit.Share, "at most 2 %", null, 0.02, 71, 1000, "…",
        TimeSpan.FromMilliseconds(1500));
}
