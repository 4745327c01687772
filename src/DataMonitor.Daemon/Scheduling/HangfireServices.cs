using System.Collections.Frozen;
using DataMonitor.Daemon.Settings;
using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.States;
using Hangfire.Storage;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>Hangfire, set up as a pool of workers with a clock: nothing durable lives in it.</summary>
internal static class HangfireServices
{
    public const string Schema = "monitor_jobs";
    private static readonly TimeSpan KeepFinishedJobs = TimeSpan.FromMinutes(10);

    /// <summary>What a stored job may name. Whoever can write the job tables can name any type otherwise.</summary>
    private static readonly FrozenDictionary<string, Type> Allowed =
        new[] { typeof(TickJob), typeof(RunJob), typeof(Guid), typeof(CancellationToken) }.ToFrozenDictionary(type => type.FullName!, StringComparer.Ordinal);

    public static IServiceCollection AddJobs(this IServiceCollection services, MonitorSettings settings)
    {
        services.AddHangfire(hangfire =>
        {
            hangfire.SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            hangfire.UseTypeResolver(Resolve);
            hangfire.UseFilter(new AutomaticRetryAttribute { Attempts = 0 });
            hangfire.UseFilter(new ShortMemory());
            if (settings.State.Postgres is { } connection)
            {
                hangfire.UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(connection.Reveal()), PostgresOptions());
            }
            else
            {
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = KeepFinishedJobs });
            }
        });
        return services;
    }

    public static BackgroundJobServerOptions ServerOptions(string queue, int workers, JobActivator activator) => new()
    {
        ServerName = $"{Environment.MachineName}:{Environment.ProcessId}:{queue}",
        Queues = [queue],
        WorkerCount = workers,
        Activator = activator,
        SchedulePollingInterval = TimeSpan.FromSeconds(1),
        StopTimeout = TimeSpan.FromSeconds(1),
        ShutdownTimeout = TimeSpan.FromSeconds(30),
        CancellationCheckInterval = TimeSpan.FromSeconds(5),
    };

    internal static Type Resolve(string name) => Allowed.TryGetValue(name.Split(',', 2)[0], out var type)
        ? type
        : throw new InvalidOperationException($"A stored job names '{name}', which is no job of Monitor.");

    private static PostgreSqlStorageOptions PostgresOptions() => new()
    {
        SchemaName = Schema,
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromMinutes(5),
        DistributedLockTimeout = TimeSpan.FromSeconds(15), // locks are held for moments; a dead holder must not stop the clock for ten minutes
        QueuePollInterval = TimeSpan.FromMilliseconds(500),
        EnableLongPolling = false,
        PrepareSchemaIfNecessary = false, // done when the store answers, see JobServers
        JobExpirationCheckInterval = TimeSpan.FromMinutes(5),
    };

    /// <summary>Ticks come every second; kept for a day they would be most of the database.</summary>
    private sealed class ShortMemory : JobFilterAttribute, IApplyStateFilter
    {
        public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction) => context.JobExpirationTimeout = KeepFinishedJobs;

        public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
        {
        }
    }
}
