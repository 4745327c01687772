using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Tests.Web;

/// <summary>A Monday morning with 14 datasets: failures, warnings, a source that does not answer, and names that would hurt a careless page.</summary>
internal static class Scenario
{
    public const string Hostile = "warehouse/<img src=x onerror=alert(1)>";
    public const string HostileText = "\"><script>alert(2)</script><svg onload=alert(3)>{{7*7}}@System";
    public const string Scores = "warehouse/ml.churn_scores";

    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 9, 15, 0, TimeSpan.Zero);

    public static Catalog Catalog { get; } = Make();

    public static Catalog Empty { get; } = Catalog with { Datasets = ImmutableSortedDictionary<string, Dataset>.Empty.WithComparers(StringComparer.Ordinal) };

    public static MemoryStatus Status()
    {
        var status = new MemoryStatus
        {
            Statistics = new(
                ImmutableDictionary<RunStatus, long>.Empty
                    .Add(RunStatus.Passed, 18_204).Add(RunStatus.Warned, 311).Add(RunStatus.Failed, 97).Add(RunStatus.Errored, 41).Add(RunStatus.Missed, 6).Add(RunStatus.Running, 1),
                3, 1, Now.AddMinutes(-14),
                [new("influx", 0, null, 0, null), new("influx-eu", 412, Now.AddMinutes(-47), 3, "answered 503 Service Unavailable to the last 9 attempts")]),
        };
        Fill(status, Scores, 40, CheckOutcome.Failed, value => 0.31 + (0.01 * Math.Sin(value)), 0.1, 0.4, bad: 0.52);
        Fill(status, "warehouse/crm.customers", 40, CheckOutcome.Passed, value => 48_000 + (value * 35), 40_000, null, bad: 0);
        Fill(status, "warehouse/shop.orders", 40, CheckOutcome.Failed, value => 5200 + (700 * Math.Sin(value * 0.9)), 3600, 7200, bad: 2480);
        Fill(status, "warehouse/shop.payments", 40, CheckOutcome.Warned, value => 0.004 + (0.001 * Math.Sin(value)), null, 0.02, bad: 0.013);
        Fill(status, "lake/scores/dt=*/*.parquet", 30, CheckOutcome.Passed, value => 31_000 + (200 * Math.Sin(value)), 29_000, 33_000, bad: 0);
        Fill(status, "lake/exports/churn_scores.csv", 12, CheckOutcome.Passed, value => 9000 + value, null, null, bad: 0);
        Fill(status, "warehouse/web.sessions", 40, CheckOutcome.Passed, value => 1_204_000 + (90_000 * Math.Sin(value)), 900_000, null, bad: 0);
        Fill(status, "warehouse/shop.returns", 5, CheckOutcome.Passed, value => 300 + value, 0, null, bad: 0);
        Fill(status, "billing/invoices", 40, CheckOutcome.Errored, value => 820 + (10 * Math.Sin(value)), 700, null, bad: 0);
        Fill(status, "billing/ledger", 40, CheckOutcome.Errored, value => 91_000 + (100 * value), 80_000, null, bad: 0);
        Fill(status, Hostile, 20, CheckOutcome.Warned, value => 10 + value, 5, 20, bad: 31);
        Fill(status, "warehouse/finance_reporting.monthly_recurring_revenue_by_customer_segment_and_region", 9, CheckOutcome.Passed, value => 1e7 + (value * 1e5), 9e6, null, bad: 0);
        Missed(status, "warehouse/ops.shipments");
        Profile(status);
        Tell(status);
        return status;
    }

    public static DateTimeOffset? NextRun(Dataset dataset) => dataset.Schedule switch
    {
        null => null,
        { Every: { } every } => Now + every,
        _ => Now.AddHours(21),
    };

    public static ImmutableArray<string> Statements(Dataset dataset) =>
    [
        $"select\n  count(*) as m0,\n  count(*) filter (where {dataset.Checks[0].Header.Column ?? "id"} is null) as m1\nfrom {dataset.Name.Split('/')[1]}\nwhere scored_at >= $1 and scored_at < $2\n-- $1: 2026-11-22 00:00:00+01, $2: 2026-11-23 00:00:00+01",
    ];

    private static Catalog Make()
    {
        Dataset[] datasets =
        [
            Define(Scores, "crm-analytics", Tier.Critical, "One churn score per customer and night; the retention campaign reads it at 08:00.", "https://wiki.example.org/churn-scores",
                Cron("15 6 * * *", "warehouse/crm.customers"),
                Plain("volume", "volume", null, Dimension.Volume), Plain("freshness", "freshness", null, Dimension.Timeliness), Plain("schema", "schema", null, Dimension.Schema),
                Plain("unique", "customer_id, model_version and scored_at are unique", null, Dimension.Uniqueness),
                Plain("mean-score", "mean", "score", Dimension.Accuracy), Plain("range-score", "range", "score", Dimension.Validity),
                Plain("missing-label", "missing", "label", Dimension.Completeness), Plain("values-segment", "values", "segment", Dimension.Validity)),
            Define("warehouse/crm.customers", "crm", Tier.Critical, "Every customer, one row each.", null, Cron("0 5 * * *"), Checks("email", 5)),
            Define("warehouse/shop.orders", "shop", Tier.High, "Orders as the shop books them, loaded every quarter of an hour.", "https://wiki.example.org/orders", Every(15), Checks("amount", 12)),
            Define("warehouse/shop.payments", "payments", Tier.High, null, null, Every(15), Checks("iban", 7)),
            Define("warehouse/shop.returns", "shop", Tier.Normal, null, null, Every(60), Checks(null, 2)),
            Define("lake/scores/dt=*/*.parquet", "data-platform", Tier.Normal, "Score files as the model writes them.", null, Cron("30 6 * * *"), Checks("score", 6)),
            Define("lake/exports/churn_scores.csv", "data-platform", Tier.Low, null, null, Cron("0 8 * * 1-5"), Checks(null, 3)),
            Define("warehouse/web.sessions", "web", Tier.Normal, null, null, Every(15), Checks("country", 4)),
            Define("billing/invoices", "finance", Tier.Critical, null, null, Every(30), Checks("total", 6)),
            Define("billing/ledger", "finance", Tier.High, null, null, Every(30), Checks("balance", 4)),
            Define("warehouse/ops.shipments", "logistics", Tier.Normal, null, null, Cron("45 6 * * *"), Checks("carrier", 3)),
            Define("warehouse/hr.headcount", "people", Tier.Low, null, null, null, Checks(null, 1)),
            Define("warehouse/finance_reporting.monthly_recurring_revenue_by_customer_segment_and_region", "finance-reporting-and-planning", Tier.Low, null, null, Cron("0 4 1 * *"), Checks("revenue", 2)),
            Define(Hostile, HostileText, Tier.Normal, HostileText, "javascript:alert(4)", Every(15), Plain("hostile", HostileText, HostileText, Dimension.Validity)) with { Tags = [HostileText] },
        ];
        SourceDefinition[] sources = [new PlainSource("billing", "postgres"), new PlainSource("lake", "files"), new PlainSource("warehouse", "postgres")];
        return new(
            datasets.ToImmutableSortedDictionary(dataset => dataset.Name, dataset => dataset, StringComparer.Ordinal),
            sources.ToImmutableDictionary(source => source.Name, StringComparer.Ordinal),
            AlertConfiguration.Nothing,
            "7f3a1c9e52d84b60a1f0e2c4d6b8aa90");
    }

    private static Dataset Define(string name, string owner, Tier tier, string? description, string? runbook, Schedule? schedule, params Check[] checks) =>
        new(name, name.Split('/')[0], new TableObject([.. name.Split('/', 2)[1].Split('.')]), owner, tier, ["gold"], description, runbook is null ? null : new Uri(runbook), schedule,
            null, null, "Europe/Berlin", DatasetLimits.Default, AlertRules.Default, [.. checks], new($"checks/{name.Split('/', 2)[1].Split('.')[0]}.yaml", 1, 1));

    private static Schedule Cron(string cron, params string[] after) =>
        new(cron, null, "Europe/Berlin", [.. after], CatchUp.Latest, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));

    private static Schedule Every(int minutes) => new(null, TimeSpan.FromMinutes(minutes), "Europe/Berlin", [], CatchUp.Latest, TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));

    private static Check[] Checks(string? column, int count) =>
    [
        .. Enumerable.Range(0, count).Select(index => index switch
        {
            0 => Plain("volume", "volume", null, Dimension.Volume),
            1 => Plain("freshness", "freshness", null, Dimension.Timeliness),
            _ => Plain($"missing-{index}", index == 2 ? "missing" : $"rule {index}", column, Dimension.Completeness),
        }),
    ];

    private static PlainCheck Plain(string id, string name, string? column, Dimension dimension) =>
        new(new(id, id.Split('-')[0], name, column, dimension, null, CheckScope.Partition, null, null, new("checks/file.yaml", 14, 5)));

    private static void Fill(MemoryStatus status, string name, int count, CheckOutcome last, Func<int, double> value, double? lower, double? upper, double bad)
    {
        var dataset = Catalog.Datasets[name];
        var step = dataset.Schedule?.Every ?? TimeSpan.FromDays(1);
        var newest = dataset.Schedule?.Every is null ? Now.AddHours(-4) : Now.AddMinutes(-1);
        var isSourceDown = last == CheckOutcome.Errored;
        status.Runs[name] =
        [
            .. Enumerable.Range(0, count).Select(back => NewRun(name, newest - (back * step), back == 0 ? Of(last) : back is 9 or 10 ? RunStatus.Warned : back == 17 ? RunStatus.Failed : isSourceDown && back < 3 ? RunStatus.Errored : RunStatus.Passed, back, isSourceDown)),
        ];
        var judged = dataset.Checks.Count - 1;
        CheckResult[] results =
        [
            .. dataset.Checks.Index().Select(item =>
            {
                var isBad = !isSourceDown && (last is CheckOutcome.Failed && item.Index is 0 or 4 || (last == CheckOutcome.Warned && item.Index == judged));
                return Judge(item.Item.Header, isBad ? last : item.Item.Header.Id == "schema" ? CheckOutcome.NotApplicable : CheckOutcome.Passed, isBad ? bad : value(0), lower, upper);
            }),
        ];
        foreach (var result in results)
        {
            status.Values[(name, result.CheckId)] =
            [
                .. Enumerable.Range(0, count).Select(back => new PastValue(newest - (back * step), back == 0 ? result.Outcome : CheckOutcome.Passed,
                    result.CheckId == "schema" || back == 23 ? null : back == 0 ? result.Value : value(back), result.Unit, lower, upper)),
            ];
        }

        var schema = dataset.Checks.Select(check => check.Header.Column).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(column => new ColumnSchema(column, ColumnType.Text, "character varying(255)", true))
            .Append(new ColumnSchema("id", ColumnType.Integer, "bigint", false)).ToValueList();
        status.States[name] = new(name, status.Runs[name][0], newest - (isSourceDown ? 3 * step : TimeSpan.Zero), [.. results], [], schema,
            [new($"select count(*), avg(score) from {name.Split('/')[1]} where loaded_at >= $1", TimeSpan.FromMilliseconds(184)), new("select count(*), count(distinct id) from t", TimeSpan.FromSeconds(2.41))]);
    }

    private static Run NewRun(string name, DateTimeOffset at, RunStatus state, int back, bool isSourceDown) =>
        new(Guid.Parse($"00000000-0000-0000-0000-{back:D12}"), name, at, RunTrigger.Schedule, state, 1, at.AddSeconds(2), at.AddSeconds(2.4 + (back % 5)),
            isSourceDown && state == RunStatus.Errored ? "Source 'billing' does not answer at db.billing.example:5432. Is the server up, and does the network let this machine through?" : null);

    private static CheckResult Judge(CheckHeader header, CheckOutcome outcome, double value, double? lower, double? upper)
    {
        var unit = value > 100 ? MetricUnit.Rows : header.Column is null ? MetricUnit.Number : MetricUnit.Share;
        var isJudged = outcome is not (CheckOutcome.NotApplicable or CheckOutcome.Errored);
        var limit = (lower, upper) switch
        {
            ({ } low, { } high) => $"between {Display.Of(low, unit)} and {Display.Of(high, unit)}",
            ({ } low, null) => $"at least {Display.Of(low, unit)}",
            (null, { } high) => $"at most {Display.Of(high, unit)}",
            _ => null,
        };
        var shown = Display.Of(value, unit);
        return new(header.Id, header.Kind, header.Name, header.Column, header.Dimension, Severity.Major, outcome, isJudged ? value : null, unit, limit, lower, upper,
            outcome == CheckOutcome.Failed ? 71 : null, 1000, isJudged ? $"{header.Name}: {shown}{(limit is null ? "" : $", {limit} expected")}." : "Nothing to compare with before the second run.", TimeSpan.FromMilliseconds(12));
    }

    private static RunStatus Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Failed => RunStatus.Failed,
        CheckOutcome.Warned => RunStatus.Warned,
        CheckOutcome.Errored => RunStatus.Errored,
        _ => RunStatus.Passed,
    };

    private static void Missed(MemoryStatus status, string name)
    {
        Fill(status, name, 25, CheckOutcome.Passed, value => 700 + value, 500, null, bad: 0);
        var run = status.Runs[name][0] with { Status = RunStatus.Missed, StartedAt = null, Problem = "No daemon was running between 04:50 and 07:20." };
        status.Runs[name] = status.Runs[name].SetItem(0, run);
        status.States[name] = status.States[name] with { Run = run, ResultsAt = status.Runs[name][1].ScheduledAt };
    }

    private static void Profile(MemoryStatus status) => status.States[Scores] = status.States[Scores] with
    {
        Schema =
        [
            new("customer_id", ColumnType.Integer, "bigint", false), new("score", ColumnType.Number, "double precision", false), new("label", ColumnType.Integer, "smallint", true),
            new("segment", ColumnType.Text, "text", true), new("model_version", ColumnType.Text, "text", false), new("scored_at", ColumnType.Timestamp, "timestamp with time zone", false),
        ],
        Profiles =
        [
            new("score", 48_211, 0, 44_870, 0.0031, 0.9987, 0.5204, 0.2113, 0.5417, []),
            new("segment", 48_211, 12, 3, null, null, null, null, null, [new("smb", 31_204), new("mid", 12_880), new("enterprise", 4115)]),
            new("label", 48_211, 40_112, 2, 0, 1, 0.081, 0.273, 0, [new("0", 7443), new("1", 656)]),
        ],
    };

    private static void Tell(MemoryStatus status)
    {
        Incident[] incidents =
        [
            Open(1, Scores, "mean-score", "mean of score", Severity.Critical, CheckOutcome.Failed, "score: mean 0.52, between 0.1 and 0.4 expected.", 3),
            Open(2, "warehouse/shop.orders", "volume", "volume", Severity.Major, CheckOutcome.Failed, "2,480 rows, between 3,600 and 7,200 expected: about half of a usual Monday.", 1),
            Open(3, "", Incident.SourceSubject, "billing does not answer", Severity.Critical, CheckOutcome.Errored, "Source 'billing' does not answer at db.billing.example:5432. Is the server up, and does the network let this machine through?", 3) with { Source = "billing", Kind = IncidentKind.SourceDown },
            Open(4, "warehouse/shop.payments", "missing-6", "rule 6", Severity.Minor, CheckOutcome.Warned, "iban: 1.3 % missing, at most 1 % expected.", 1),
            Open(5, Hostile, "hostile", HostileText, Severity.Minor, CheckOutcome.Warned, HostileText, 2),
            Open(6, "warehouse/web.sessions", "volume", "volume", Severity.Major, CheckOutcome.Failed, "1,288,110 rows, at least 900,000 expected.", 4) with { ResolvedAt = Now.AddHours(-7), StartedAt = Now.AddHours(-9), IsRecovering = true },
            Open(7, "warehouse/crm.retired", "volume", "volume", Severity.Info, CheckOutcome.Failed, "0 rows, at least 1 expected.", 4) with { ResolvedAt = Now.AddDays(-3), StartedAt = Now.AddDays(-4), IsRecovering = true },
        ];
        status.Incidents.AddRange(incidents);
        status.Entries.AddRange(incidents.Take(3).Select((incident, index) => new OutboxEntry(
            new(Guid.NewGuid(), "on-call", index == 2 ? "webhook[0]" : "email[0]",
                new("on-call", $"on-call/{incident.Dataset}", NotifyReason.FirstNotification, incident.Title, [About(incident)], 0, null, Now.AddMinutes(-14))),
            index == 2 ? OutboxState.Dead : OutboxState.Sent, index == 2 ? 12 : 1, Now.AddMinutes(-14 - index), null, index == 2 ? "answered 410 Gone" : "250 queued as 4F2")));
    }

    private static Alert About(Incident incident) =>
        new(incident.Id, "volume", incident.Dataset, incident.Source, incident.Subject, incident.Title, null, null, incident.Severity, null, incident.Worst, "crm", Tier.High, [],
            incident.Explanation, null, null, null, [], incident.StartedAt, null, null, null, null, null, "it matches everything", null);

    private static Incident Open(int number, string dataset, string subject, string title, Severity severity, CheckOutcome worst, string explanation, int streak) =>
        new(Guid.Parse($"11111111-0000-0000-0000-{number:D12}"), IncidentKind.Data, dataset, dataset.Split('/')[0], subject, title, severity, worst, explanation, streak, false,
            Now.AddMinutes(-20 * number), Now.AddMinutes(-19 * number), null, Now.AddMinutes(-1), [new("on-call", "email[0]", Guid.Parse($"22222222-0000-0000-0000-{number:D12}"), title)]);

    private sealed record PlainSource(string Key, string Engine) : SourceDefinition(new SourceHeader(Key, Engine, 2, TimeSpan.FromMinutes(5), new("checks/sources.yaml", 1, 1)));

    private sealed record PlainCheck(CheckHeader Header) : Check(Header)
    {
        public override ValueList<AggregateRequest> Needs => [];

        public override Expectation? DefaultExpectation => null;

        public override Observation Observe(Measurements measurements, ObservationContext context) => Observation.None("");
    }
}
