using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Runs;

namespace DataMonitor.Adapters.Tests.State;

/// <summary>Things to put into a store.</summary>
internal static class Runs
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public static Occurrence Due(string dataset, DateTimeOffset at, RunTrigger trigger = RunTrigger.Schedule) => new(dataset, at, trigger);

    public static async Task<Run> AddAsync(this IStateStore store, string dataset, DateTimeOffset at, RunTrigger trigger = RunTrigger.Schedule) =>
        (await store.AddDueAsync([Due(dataset, at, trigger)], at, CancellationToken.None)).Single();

    public static async Task<Claim> ClaimNewAsync(this IStateStore store, string dataset, DateTimeOffset at)
    {
        var run = await store.AddAsync(dataset, at);
        return (await store.ClaimAsync(run.Id, "node", Lease, at, CancellationToken.None)).ShouldNotBeNull();
    }

    public static async Task<Claim> RunAsync(this IStateStore store, string dataset, DateTimeOffset at, RunReport report, RunConsequences? consequences = null)
    {
        var claim = await store.ClaimNewAsync(dataset, at);
        (await store.CompleteAsync(claim, "shop", report, _ => consequences ?? RunConsequences.None, CancellationToken.None)).ShouldBeTrue();
        return claim;
    }

    public static RunReport Report(RunStatus status = RunStatus.Passed, params ImmutableArray<CheckResult> results) =>
        new(status, Noon.AddSeconds(1), Noon.AddSeconds(2), "c0ffee", status == RunStatus.Errored ? "The source did not answer." : null, results, [], null, []);

    public static RunReport FullReport() => Report(RunStatus.Failed, Result("a", 0.071), Result("b", null, CheckOutcome.Errored)) with
    {
        Profiles = [new("email", 1000, 71, 900, null, null, null, null, null, [new("a@example.org", 3), new(null, 71)]), Profile("total")],
        Schema = [new("id", ColumnType.Integer, "bigint", false), new("email", ColumnType.Text, "varchar(80)", true)],
        Statements = [new("SELECT COUNT(*) FROM \"customers\"", TimeSpan.FromMilliseconds(12.5))],
    };

    /// <summary>With every figure there is.</summary>
    public static ColumnProfile Profile(string column) => new(column, 1000, 71, 900, -1.5, 10, 4.25, 2, 4, [new("a@example.org", 3)])
    {
        Type = ColumnType.Text,
        Empties = 4,
        DistinctError = KeySketch.StandardError,
        Keys = KeySketch.Of([(3, 77)]),
        Lengths = new(929, 0, 40, 17.5),
        Oldest = Noon.AddDays(-3),
        Newest = Noon,
        Histogram = new([0, 2.5], [new(29, -12.5), new(400, 500), new(500, 3000)]),
        Shapes = [new("a@aaaaaaa.aaa", 900)],
        Formats = [new("email", 900), new(null, 29)],
        Sampled = 500,
        Gaps = ["median: The column holds NaN."],
    };

    public static CheckResult Result(string id, double? value, CheckOutcome outcome = CheckOutcome.Failed) => new(
        id, "missing", $"{id} is there", id, Dimension.Completeness, Severity.Major, outcome, value, MetricUnit.Share, "at most 2 %", null, 0.02, 71, 1000,
        $"{id}: 7.1 % missing, at most 2 % allowed.", TimeSpan.FromMicroseconds(1234));

    /// <summary>A result of several segments: the name, and what was measured.</summary>
    public static CheckResult Segmented(string id, params (string Name, double Value)[] segments) => Result(id, 0.071) with
    {
        Segments = [.. segments.Select(segment => new SegmentResult(
            Segment(segment.Name), CheckOutcome.Warned, segment.Value, MetricUnit.Share, null, 0.02, 7, 100))],
    };

    public static Segment Segment(string name) => new("country", name);

    public static Incident Incident(string dataset, string subject = "a", IncidentKind kind = IncidentKind.Data) => new(
        Guid.NewGuid(), kind, dataset, "shop", subject, "a is there", Severity.Major, CheckOutcome.Failed, "7.1 % missing.", 1, false,
        Noon, Noon, null, Noon, [new("crm", "email[0]", Guid.NewGuid(), "email is there failed")]);

    public static Notification Notification(string endpoint = "email[0]", string receiver = "crm") => new(Guid.NewGuid(), receiver, endpoint, Message(receiver));

    public static AlertMessage Message(string receiver) => new(
        receiver, $"{receiver}/shop/customers", NotifyReason.FirstNotification, "email is there failed",
        [
            new(
                Guid.Parse("0197a2d4-0000-7000-8000-000000000001"), "missing", "shop/customers", "shop", "email.missing", "email is there", "email",
                Dimension.Completeness, Severity.Major, null, CheckOutcome.Failed, "crm", Tier.Critical, ["pii", "gold"], "email: 7.1 % missing, at most 2 % allowed.",
                "7.1 %", "at most 2 %", 71, [new(Noon.AddDays(-1), CheckOutcome.Passed, 0.01, MetricUnit.Share, null, 0.02)], Noon, null, Noon.AddDays(-1),
                "SELECT COUNT(*) FROM \"customers\"", new("https://wiki.example.org/crm"), null, "it matches owner=\"crm\"", null),
        ],
        0, new("http://localhost:8080/"), Noon);
}
