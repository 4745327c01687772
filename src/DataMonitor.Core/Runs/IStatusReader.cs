using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Runs;

/// <summary>What the status page, <c>/metrics</c> and the commands show. Reads only what is committed.</summary>
public interface IStatusReader
{
    /// <returns>For each dataset that ever ran: its newest finished run and, where the newest is missed or errored without results, the newest results still known.</returns>
    Task<ImmutableArray<DatasetState>> NewestAsync(CancellationToken cancellationToken);

    Task<DatasetState?> NewestAsync(string dataset, CancellationToken cancellationToken);

    /// <returns>Newest first.</returns>
    Task<ImmutableArray<Run>> RunsAsync(string dataset, int limit, CancellationToken cancellationToken);

    /// <returns>For each dataset its newest finished runs, at most <paramref name="perDataset"/>, newest first: one query for the strips of an overview.</returns>
    Task<ImmutableDictionary<string, ImmutableArray<Run>>> RecentRunsAsync(int perDataset, CancellationToken cancellationToken);

    /// <returns>Open ones first, then the newest resolved; at most <paramref name="limit"/>. Never those that did not open.</returns>
    Task<ImmutableArray<Incident>> IncidentsAsync(string? dataset, int limit, CancellationToken cancellationToken);

    /// <returns>What the finished runs of a day (UTC) cost, by the day on which they started.</returns>
    Task<Spending> SpentAsync(string source, string dataset, DateOnly day, CancellationToken cancellationToken);

    Task<StoreStatistics> StatisticsAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="Results">Of <paramref name="Run"/>, or of the newest run that has some.</param>
/// <param name="ResultsAt">Scheduled instant of the run that the results are of.</param>
public sealed record DatasetState(
    string Dataset,
    Run Run,
    DateTimeOffset? ResultsAt,
    ImmutableArray<CheckResult> Results,
    ImmutableArray<ColumnProfile> Profiles,
    ValueList<ColumnSchema>? Schema,
    ImmutableArray<StatementCost> Statements)
{
    /// <summary>What the run of the results measured again.</summary>
    public ImmutableArray<Recheck> Rechecks { get; init; } = [];
}

/// <param name="RunsByStatus">All rows, by status.</param>
/// <param name="OldestPending">Creation of the oldest notification not yet sent.</param>
/// <param name="Sinks">Each sink's place behind the committed rows.</param>
public sealed record StoreStatistics(
    ImmutableDictionary<RunStatus, long> RunsByStatus,
    long PendingNotifications,
    long DeadNotifications,
    DateTimeOffset? OldestPending,
    ImmutableArray<SinkLag> Sinks);

/// <param name="Behind">Finished runs not yet exported, counted up to 100,000.</param>
/// <param name="Dropped">Points refused for good, in total.</param>
public sealed record SinkLag(string Sink, long Behind, DateTimeOffset? OldestWaiting, long Dropped, string? LastProblem);
