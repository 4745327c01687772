using System.Globalization;
using System.Security.Cryptography;
using DataMonitor.Adapters.State;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Runs;
using Npgsql;

namespace DataMonitor.Daemon.Tests.Serving;

/// <summary>Promises P1 and P2, with real processes and real kills.</summary>
[Trait("Category", "Slow")]
public sealed class TwoDaemonsTests : IAsyncDisposable
{
    private const int Kills = 20;

    /// <summary>A message that a killed daemon was just sending is taken over when its lease of a minute has ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Dataset and the seconds between its occurrences.</summary>
    private static readonly (string Name, int Every)[] Datasets = [("shop/orders", 1), ("shop/customers", 2), ("shop/payments", 5)];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("monitor-two-");
    private readonly string database = $"monitor_two_{Guid.NewGuid():N}";
    private readonly List<MonitorProcess> daemons = [];

    [Fact]
    public async Task Serve_OneOfTwoKilledTwentyTimes_EveryOccurrenceEndsInOneRowAndNobodyIsLeftUntold()
    {
        await PrepareAsync();
        var (victim, survivor) = (Start(), Start());
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(400, 3_000), TestContext.Current.CancellationToken);
            await BreakOrMendAsync(kill % 2 == 0);
            await Task.Delay(RandomNumberGenerator.GetInt32(0, 1_200), TestContext.Current.CancellationToken);
            await victim.KillAsync();
            victim = Start();
        }

        var until = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await using var store = StateStores.Open(new() { PostgresConnectionString = Connection }, TimeProvider.System);
        await UntilAsync(() => IsSettledAsync(store, until), () => UnsettledAsync(store));
        (await Task.WhenAll(victim.StopAsync(), survivor.StopAsync())).ShouldBe([0, 0], survivor.Log);

        foreach (var (dataset, every) in Datasets)
        {
            var runs = (await store.RunsAsync(dataset, 10_000, CancellationToken.None)).Where(run => run.ScheduledAt <= until).OrderBy(run => run.ScheduledAt).ToArray();
            runs.Select(run => run.ScheduledAt).ShouldBe(Due(runs[0].ScheduledAt, until, every), dataset);
            runs.ShouldAllBe(run => run.Status >= RunStatus.Passed, dataset);
            runs.Count(run => run.Status == RunStatus.Missed).ShouldBe(0, dataset);
        }

        await EveryoneWasToldAsync(store);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in daemons)
        {
            daemon.Dispose();
        }

        await using (var server = NpgsqlDataSource.Create(TestServer.Postgres + ";Pooling=false"))
        {
            await using var drop = server.CreateCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            await drop.ExecuteNonQueryAsync();
        }

        folder.Delete(recursive: true);
    }

    private string Connection => new NpgsqlConnectionStringBuilder(TestServer.Postgres) { Database = database, Pooling = false }.ConnectionString;

    /// <summary>The occurrences, computed without the product.</summary>
    private static IEnumerable<DateTimeOffset> Due(DateTimeOffset first, DateTimeOffset until, int every)
    {
        (first.ToUnixTimeMilliseconds() % (every * 1000)).ShouldBe(0);
        for (var at = first; at <= until; at = at.AddSeconds(every))
        {
            yield return at;
        }
    }

    private static async Task<bool> IsSettledAsync(IStateStore store, DateTimeOffset until)
    {
        foreach (var (dataset, every) in Datasets)
        {
            var newest = DateTimeOffset.FromUnixTimeSeconds(until.ToUnixTimeSeconds() / every * every);
            var runs = await store.RunsAsync(dataset, 10_000, CancellationToken.None);
            if (runs.All(run => run.ScheduledAt != newest) || runs.Any(run => run.ScheduledAt <= until && run.Status < RunStatus.Passed))
            {
                return false;
            }
        }

        return (await store.StatisticsAsync(until, CancellationToken.None)).PendingNotifications == 0;
    }

    private async Task EveryoneWasToldAsync(IStateStore store)
    {
        var outbox = await store.ListAsync(null, 10_000, CancellationToken.None);
        outbox.ShouldAllBe(entry => entry.State == OutboxState.Sent);
        var incidents = (await store.IncidentsAsync(null, 10_000, CancellationToken.None)).Where(incident => incident.HasOpened).ToArray();
        incidents.Length.ShouldBeGreaterThan(Datasets.Length);
        foreach (var incident in incidents)
        {
            outbox.Count(entry => entry.Notification.Message.Alerts.Any(alert => alert.IncidentId == incident.Id && alert.IsFiring)).ShouldBe(1, incident.Title);
            outbox.Count(entry => entry.Notification.Message.Alerts.Any(alert => alert.IncidentId == incident.Id && !alert.IsFiring)).ShouldBe(incident.ResolvedAt is null ? 0 : 1, incident.Title);
        }

        var mails = await Task.WhenAll(folder.EnumerateFiles("*.eml", SearchOption.AllDirectories).Select(file => File.ReadAllTextAsync(file.FullName)));
        foreach (var entry in outbox)
        {
            mails.ShouldContain(mail => mail.Contains(entry.Notification.Id.ToString(), StringComparison.OrdinalIgnoreCase)
                || mail.Contains(entry.Notification.Id.ToString("N"), StringComparison.OrdinalIgnoreCase));
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, Func<Task<string>> whatIsNot)
    {
        for (var end = TimeProvider.System.GetUtcNow() + Patience; !await isSo();)
        {
            if (TimeProvider.System.GetUtcNow() >= end)
            {
                Assert.Fail($"The daemons did not settle. {await whatIsNot()}");
            }

            await Task.Delay(250);
        }
    }

    private static async Task<string> UnsettledAsync(IStateStore store)
    {
        var waiting = await store.WaitingAsync(TimeProvider.System.GetUtcNow(), 20, CancellationToken.None);
        var pending = await store.ListAsync(OutboxState.Pending, 20, CancellationToken.None);
        return $"Runs: {string.Join(", ", waiting)}. Messages: {string.Join(", ", pending.Select(entry => $"{entry.Attempts} attempts, next {entry.NextAttemptAt:O}, {entry.LastAnswer}"))}.";
    }

    private async Task PrepareAsync()
    {
        await ExecuteAsync(TestServer.Postgres, $"CREATE DATABASE {database}");
        await ExecuteAsync(Connection, "CREATE TABLE orders(id int); CREATE TABLE customers(id int); CREATE TABLE payments(id int)");
        await BreakOrMendAsync(isBroken: false);
        var server = new NpgsqlConnectionStringBuilder(TestServer.Postgres);
        await WriteAsync("checks/sources.yaml", $$"""
            sources:
              shop: {kind: postgres, host: {{server.Host}}, port: {{server.Port}}, database: {{database}}, user: {{server.Username}}, tls: disable}
            """);
        foreach (var (name, every) in Datasets)
        {
            await WriteAsync($"checks/{name.Split('/')[1]}.yaml", $$"""
                dataset: {{name}}
                owner: crm
                schedule: {every: {{every}}s}
                checks:
                  - volume: {expect: ">= 1"}
                """);
        }

        await WriteAsync("alerts/alerts.yaml", """
            route: {receiver: team}
            receivers:
              - name: team
                email_configs: [{to: team@example.org, from: monitor@example.org, folder: outbox}]
            """);
    }

    private Task BreakOrMendAsync(bool isBroken) => ExecuteAsync(Connection, string.Join(';', Datasets.Select(dataset => isBroken
        ? $"DELETE FROM {dataset.Name.Split('/')[1]}"
        : $"INSERT INTO {dataset.Name.Split('/')[1]} VALUES (1)")));

    private MonitorProcess Start()
    {
        var daemon = MonitorProcess.Start(
            folder.FullName,
            [
                new("MONITOR_STATE__POSTGRES", Connection.Replace("Pooling=False", "Maximum Pool Size=20", StringComparison.OrdinalIgnoreCase)),
                new("MONITOR_WEB__URL", $"http://127.0.0.1:{MonitorProcess.FreePort().ToString(CultureInfo.InvariantCulture)}"),
                new("MONITOR_LIMITS__LEASE", "3s"),
                new("MONITOR_LIMITS__WORKERS", "4"),
            ],
            "serve");
        daemons.Add(daemon);
        return daemon;
    }

    private async Task WriteAsync(string path, string text)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, path));
        file.Directory!.Create();
        await File.WriteAllTextAsync(file.FullName, text);
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
