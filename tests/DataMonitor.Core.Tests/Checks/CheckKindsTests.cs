using System.Text;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Checks;

public sealed class CheckKindsTests
{
    /// <summary>One definition of each kind that says as much as it can.</summary>
    private static readonly Dictionary<string, string> Full = new(StringComparer.Ordinal)
    {
        ["volume"] = """{"expect": ">= 100 rows"}""",
        ["freshness"] = """{"column": "at", "expect": "<= 26h"}""",
        ["arrival"] = """{"by": "07:00"}""",
        ["delay"] = """{"column": "loaded_at", "since": "at", "expect": "<= 2h"}""",
        ["late_rows"] = """{"column": "loaded_at", "since": "at", "after": "1d", "expect": "<= 1%"}""",
        ["retention"] = """{"column": "at", "expect": "<= 400d"}""",
        ["schema"] = """{"required": {"id": "integer"}}""",
        ["missing"] = """{"column": "email", "expect": "<= 1%"}""",
        ["invalid"] = """{"column": "email", "format": "email", "expect": "<= 1%"}""",
        ["values"] = """{"column": "segment", "allowed": ["smb", "mid"], "all_present": true}""",
        ["unique"] = """{"columns": ["id", "day"]}""",
        ["duplicate_rows"] = """{"expect": "<= 5 rows"}""",
        ["distinct"] = """{"column": "segment", "expect": ">= 3"}""",
        ["constant"] = """{"column": "currency"}""",
        ["not_exists_in"] = """{"column": "customer_id", "in": "shop/crm.opt_outs.id"}""",
        ["correlation"] = """{"column": "price", "with": "weight", "expect": ">= 0.5"}""",
        ["monotonic"] = """{"column": "sequence", "by": "at", "order": "strictly_increasing"}""",
        ["exists_in"] = """{"column": "customer_id", "in": "shop/crm.customers.id", "expect": ">= 99.9%"}""",
        ["reconcile"] = """{"with": "lake/orders.csv", "metrics": ["volume", "sum(price)"], "key": ["id"], "columns": ["price"], "expect": "within 1%"}""",
        ["range"] = """{"column": "score", "expect": "between 0 and 1"}""",
        ["length"] = """{"column": "name", "expect": "between 2 and 64"}""",
        ["mean"] = """{"column": "score", "expect": "between 0.1 and 0.4"}""",
        ["min"] = """{"column": "score", "expect": ">= 0"}""",
        ["max"] = """{"column": "score", "expect": "<= 1"}""",
        ["sum"] = """{"column": "score", "expect": "> 0"}""",
        ["stddev"] = """{"column": "score", "expect": "< 1"}""",
        ["quantile"] = """{"column": "score", "q": 0.95, "expect": "< 1"}""",
        ["rows"] = """{"name": "ended too soon", "where_bad": "ended_on < started_on"}""",
        ["metric"] = """{"name": "revenue", "sql": "sum(price)", "unit": "EUR", "expect": ">= 0"}""",
        ["sql"] = """{"name": "no orphans", "query": "select 1"}""",
        ["profile"] = """{"column": "score", "top": 3}""",
    };

    public static TheoryData<string> Keys => [.. CheckKinds.All.Select(kind => kind.Key)];

    [Fact]
    public void All_Keys_AreUniqueWordsWithASummary()
    {
        CheckKinds.All.Select(kind => kind.Key).ShouldBeUnique(StringComparer.Ordinal);
        CheckKinds.All.ShouldAllBe(kind => kind.Summary.EndsWith('.') && kind.Targets != CheckTargets.None && kind.Key.All(letter => char.IsAsciiLetterLower(letter) || letter == '_'));
        CheckKinds.All.SelectMany(kind => kind.Fields).ShouldAllBe(field => field.Description.Length > 10);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Observe_AnyKind_OffersEveryUnitThatAnExpectationMayUse(string key)
    {
        var check = CheckBench.Read(key, Full[key]);
        var measurements = new Measurements(check.Needs.Concat(check.Wishes).Distinct().ToDictionary(need => need, need => Rich(need.Aggregate)));

        var observation = check.Observe(measurements, new(CheckBench.Noon, CheckBench.Noon, null, TimeZoneInfo.Utc, null) { Elsewhere = check.Elsewhere is null ? null : CheckBench.Elsewhere(check, Rich) });

        observation.NotApplicable.ShouldBeNull();
        if (CheckKinds.Find(key)!.Units is { IsEmpty: false } units)
        {
            observation.Values.Select(reading => reading.Unit).ShouldBe(units);
        }

        (await CheckBench.JudgeAsync(check, Rich)).Explanation.ShouldEndWith(".");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Read_SameDefinitionTwice_GivesEqualChecks(string key) =>
        CheckBench.Read(key, Full[key]).Needs.ShouldBe(CheckBench.Read(key, Full[key]).Needs);

    /// <summary>The contract for tables without rows and columns without values, one line a kind.</summary>
    [Fact]
    public async Task Judge_NothingToLookAt_GivesDefinedResults()
    {
        var table = new StringBuilder();
        foreach (var kind in CheckKinds.All)
        {
            var check = CheckBench.Read(kind.Key, Full[kind.Key]);
            foreach (var (situation, answer) in new (string, Func<Aggregate, AggregateValue>)[] { ("no rows", NoRows), ("all NULL", AllNull) })
            {
                var result = await CheckBench.JudgeAsync(check, answer);
                table.Append($"{kind.Key,-14} {situation,-8} {result.Outcome,-13} {result.Explanation}\n");
            }
        }

        table.ToString().ShouldMatchApproved(options => options.SubFolder("Golden").NoDiff());
    }

    private static AggregateValue Rich(Aggregate aggregate) => aggregate switch
    {
        RowCount => new NumberValue(1000),
        MatchCount { Predicate: IsMissing } => new NumberValue(10),
        MatchCount or Orphans or OwnQueryRows or OutOfOrder => new NumberValue(3),
        Distinctness or DistinctRows => new DistinctValue(990, 980),
        Newest or Oldest => new InstantValue(CheckBench.Noon.AddHours(-3)),
        Columns => new SchemaValue([new("id", ColumnType.Integer, "bigint", IsNullable: false)]),
        TopValues => new TopValueList([new("a", 5)]),
        _ => new NumberValue(0.5),
    };

    private static AggregateValue NoRows(Aggregate aggregate) => aggregate switch
    {
        RowCount or MatchCount or Orphans or OwnQueryRows or OutOfOrder => new NumberValue(0),
        Distinctness or DistinctRows => new DistinctValue(0, 0),
        _ => Empty(aggregate),
    };

    private static AggregateValue AllNull(Aggregate aggregate) => aggregate switch
    {
        RowCount or MatchCount { Predicate: IsMissing or AnyOf } => new NumberValue(1000),
        MatchCount or Orphans or OwnQueryRows or OutOfOrder => new NumberValue(0),
        Distinctness => new DistinctValue(0, 0),
        DistinctRows => new DistinctValue(1000, 1),
        _ => Empty(aggregate),
    };

    private static AggregateValue Empty(Aggregate aggregate) => aggregate switch
    {
        Newest or Oldest => new InstantValue(null),
        Columns => new SchemaValue([new("id", ColumnType.Integer, "bigint", IsNullable: false)]),
        TopValues => new TopValueList([]),
        _ => new NumberValue(null),
    };
}
