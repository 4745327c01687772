using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Daemon.Scheduling;
using DataMonitor.Daemon.Settings;
using DataMonitor.Daemon.Telemetry;
using DataMonitor.Daemon.Web;

namespace DataMonitor.Daemon.Serving;

/// <summary>Puts changed definitions in force, all of them or none. Looks at names, sizes and times of files: that also works where the system tells nobody of changes (network folders, mounted config maps).</summary>
internal sealed class CatalogReload(
    Func<CatalogReading> read, MonitorSettings settings, CurrentCatalog catalog, CatalogExpander expander, DaemonMetrics metrics, TimeProvider time, ILogger<CatalogReload> log) : BackgroundService
{
    private const int MostErrorsLogged = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private ReloadStatus status = new(time.GetUtcNow(), null, []);
    private Catalog written = catalog.Value;
    private DateTimeOffset listedAt;
    private bool areFilesRefused;
    private bool isFirst = true;

    public ReloadStatus Status => Volatile.Read(ref status);

    /// <summary>Puts in force what the definitions of the start stand for; before anything runs, so that nothing queued is taken as no longer defined.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ExpandAsync(written, isNew: true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (inForce, before) = (Stamp(), Stamp());
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Two equal looks: an editor, an unpacker or a checkout has come to rest.
            var now = Stamp();
            if (now != inForce && now == before)
            {
                await ReloadAsync(stoppingToken);
                inForce = now;
            }
            else if (!written.Patterns.IsEmpty && time.GetUtcNow() - listedAt >= settings.Limits.ListEvery)
            {
                await ExpandAsync(written, isNew: false, stoppingToken);
            }

            before = now;
        }
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var errors = Read(out var next);
        if (next is null)
        {
            areFilesRefused = true;
            Refuse(errors);
        }
        else
        {
            await ExpandAsync(next, isNew: true, cancellationToken);
        }
    }

    /// <param name="isNew">The definitions were just read; otherwise only their sources are asked again.</param>
    private async Task ExpandAsync(Catalog next, bool isNew, CancellationToken cancellationToken)
    {
        written = next; // tried again with the next listing when its tables do not fit now
        areFilesRefused &= !isNew;
        var (reading, silent) = await expander.ExpandAsync(next, cancellationToken);
        listedAt = time.GetUtcNow();
        TellSilent(next, silent);
        if (reading.Catalog is not { } expanded)
        {
            Refuse(reading.Errors);
            return;
        }

        if (isNew || expanded.Hash != catalog.Value.Hash)
        {
            var isOther = isFirst || expanded.Hash != catalog.Value.Hash;
            isFirst = false;
            catalog.Replace(expanded); // also when only secrets differ
            if (isOther)
            {
                Tell(expanded);
            }
        }

        if (!areFilesRefused)
        {
            Volatile.Write(ref status, new(isNew ? listedAt : Status.LoadedAt, null, []) { Unlisted = Status.Unlisted });
            metrics.ConfigReloaded(isSuccess: true, listedAt);
        }
    }

    private void TellSilent(Catalog next, ImmutableArray<SourceException> silent)
    {
        foreach (var source in next.Patterns.Select(pattern => pattern.Source).Distinct(StringComparer.Ordinal))
        {
            metrics.SourceListed(source, silent.All(trouble => trouble.SourceName != source));
        }

        foreach (var trouble in silent.Where(trouble => !Status.Unlisted.Contains(trouble.SourceName, StringComparer.Ordinal)))
        {
            log.SourceUnlisted(trouble.SourceName, trouble.Problem);
        }

        Volatile.Write(ref status, Status with { Unlisted = [.. silent.Select(trouble => trouble.SourceName)] });
    }

    private void Refuse(ImmutableArray<DefinitionError> errors)
    {
        var now = time.GetUtcNow();
        Volatile.Write(ref status, Status with { RefusedAt = now, Errors = errors });
        metrics.ConfigReloaded(isSuccess: false, now);
        log.CatalogRefused(string.Join(Environment.NewLine, errors.Take(MostErrorsLogged)));
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
