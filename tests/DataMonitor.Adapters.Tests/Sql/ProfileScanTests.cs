using System.Globalization;
using System.Text;
using DataMonitor.Adapters.Files;
using DataMonitor.Adapters.Sql;
using DataMonitor.Adapters.Tests.MySql;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>One table, profiled by every engine, held against what this test computes by itself.</summary>
public sealed class ProfileScanTests : IAsyncLifetime
{
    private const int Rows = 3_000;

    private readonly string folder = Directory.CreateTempSubdirectory("profile").FullName;
    private PostgresDatabase? database;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public Task Profile_OnSqlite_IsWhatTheTableHolds() => ShouldHoldAsync(Sqlite(), new TableObject(["orders"]));

    [Fact]
    public async Task Profile_OnPostgres_IsWhatTheTableHolds() => await ShouldHoldAsync(await PostgresAsync(), new TableObject(["orders"]));

    [Fact]
    public async Task Profile_OnMariaDb_IsWhatTheTableHolds()
    {
        await using var maria = await MariaDbDatabase.CreateAsync(
            $"CREATE TABLE orders (id bigint, email text, status varchar(9), amount double, ordered_at timestamp NULL) DEFAULT CHARSET utf8mb4; {Inserts().Replace("+00:00", "", StringComparison.Ordinal)}");

        await ShouldHoldAsync(maria.Source(), new TableObject(["orders"]));
    }

    [Fact]
    public Task Profile_OnFiles_IsWhatTheTableHolds() => ShouldHoldAsync(Parquet(), new FilesObject("orders.parquet"));

    [Fact]
    public async Task Profile_OfASample_ScalesUpAndSaysSo()
    {
        var profile = (await ProfileAsync(Parquet(), new FilesObject("orders.parquet"), sample: 1_000)).Profile.ShouldNotBeNull();

        var status = profile.Columns.Single(column => column.Column == "status");
        status.Rows.ShouldBe(Rows);
        ((double)status.Sampled!.Value).ShouldBe(1_000, tolerance: 100);
        ((double)status.Top.Sum(top => top.Count)).ShouldBe(Rows, tolerance: 3);
        ((double)status.Top.Single(top => top.Value == "sent").Count).ShouldBe(Rows / 6d, tolerance: 100); // each sixth row: every third would see all or none
        profile.Columns.Single(column => column.Column == "amount").Histogram!.Count.ShouldBe(Rows - (Rows / 10));
    }

    [Fact]
    public async Task Profile_OfAPartitionedTable_SketchesItsKeys()
    {
        await using var source = SourceKinds.Open(Sqlite(), "/", TimeProvider.System);
        var dataset = Scans.Dataset(new TableObject(["orders"])) with
        {
            Partition = new("ordered_at", PartitionSpan.Day, TimeSpan.Zero),
            Checks = [Check(ProfileCheck.DefaultSample)],
        };

        var prepared = await Profiler.PrepareAsync(source, dataset, [], Scans.Noon, Scans.Noon, TestContext.Current.CancellationToken);
        var plan = Planner.Plan(dataset, prepared.Checks, Scans.Noon, Scans.Noon);
        var scan = await source.ScanAsync(plan, TestContext.Current.CancellationToken);

        var sketch = scan.Values.Single(value => value.Key.Aggregate is KeyMinima { Column: "email" }).Value.ShouldBeOfType<SketchValue>().Sketch;
        sketch.Estimate.ShouldBe(Enumerable.Range(1, Rows).Select(Email).OfType<string>().Distinct(StringComparer.Ordinal).Count(), tolerance: 3 * KeySketch.StandardError * Rows);
    }

    [Fact]
    public async Task Sketch_OfTheSameValues_IsTheSameOnEveryEngine()
    {
        var request = new KeyMinima("email");

        var sqlite = await Scans.MeasureAsync(Sqlite(), new TableObject(["orders"]), Scans.Table(request));
        (await Scans.MeasureAsync(Parquet(), new FilesObject("orders.parquet"), Scans.Table(request))).ShouldBe(sqlite);
        (await Scans.MeasureAsync(await PostgresAsync(), new TableObject(["orders"]), Scans.Table(request))).ShouldBe(sqlite);
    }

    [Fact]
    public async Task Profile_MissingTable_SaysSo()
    {
        var report = await ProfileAsync(Sqlite(), new TableObject(["nothing"]), 1_000);

        report.Profile.ShouldBeNull();
        report.Error!.Problem.ShouldBe("The table 'nothing' does not exist.");
    }

    [Fact]
    public async Task Profile_EmptyTable_HasColumnsWithoutFigures()
    {
        var report = await ProfileAsync(Sqlite(), new TableObject(["hollow"]), 1_000);

        report.Gaps.ShouldBeEmpty();
        report.Profile!.Columns.ShouldAllBe(column => column.Rows == 0 && column.Mean == null && column.Top.Count == 0 && column.Histogram == null);
    }

    private static async Task ShouldHoldAsync(SourceDefinition definition, DatasetObject relation)
    {
        var report = await ProfileAsync(definition, relation, ProfileCheck.DefaultSample);

        report.Gaps.ShouldBeEmpty();
        var profile = report.Profile.ShouldNotBeNull();
        profile.Rows.ShouldBe(Rows);
        var columns = profile.Columns.ToDictionary(column => column.Column, StringComparer.Ordinal);
        columns.Keys.ShouldBe(["id", "email", "status", "amount", "ordered_at"], ignoreOrder: true);

        var emails = Enumerable.Range(1, Rows).Select(Email).ToArray();
        var email = columns["email"];
        (email.Nulls, email.Empties, email.Distinct, email.DistinctError).ShouldBe((emails.Count(value => value is null), emails.Count(value => value?.Length == 0), emails.OfType<string>().Distinct(StringComparer.Ordinal).Count(), null));
        email.Lengths!.Value.Mean.ShouldBe(emails.OfType<string>().Average(value => value.EnumerateRunes().Count()), tolerance: 1e-9);
        (email.Lengths.Value.Shortest, email.Lengths.Value.Longest).ShouldBe((0, emails.OfType<string>().Max(value => value.EnumerateRunes().Count())));
        email.Semantic!.Format.ShouldBe("email");
        email.Semantic.Share.ShouldBe((double)emails.Count(value => value?.Contains('@', StringComparison.Ordinal) == true) / emails.Count(value => value is not null), tolerance: 1e-9);
        email.Personal!.Kind.ShouldBe("e-mail address");
        email.Shapes!.ShouldContain(new TopValue("*****", emails.Count(value => value == "Ωμέγα")));

        columns["status"].Top.ShouldBe([new TopValue("new", Rows / 2), new TopValue("paid", Rows / 3), new TopValue("sent", Rows / 6)]);

        var amounts = Enumerable.Range(1, Rows).Select(Amount).OfType<double>().Order().ToArray();
        var amount = columns["amount"];
        (amount.Minimum, amount.Maximum, amount.Nulls, amount.Median).ShouldBe((amounts[0], amounts[^1], Rows / 10, amounts[((amounts.Length + 1) / 2) - 1]));
        amount.Mean!.Value.ShouldBe(amounts.Average(), tolerance: 1e-9);
        var histogram = amount.Histogram.ShouldNotBeNull();
        for (var bin = 0; bin < histogram.Bins.Count; bin++)
        {
            var inside = amounts.Where(value => (bin == 0 || value >= histogram.Edges[bin - 1]) && (bin == histogram.Edges.Count || value < histogram.Edges[bin])).ToArray();
            histogram.Bins[bin].Count.ShouldBe(inside.Length);
            histogram.Bins[bin].Sum.ShouldBe(inside.Sum(), tolerance: 1e-6);
        }

        histogram.Bins.Max(bin => bin.Count).ShouldBeLessThan(amounts.Length / 40);
        (columns["ordered_at"].Oldest, columns["ordered_at"].Newest).ShouldBe((At(1), At(Rows)));
    }

    private static async Task<ProfileReport> ProfileAsync(SourceDefinition definition, DatasetObject relation, int sample)
    {
        await using var source = SourceKinds.Open(definition, "/", TimeProvider.System);
        return await Profiler.ProfileAsync(source, Scans.Dataset(relation), Check(sample), Scans.Noon, TestContext.Current.CancellationToken);
    }

    private static ProfileCheck Check(int sample) =>
        new(new("profile", "profile", "profile", null, Dimension.Accuracy, null, CheckScope.Table, null, null, default), null, [], 20, sample);

    private static string? Email(int id) => (id % 20) switch
    {
        0 => null,
        1 => "",
        2 => "Ωμέγα",
        _ => $"user{id % 700}@example.org",
    };

    private static string Status(int id) => (id % 6) switch
    {
        0 => "sent",
        1 or 3 => "paid",
        _ => "new",
    };

    private static double? Amount(int id) => id % 10 == 5 ? null : (id * 7919L % 100_003) / 4d;

    private static DateTimeOffset At(int id) => Scans.Noon.AddMinutes(id);

    private SqliteSource Sqlite()
    {
        var path = Path.Combine(folder, "shop.db");
        if (!File.Exists(path))
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is of this test
            command.CommandText = $"CREATE TABLE orders (id INTEGER, email TEXT, status TEXT, amount REAL, ordered_at TIMESTAMP); CREATE TABLE hollow (id INTEGER, name TEXT, at TIMESTAMP); {Inserts()}";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        return new(Scans.Header("sqlite"), path);
    }

    private async Task<PostgresSource> PostgresAsync()
    {
        database ??= await PostgresDatabase.CreateAsync($"CREATE TABLE orders (id bigint, email text, status varchar(9), amount numeric, ordered_at timestamptz); {Inserts()}");
        return Scans.Postgres(database.Name);
    }

    private FilesSourceDefinition Parquet()
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is of this test
        command.CommandText = $"CREATE TABLE orders (id BIGINT, email VARCHAR, status VARCHAR, amount DOUBLE, ordered_at TIMESTAMPTZ); {Inserts()}; COPY orders TO '{Path.Combine(folder, "orders.parquet")}' (FORMAT parquet)";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return new(Scans.Header("files"), folder, 256);
    }

    private static string Inserts()
    {
        var sql = new StringBuilder("INSERT INTO orders VALUES ");
        foreach (var id in Enumerable.Range(1, Rows))
        {
            var email = Email(id) is { } text ? $"'{text}'" : "NULL";
            var amount = Amount(id) is { } number ? number.ToString(CultureInfo.InvariantCulture) : "NULL";
            sql.Append(CultureInfo.InvariantCulture, $"{(id == 1 ? "" : ",")}({id}, {email}, '{Status(id)}', {amount}, '{At(id):yyyy-MM-dd HH:mm:sszzz}')");
        }

        return sql.ToString();
    }
}
