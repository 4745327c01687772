using System.Collections.Immutable;
using CsCheck;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Passing trouble of a source is waited out a few times; anything else is told at once.</summary>
public sealed class RetryTests
{
    private static readonly AggregateRequest Count = Scans.Table(new RowCount());

    [Fact]
    public async Task Scan_SourceRecovers_IsScannedAgainFromTheStart()
    {
        var engine = new FlakyEngine(Passing("is starting up"), new SessionLostException(Passing("dropped the connection")));

        var result = await ScanAsync(engine);

        result.Values[Count].ShouldBe(new NumberValue(1));
        result.Attempts.ShouldBe(3);
        result.Statements.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Scan_TroubleLasts_IsToldAfterThreeAttempts()
    {
        var engine = new FlakyEngine([.. Enumerable.Repeat(Passing("is down"), 10)]);

        var error = await Should.ThrowAsync<SourceException>(ScanAsync(engine));

        error.Problem.ShouldBe("is down");
        error.Attempts.ShouldBe(3);
        engine.Sessions.ShouldBe(3);
    }

    [Fact]
    public async Task Scan_TroubleThatNeedsSomebody_IsToldAtOnce()
    {
        var engine = new FlakyEngine(new SourceException("warehouse", "refused the password", "Set it.", isTransient: false));

        (await Should.ThrowAsync<SourceException>(ScanAsync(engine))).Attempts.ShouldBe(1);
        engine.Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task Scan_FaultOfTheSql_IsNotTriedAgain()
    {
        var engine = new FlakyEngine(new SqlFaultException(new(SqlFaultKind.DivisionByZero, "22012"), new InvalidOperationException()));

        (await ScanAsync(engine)).Values[Count].ShouldBeOfType<MeasureError>();
        engine.Sessions.ShouldBe(1);
    }

    [Fact]
    public void Pause_AnyTrouble_IsBoundedAndEndsWithTheLimit() =>
        Gen.Select(Gen.Int[1, 5], Gen.Double[0, 1], Gen.Double[0, 40]).Sample((attempts, chance, elapsed) =>
        {
            var limit = TimeSpan.FromSeconds(30);
            var pause = RetryRule.Default.Pause(Passing("is down"), attempts, TimeSpan.FromSeconds(elapsed), limit, chance);

            (attempts < 3 || pause is null).ShouldBeTrue();
            (pause is null || (TimeSpan.FromSeconds(elapsed) + pause <= limit && pause >= TimeSpan.FromSeconds(0.25) && pause <= TimeSpan.FromSeconds(3))).ShouldBeTrue();
        });

    private static SourceException Passing(string problem) => new("warehouse", problem, "Wait.", isTransient: true);

    private static async Task<ScanResult> ScanAsync(FlakyEngine engine)
    {
        await using var source = new SqlSource(Scans.Header(), () => engine, TimeProvider.System, RetryRule.Default with { FirstPause = TimeSpan.Zero });
        return await source.ScanAsync(Scans.Plan(new TableObject(["t"]), Count), TestContext.Current.CancellationToken);
    }

    /// <summary>Each session meets one trouble, when it opens or at its statement; when there is none left it answers 1.</summary>
    private sealed class FlakyEngine(params Exception[] troubles) : SqlEngine
    {
        private readonly Queue<Exception> left = new(troubles);

        public int Sessions { get; private set; }

        public override SqlDialect Dialect { get; } = new PostgresDialect();

        public override SqlCatalog Catalog => new PostgresCatalog((PostgresDialect)Dialect);

        public override Task<SqlSession> BeginAsync(SessionOptions options, CancellationToken cancellationToken)
        {
            Sessions++;
            left.TryDequeue(out var trouble);
            return trouble is SourceException ? Task.FromException<SqlSession>(trouble) : Task.FromResult<SqlSession>(new Session(trouble));
        }

        public override Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<string>>([]);

        private sealed class Session(Exception? trouble) : SqlSession
        {
            public override DateTimeOffset SnapshotAt => Scans.Noon;

            public override Task<SqlRows> QueryAsync(SqlText statement, CancellationToken cancellationToken) =>
                trouble is null ? Task.FromResult(new SqlRows([new("n", "bigint")], [[1L]])) : Task.FromException<SqlRows>(trouble);

            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
