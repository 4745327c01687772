using System.Collections.Immutable;
using CsCheck;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;
using Check = DataMonitor.Core.Checks.Check;

namespace DataMonitor.Core.Tests.Alerting;

/// <summary>A dataset with two checks, its runs, and receivers.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly Place Here = new("alerts/alerts.yaml", 1, 1);

    public static Dataset Orders(int fireAfter = 1, int clearAfter = 1, Tier tier = Tier.High, params string[] checks) => new(
        "shop/orders", "shop", new TableObject(["orders"]), "sales", tier, ["gold", "billing"], "All orders of the shop.", new("https://wiki.example.org/orders"),
        Schedule: null, Partition: null, Filter: null, "UTC", DatasetLimits.Default, new(fireAfter, clearAfter, Severity: null),
        (checks is [] ? ["volume", "email-missing"] : checks).Select(Check (id) => new Probe(id)).ToValueList(), new("checks/orders.yaml", 1, 1));

    public static CheckResult Result(CheckOutcome outcome, string check = "volume", Severity severity = Severity.Major) => new(
        check, "volume", $"{check} of orders", Column: null, Dimension.Volume, severity, outcome,
        outcome is CheckOutcome.Errored or CheckOutcome.NotApplicable ? null : 71, MetricUnit.Rows, "at least 100 rows", 100, null, null, 71,
        $"{check} is {outcome}.", TimeSpan.FromMilliseconds(3));

    public static RunReport Report(DateTimeOffset at, params CheckResult[] results) => new(
        RunStatus.Failed, at, at.AddSeconds(2), "hash", Problem: null, [.. results], [], Schema: null, []);

    public static RunReport Unreachable(DateTimeOffset at, params CheckResult[] results) =>
        Report(at, results) with { Status = RunStatus.Errored, Problem = "Source 'shop' refused the connection.", IsSourceDown = true };

    public static RunEvidence Evidence(Dataset dataset, RunReport report) => new(dataset, report.StartedAt, report, ImmutableDictionary<string, CheckEvidence>.Empty);

    /// <summary>Receivers with one channel each, and routes that try matchers in order; the last receiver is the default.</summary>
    public static AlertConfiguration Configuration(IEnumerable<string> receivers, params AlertRoute[] routes) => new(
        receivers.Last(), [.. routes], [.. receivers.Select(name => new ReceiverDefinition(name, [new Channel(new(name, "email[0]", "email", true, Here))], Here))]);

    public static AlertRoute Route(string receiver, bool carryOn, params Matcher[] matchers) => new([.. matchers], receiver, carryOn, Here);

    public static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Ids 1, 2, 3, …</summary>
    public static Func<Guid> Ids()
    {
        var last = 0;
        return () => new Guid(++last, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    }

    /// <returns>The unresolved incidents after a run changed some.</returns>
    public static ImmutableArray<Incident> With(this ImmutableArray<Incident> unresolved, ImmutableArray<Incident> changed) =>
        [.. unresolved.Where(incident => changed.All(next => next.Id != incident.Id)).Concat(changed).Where(incident => incident.ResolvedAt is null)];

    internal sealed record Channel(ChannelHeader Header) : ChannelDefinition(Header);

    private sealed record Probe(string Id) : Check(new CheckHeader(
        Id, "volume", Id, null, Dimension.Volume, null, CheckScope.Table, null, null, Here))
    {
        public override ValueList<AggregateRequest> Needs => [];

        public override Expectation? DefaultExpectation => null;

        public override Observation Observe(Measurements measurements, ObservationContext context) => Observation.None("never measured");
    }
}
