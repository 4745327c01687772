using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>What only SQLite has: no types, no functions, no server that ends a statement.</summary>
public sealed class SqliteSourceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    private SqliteSource Source => new(Scans.Header("sqlite"), Path.Combine(folder.FullName, "shop.db"));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Scan_InstantsInEveryNotation_AreOneTime()
    {
        Run("""
            CREATE TABLE t (at);
            INSERT INTO t VALUES ('2026-11-22'), ('2026-11-22 00:00:00'), ('2026-11-22T23:59:59.999'), ('2026-11-22T23:30:00-01:00'), ('2026-11-23T00:30:00+01:00'), (1795305600), (1795305599), (1795392000.5), (NULL);
            """);
        var inside = new AggregateRequest(new RowCount(), null, CheckScope.Partition);
        var newest = Scans.Table(new Newest("at"));
        var day = new PartitionWindow("at", new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

        var result = await Scans.ScanAsync(Source, Scans.Plan(Scans.Dataset(new TableObject(["t"])), day, inside, newest));

        result.Values[inside].ShouldBe(new NumberValue(5));
        result.Values[newest].ShouldBe(new InstantValue(new(2026, 11, 23, 0, 30, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("1/2/2026")]
    [InlineData("2026-13-01")]
    [InlineData("yesterday")]
    public async Task Scan_TextThatIsNoInstant_IsAnError(string text)
    {
        Run($"CREATE TABLE t (at); INSERT INTO t VALUES ('{text}')");

        (await MeasureAsync(new Newest("at"))).ShouldBe(new MeasureError("Column 'at' of t does not hold instants or dates.", "Choose a timestamp or date column."));
    }

    [Fact]
    public async Task Scan_WindowOnAnIndexedColumn_UsesTheIndex()
    {
        Run("CREATE TABLE t (at TEXT); CREATE INDEX at_of_t ON t (at)");
        var window = new PartitionWindow("at", Scans.Noon.AddDays(-1), Scans.Noon);
        await using var engine = new SqliteEngine(Source, Source.Path, TimeProvider.System);
        await using var session = await engine.BeginAsync(new(TimeSpan.FromSeconds(5), "UTC", HasOwnerSql: false, IsShared: false), TestContext.Current.CancellationToken);
        var statement = new SqlRenderer(engine.Dialect).OneRow(new(Scans.Plan(Scans.Dataset(new TableObject(["t"])), window), CheckScope.Partition), [Scans.Table(new RowCount())]);

        var plan = await session.QueryAsync(statement with { Sql = "EXPLAIN QUERY PLAN " + statement.Sql }, TestContext.Current.CancellationToken);

        string.Join('\n', plan.Rows.SelectMany(row => row)).ShouldContain("at_of_t");
    }

    [Fact]
    public async Task Scan_MisspeltColumn_IsNotTakenForText()
    {
        Run("CREATE TABLE t (email TEXT); INSERT INTO t VALUES ('a')");

        (await MeasureAsync(new MatchCount(new IsMissing("emial")))).ShouldBe(new MeasureError("Column 'emial' does not exist in t.", "Did you mean 'email'?"));
        (await MeasureAsync(new OwnExpression("count(\"emial\")"))).ShouldBeOfType<MeasureError>().Problem.ShouldBe("The SQL names the column 'emial', which does not exist in t.");
    }

    [Fact]
    public async Task Scan_SqlWithoutEnd_IsInterrupted()
    {
        Run("CREATE TABLE t (id); INSERT INTO t VALUES (1)");
        var endless = Scans.Table(new OwnQueryRows("WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) SELECT v FROM n"));
        var count = Scans.Table(new RowCount());

        var result = await Scans.ScanAsync(Source, Scans.Plan(Scans.Dataset(new TableObject(["t"]), timeout: TimeSpan.FromSeconds(1)), null, endless, count));

        result.Values[endless].ShouldBeOfType<MeasureError>().Problem.ShouldBe("No answer within 1 s.");
        result.Values[count].ShouldBe(new NumberValue(1));
    }

    [Theory]
    [InlineData("insert into t values (9)")]
    [InlineData("select 1) q; insert into t values (9); --")]
    [InlineData("select 1; pragma query_only = off")]
    [InlineData("attach database 'other.db' as o")]
    [InlineData("pragma query_only = off")]
    [InlineData("select load_extension('x')")]
    [InlineData("select writefile('x', 'y')")]
    [InlineData("select randomblob(1000000000)")]
    [InlineData("select fts3_tokenizer('x', x'00')")]
    [InlineData("vacuum into 'copy.db'")]
    [InlineData("select ['] ) ; drop table t; --[']")]
    public async Task Scan_HostileSql_IsRefusedAndChangesNothing(string attack)
    {
        Run("CREATE TABLE t (id); INSERT INTO t VALUES (1)");
        var before = await File.ReadAllBytesAsync(Source.Path, TestContext.Current.CancellationToken);
        var (rows, expression, condition, count) = (Scans.Table(new OwnQueryRows(attack)), Scans.Table(new OwnExpression($"max(({attack}))")), Scans.Rows(new OwnCondition(attack)), Scans.Table(new RowCount()));

        var result = await Scans.ScanAsync(Source, Scans.Plan(new TableObject(["t"]), rows, expression, condition, count));

        result.Values[count].ShouldBe(new NumberValue(1));
        result.Values[expression].ShouldBeOfType<MeasureError>();
        result.Values[condition].ShouldBeOfType<MeasureError>();
        (await File.ReadAllBytesAsync(Source.Path, TestContext.Current.CancellationToken)).ShouldBe(before);
        folder.GetFiles().Select(file => file.Name).ShouldBe(["shop.db"]);
    }

    [Fact]
    public async Task Scan_OpenedAtAll_CannotWrite()
    {
        Run("CREATE TABLE t (id)");
        await using var engine = new SqliteEngine(Source, Source.Path, TimeProvider.System);
        await using var session = await engine.BeginAsync(new(TimeSpan.FromSeconds(5), "UTC", HasOwnerSql: true, IsShared: false), TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<SqlFaultException>(session.QueryAsync(new("INSERT INTO t VALUES (1)", []), TestContext.Current.CancellationToken));

        error.Fault.Kind.ShouldBe(SqlFaultKind.NotReadOnly);
    }

    [Fact]
    public async Task Scan_NoFile_NamesItAndDoesNotMakeIt()
    {
        var error = await Should.ThrowAsync<SourceException>(MeasureAsync(new RowCount()));

        error.Problem.ShouldStartWith("has no file '");
        error.IsTransient.ShouldBeFalse();
        folder.GetFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Scan_AnotherKindOfFile_SaysSo()
    {
        await File.WriteAllTextAsync(Source.Path, new string('x', 5000), TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<SourceException>(MeasureAsync(new RowCount()))).Problem.ShouldBe("is damaged or no SQLite database");
    }

    [Fact]
    public async Task Scan_WriterHoldsTheFile_IsLockedAndMayPass()
    {
        Run("CREATE TABLE t (id)");
        using var writer = new SqliteConnection($"Data Source={Source.Path};Pooling=False");
        writer.Open();
        using var command = writer.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();

        var error = await Should.ThrowAsync<SourceException>(MeasureAsync(new RowCount()));

        error.Problem.ShouldBe("is locked by a writer");
        error.IsTransient.ShouldBeTrue();
    }

    private Task<AggregateValue> MeasureAsync(Aggregate aggregate) => Scans.MeasureAsync(Source, new TableObject(["t"]), Scans.Table(aggregate));

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Source.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
