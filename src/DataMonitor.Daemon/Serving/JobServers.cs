using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;
using Hangfire;

namespace DataMonitor.Daemon.Serving;

/// <summary>Hangfire's servers: one worker for the clock, so that a full house never stops it, and the workers for runs. Started once the store answers.</summary>
internal sealed class JobServers(StoreGate gate, JobStorage storage, IServiceScopeFactory scopes, MonitorSettings settings, ILogger<JobServers> log) : BackgroundService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(35);

    private readonly List<BackgroundJobServer> servers = [];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers)
        {
            server.SendStop();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Grace);
        try
        {
            await Task.WhenAll(servers.Select(server => server.WaitForShutdownAsync(limit.Token)));
        }
        catch (OperationCanceledException)
        {
            log.WorkersHang(); // their claims end with their leases, and their late writes are refused
        }

        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        foreach (var server in servers)
        {
            server.Dispose();
        }

        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.Opened.WaitAsync(stoppingToken);
        var activator = new HangfireActivator(scopes);
        servers.Add(new(HangfireServices.ServerOptions(TickJob.Queue, workers: 1, activator), storage));
        servers.Add(new(HangfireServices.ServerOptions(RunJob.Queue, settings.Limits.Workers, activator), storage));
    }

    private sealed class HangfireActivator(IServiceScopeFactory scopes) : JobActivator
    {
        public override JobActivatorScope BeginScope(JobActivatorContext context) => new Scope(scopes.CreateScope());

        private sealed class Scope(IServiceScope scope) : JobActivatorScope
        {
            public override object Resolve(Type type) => scope.ServiceProvider.GetRequiredService(type);

            public override void DisposeScope() => scope.Dispose();
        }
    }
}
