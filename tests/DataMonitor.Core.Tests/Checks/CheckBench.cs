using System.Collections.Immutable;
using System.Text.Json;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Tests.Checks;

/// <summary>Reads a check as an owner writes it (in JSON, a subset of YAML), answers its needs, and judges it.</summary>
internal static class CheckBench
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static Dataset Orders { get; } = new(
        "shop/orders", "shop", new TableObject(["orders"]), "sales", Tier.Normal, [], null, null, null, null, null, "UTC",
        DatasetLimits.Default, AlertRules.Default, [], default);

    private static ImmutableDictionary<string, ObjectForm?> Sources { get; } =
        ImmutableDictionary<string, ObjectForm?>.Empty.Add("shop", ObjectForm.Table).Add("lake", ObjectForm.Files);

    public static Dataset DailyOrders { get; } = Orders with { Partition = new("day", PartitionSpan.Day, TimeSpan.FromHours(3)), TimeZone = "Europe/Berlin" };

    public static Check Read(string kind, string json = "{}", string? column = null)
    {
        var context = new ReadContext(new NoSyntax()) { Source = "shop", Sources = Sources };
        return Read(kind, json, column, context) ?? throw new InvalidOperationException(string.Join("\n", context.Errors));
    }

    /// <summary>Reads a check with the keys that all kinds share, too.</summary>
    /// <returns>The check, or <see langword="null"/>, and what an owner is told.</returns>
    public static (Check? Check, string Errors) ReadWhole(string kind, string json, string? column = null)
    {
        var context = new ReadContext(new NoSyntax()) { Source = "shop", Sources = ImmutableDictionary<string, ObjectForm?>.Empty.Add("shop", ObjectForm.Table) };
        using var document = JsonDocument.Parse(json);
        var check = new CheckShape(CheckKinds.Find(kind).ShouldNotBeNull()).Read(default, Node(document.RootElement), column, context);
        return (check, string.Join("\n", context.Errors.Select(error => $"{error.Problem} {error.Remedy}")));
    }

    /// <returns>What an owner is told.</returns>
    public static string ErrorsOf(string kind, string json = "{}", string? column = null)
    {
        var context = new ReadContext(new NoSyntax()) { Source = "shop", Sources = Sources };
        Read(kind, json, column, context).ShouldBeNull();
        return string.Join("\n", context.Errors.Select(error => $"{error.Problem} {error.Remedy}"));
    }

    /// <param name="there">What the other side answers; the same when left out.</param>
    public static async Task<CheckResult> JudgeAsync(
        Check check, Func<Aggregate, AggregateValue> answer, Dataset? dataset = null, IHistory? history = null, Func<Aggregate, AggregateValue>? there = null) =>
        (await EvaluateAsync([check], answer, dataset, history, there)).Results.ShouldHaveSingleItem();

    public static async Task<Evaluated> EvaluateAsync(
        IReadOnlyList<Check> checks,
        Func<Aggregate, AggregateValue> answer,
        Dataset? dataset = null,
        IHistory? history = null,
        Func<Aggregate, AggregateValue>? there = null)
    {
        var plan = Planner.Plan(dataset ?? Orders, checks, Noon, Noon);
        var values = plan.Statements.SelectMany(statement => statement.Requests).ToDictionary(request => request, request => answer(request.Aggregate));
        var elsewhere = checks.Where(check => check.Elsewhere is not null).ToDictionary(check => check.Header.Id, check => Elsewhere(check, there ?? answer), StringComparer.Ordinal);
        return await Evaluator.EvaluateAsync(plan, checks, new(values, [], Noon), elsewhere, history ?? new FakeHistory(), Noon, CancellationToken.None);
    }

    public static ElsewhereAnswer Elsewhere(Check check, Func<Aggregate, AggregateValue> answer)
    {
        var values = check.Elsewhere!.Needs.Distinct().ToDictionary(need => need, need => answer(need.Aggregate));
        var hasRows = answer(new RowCount()) is NumberValue { Number: > 0 };
        var rows = check.Elsewhere.Rows is null ? null : hasRows ? new RowDifferences(1000, 1, 2, 3, 0, 4, 2, []) : new(0, 0, 0, 0, 0, 1, 0, []);
        return values.Values.OfType<MeasureError>().FirstOrDefault() is { } error ? ElsewhereAnswer.Failed(error) : new(new(values), Noon.AddSeconds(1), rows);
    }

    /// <returns>What a source says about a table of <paramref name="rows"/> rows of which <paramref name="matching"/> match whatever is asked.</returns>
    public static Func<Aggregate, AggregateValue> Table(long rows, long matching = 0, double? figure = null) => aggregate => aggregate switch
    {
        RowCount => new NumberValue(rows),
        MatchCount or Orphans or OwnQueryRows or OutOfOrder => new NumberValue(matching),
        Distinctness or DistinctRows => new DistinctValue(rows, rows - matching),
        Newest or Oldest => new InstantValue(null),
        _ => new NumberValue(figure),
    };

    private static Check? Read(string kind, string json, string? column, ReadContext context)
    {
        var known = CheckKinds.Find(kind).ShouldNotBeNull();
        Field<Expectation>? expect = known.Units.IsEmpty ? null : new("expect", new ExpectationShape(known.Units, known.IsDistance), "");
        var where = new Field<string>("where", Shapes.Text, "");
        var name = new Field<string>("name", Shapes.Text, "");
        var shape = new MappingShape<Check>($"check '{kind}'", [.. known.Fields, where, name, .. expect is null ? ImmutableArray<Field>.Empty : [expect]], values =>
        {
            var header = new CheckHeader(
                "id", kind, values.Get(name) ?? kind, column, known.Dimension, values.Get(where), known.Scope, expect is null ? null : values.Get(expect), null, default);
            return known.Read(header, values);
        });
        using var document = JsonDocument.Parse(json);
        return shape.TryRead(Node(document.RootElement), context, out var check) ? check : null;
    }

    private static DefinitionNode Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new MappingNode(default, [.. element.EnumerateObject().Select(entry => new MappingEntry(entry.Name, default, Node(entry.Value)))]),
        JsonValueKind.Array => new SequenceNode(default, [.. element.EnumerateArray().Select(Node)]),
        JsonValueKind.String => new ScalarNode(default, element.GetString()!, IsQuoted: true),
        _ => new ScalarNode(default, element.GetRawText(), IsQuoted: false),
    };

    private sealed class NoSyntax : IDefinitionSyntax
    {
        public string? ProblemOfCron(string expression) => null;

        public bool IsTimeZone(string name) => true;

        public string? EnvironmentVariable(string name) => null;

        public string? SecretFile(string path) => null;
    }
}

/// <summary>History kept in a list, newest first.</summary>
internal sealed class FakeHistory(params IEnumerable<PastValue> values) : IHistory
{
    public ValueList<ColumnSchema>? Schema { get; init; }

    /// <summary>The newest run of a span of time.</summary>
    public Func<DateTimeOffset, DateTimeOffset, PastRun?> Past { get; init; } = (_, _) => null;

    public Task<PastRun?> MeasuredAsync(string dataset, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => Task.FromResult(Past(from, until));

    public Task<IReadOnlyList<PastValue>> ValuesAsync(string dataset, string checkId, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PastValue>>([.. values.Where(value => value.ScheduledAt < before).OrderByDescending(value => value.ScheduledAt).Take(limit)]);

    /// <summary>Past values of segments, by name.</summary>
    public Dictionary<string, PastValue[]> Segments { get; init; } = [];

    /// <summary>Segments of the run before.</summary>
    public IReadOnlyList<Segment> Before { get; init; } = [];

    public Task<IReadOnlyList<PastValue>> SegmentValuesAsync(
        string dataset, string checkId, Segment segment, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        new FakeHistory(Segments.GetValueOrDefault(segment.Name, [])).ValuesAsync(dataset, checkId, before, limit, cancellationToken);

    public Task<IReadOnlyList<Segment>> SegmentsAsync(string dataset, string checkId, DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(Before);

    public Task<ValueList<ColumnSchema>?> SchemaAsync(string dataset, DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(Schema);

    public Task<IReadOnlyList<PastProfile>> ProfilesAsync(string dataset, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PastProfile>>([]);
}
