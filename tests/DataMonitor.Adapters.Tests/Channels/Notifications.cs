using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Adapters.Tests.Channels;

/// <summary>Messages as the daemon composes them.</summary>
internal static class Notifications
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid First = new("0199aaaa-0000-7000-8000-000000000001");
    public static readonly Guid Second = new("0199aaaa-0000-7000-8000-000000000002");

    public static ChannelHeader Header(string kind) => new("crm", $"{kind}[0]", kind, SendResolved: true, new("alerts/alerts.yaml", 4, 7));

    public static Alert Missing { get; } = new(
        new("0199aaaa-1111-7000-8000-000000000001"), "missing", "warehouse/crm.customers", "warehouse", "email-missing", "email is filled in",
        "email", Dimension.Completeness, Severity.Major, RaisedFrom: null, CheckOutcome.Failed, "crm", Tier.High, ["gold", "pii"],
        "email: 7.1 % missing (71 of 1,000 rows), at most 2 % allowed.", "7.1 %", "at most 2 %", 71, History(0.071),
        Noon, ResolvedAt: null, Noon.AddDays(-1), "SELECT count(*) FILTER (WHERE email IS NULL)\nFROM crm.customers",
        new("https://wiki.example.org/customers"), "One row per customer.", "It matches owner=\"crm\".", Thread: null);

    public static Alert Volume { get; } = Missing with
    {
        IncidentId = new("0199aaaa-1111-7000-8000-000000000002"), AlertName = "volume", CheckId = "volume", Title = "volume", Column = null,
        Dimension = Dimension.Volume, Severity = Severity.Minor, Outcome = CheckOutcome.Warned, Explanation = "412 rows, at least 900 rows expected.",
        Observed = "412 rows", Expected = "at least 900 rows", FailedRows = null, History = [], Sql = null, Runbook = null, Description = null, LastGoodAt = null,
    };

    public static Alert SourceDown { get; } = Volume with
    {
        AlertName = "ConnectionDown", Dataset = "", CheckId = "", Title = "Source 'warehouse' does not answer", Dimension = null, Severity = Severity.Critical,
        Outcome = CheckOutcome.Errored, Explanation = "Source 'warehouse' refused the password of user 'dq'. Set a valid password in checks/sources.yaml.",
        Observed = null, Expected = null,
    };

    public static AlertMessage Message(NotifyReason reason, params Alert[] alerts) => new(
        "crm", "crm/warehouse/crm.customers", reason, "[MAJOR] warehouse/crm.customers: email is filled in", [.. alerts], 0, new("https://dq.example.org/"), Noon.AddSeconds(3));

    public static Notification Firing { get; } = new(First, "crm", "email[0]", Message(NotifyReason.FirstNotification, Missing, Volume));

    public static Notification Resolved { get; } = new(Second, "crm", "email[0]", Message(NotifyReason.AllAlertsResolved, Missing with
    {
        ResolvedAt = Noon.AddHours(26), Thread = First, Explanation = "email: 0.8 % missing (8 of 1,000 rows), at most 2 % allowed.",
        Outcome = CheckOutcome.Passed, Observed = "0.8 %", FailedRows = 8, History = History(0.008), MatchedRoute = "It was told when this opened.",
    }));

    /// <summary>Text that would do harm in a header or in HTML, wherever a person may choose text.</summary>
    public const string Hostile = "<img src=x onerror=alert(1)>\r\nBcc: thief@example.org\r\n\r\n{{7*7}}\u202e\"'&";

    public static Notification Injected { get; } = new(First, "crm", "email[0]", Message(NotifyReason.FirstNotification, Missing with
    {
        Dataset = $"warehouse/{Hostile}", Title = Hostile, Owner = Hostile, Explanation = Hostile, Observed = Hostile, Expected = Hostile,
        Description = Hostile, Sql = Hostile, MatchedRoute = Hostile, Tags = [Hostile], Column = Hostile, CheckId = Hostile,
    }) with { Headline = $"[MAJOR] {Hostile}" });

    private static ValueList<PastValue> History(double newest) =>
    [
        .. Enumerable.Range(1, 29).Select(day => new PastValue(
            Noon.AddDays(day - 30), day == 12 ? CheckOutcome.Errored : day == 20 ? CheckOutcome.Warned : CheckOutcome.Passed,
            day == 12 ? null : day == 20 ? 0.016 : 0.006 + (day % 7 * 0.001), MetricUnit.Share, null, 0.02)),
        new(Noon, newest > 0.02 ? CheckOutcome.Failed : CheckOutcome.Passed, newest, MetricUnit.Share, null, 0.02),
    ];
}
