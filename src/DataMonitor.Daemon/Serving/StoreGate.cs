using DataMonitor.Core.Runs;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;
using Hangfire.PostgreSql;
using Npgsql;

namespace DataMonitor.Daemon.Serving;

/// <summary>Brings the state store and the job tables up to date, and keeps trying while the database does not answer; what needs them waits at <see cref="Opened"/>.</summary>
internal sealed class StoreGate(IStateStore store, MonitorSettings settings, TimeProvider time, ILogger<StoreGate> log) : BackgroundService
{
    /// <summary>Any number that no other program locks: two daemons that start at once would trip over each other's new tables.</summary>
    private const long InstallLock = 0x6D6F6E69746F72;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WaitAtStart = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => opened.Task;

    /// <summary>One try before anything else starts, so that in the usual case nothing finds the store without its tables.</summary>
    /// <exception cref="StateException">A further try would not help: the database does not exist, the password is wrong.</exception>
    public async Task TryOpenAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(WaitAtStart);
        try
        {
            await OpenAsync(limit.Token);
        }
        catch (StateException e) when (e.IsTransient)
        {
            log.StoreSilent(e.Message);
        }
        catch (Exception e) when (e is NpgsqlException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            log.JobStorageSilent(e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = FirstPause; !opened.Task.IsCompleted; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, time, stoppingToken);
            try
            {
                await OpenAsync(stoppingToken);
            }
            catch (StateException e)
            {
                log.StoreSilent(e.Message);
            }
            catch (NpgsqlException e)
            {
                log.JobStorageSilent(e);
            }
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await store.MigrateAsync(cancellationToken);
        await InstallJobTablesAsync(cancellationToken);
        opened.TrySetResult();
    }

    private async Task InstallJobTablesAsync(CancellationToken cancellationToken)
    {
        if (settings.State.Postgres is not { } secret)
        {
            return;
        }

        await using var connection = new NpgsqlConnection(secret.Reveal());
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = InstallLock } } };
        await locking.ExecuteNonQueryAsync(cancellationToken);
        await using var installing = new NpgsqlConnection(secret.Reveal());
        await installing.OpenAsync(cancellationToken);
        PostgreSqlObjectsInstaller.Install(installing, HangfireServices.Schema);
    }
}
