using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;
using DataMonitor.Daemon.Telemetry;
using DataMonitor.Daemon.Web;

namespace DataMonitor.Daemon.Serving;

/// <summary>Puts changed definitions in force, all of them or none. Looks at names, sizes and times of files: that also works where the system tells nobody of changes (network folders, mounted config maps).</summary>
internal sealed class CatalogReload(
    Func<CatalogReading> read, MonitorSettings settings, CurrentCatalog catalog, DaemonMetrics metrics, TimeProvider time, ILogger<CatalogReload> log) : BackgroundService
{
    private const int MostErrorsLogged = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private ReloadStatus status = new(time.GetUtcNow(), null, []);

    public ReloadStatus Status => Volatile.Read(ref status);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.ConfigReloaded(isSuccess: true, time.GetUtcNow());
        Tell(catalog.Value);
        var (inForce, before) = (Stamp(), Stamp());
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Two equal looks: an editor, an unpacker or a checkout has come to rest.
            var now = Stamp();
            if (now != inForce && now == before)
            {
                Reload();
                inForce = now;
            }

            before = now;
        }
    }

    private void Reload()
    {
        var now = time.GetUtcNow();
        var errors = Read(out var next);
        if (next is null)
        {
            Volatile.Write(ref status, Status with { RefusedAt = now, Errors = errors });
            metrics.ConfigReloaded(isSuccess: false, now);
            log.CatalogRefused(string.Join(Environment.NewLine, errors.Take(MostErrorsLogged)));
            return;
        }

        var isNew = next.Hash != catalog.Value.Hash;
        catalog.Replace(next); // also when only secrets differ
        Volatile.Write(ref status, new(now, null, []));
        metrics.ConfigReloaded(isSuccess: true, now);
        if (isNew)
        {
            Tell(next);
        }
    }

    private ImmutableArray<DefinitionError> Read(out Catalog? next)
    {
        try
        {
            var reading = read();
            next = reading.Catalog;
            return reading.Errors;
        }
        catch (Commands.UsageException e)
        {
            next = null;
            return [new(new(settings.ChecksFolder, 0, 0), e.Message, "")];
        }
    }

    private void Tell(Catalog current)
    {
        var checks = current.Datasets.Values.Sum(dataset => dataset.Checks.Count);
        log.CatalogInForce(current.Hash, current.Datasets.Count, checks);
    }

    /// <summary>Changes whenever a file comes, goes or is written.</summary>
    private long Stamp()
    {
        var stamp = 0L;
        foreach (var folder in new[] { settings.ChecksFolder, settings.AlertsFolder })
        {
            try
            {
                foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.y*ml", SearchOption.AllDirectories))
                {
                    stamp = unchecked(stamp + HashCode.Combine(file.FullName, file.Length, file.LastWriteTimeUtc));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                stamp++; // the folder is being replaced, or is not there
            }
        }

        return stamp;
    }
}
