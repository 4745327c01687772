using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Runs;

/// <summary>Owns the truth about runs. Every method is one transaction; <c>now</c> comes from the caller so that a virtual clock can drive it.</summary>
public interface IRunStore : ISampleStore
{
    /// <summary>Brings the schema up to date, forward only; safe when several daemons start at once.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Adds queued runs for occurrences that have no row yet.</summary>
    /// <returns>The runs that this call added, and no others.</returns>
    Task<ImmutableArray<Run>> AddDueAsync(IReadOnlyCollection<Occurrence> occurrences, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Adds terminal rows for occurrences that nobody ran and that have no row yet.</summary>
    /// <returns>How many this call added.</returns>
    Task<int> AddMissedAsync(IReadOnlyCollection<Occurrence> occurrences, string problem, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a queued run that can no longer start in time.</summary>
    /// <returns><see langword="false"/> when it is not queued any more.</returns>
    Task<bool> MissAsync(Guid runId, string problem, DateTimeOffset now, CancellationToken cancellationToken);

    /// <returns>The newest scheduled instant of each dataset that has a row with trigger Schedule or CatchUp.</returns>
    Task<ImmutableDictionary<string, DateTimeOffset>> NewestScheduledAsync(CancellationToken cancellationToken);

    /// <returns>Queued runs, and running ones whose lease has ended: both need a worker. Oldest first.</returns>
    Task<ImmutableArray<Run>> WaitingAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Takes a run for a node, raising its fence.</summary>
    /// <returns><see langword="null"/> when it is terminal, is held by a live lease, or another run of the same dataset is held by one.</returns>
    Task<Claim?> ClaimAsync(Guid runId, string node, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken);

    /// <returns><see langword="false"/> when the claim was lost.</returns>
    Task<bool> RenewAsync(Claim claim, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Gives a claimed run back unfinished, as at shutdown.</summary>
    Task ReleaseAsync(Claim claim, CancellationToken cancellationToken);

    /// <summary>In one transaction: results, metrics, profiles, schema, the incidents and notifications that <paramref name="decide"/> makes of the open ones, and the end of the run.</summary>
    /// <param name="source">Name of the dataset's source.</param>
    /// <param name="decide">Pure, and may be called twice; gets the dataset's incidents that are not resolved (pending ones too) and that of its source (kind <see cref="IncidentKind.SourceDown"/>). Only one run at a time may change the incident of a source, so that two datasets never open two.</param>
    /// <returns><see langword="false"/>, and nothing was written, when the fence is no longer the run's. Calling again with a claim that was already completed changes nothing and gives <see langword="true"/>.</returns>
    Task<bool> CompleteAsync(Claim claim, string source, RunReport report, Func<ImmutableArray<Incident>, RunConsequences> decide, CancellationToken cancellationToken);

    Task<Run?> FindAsync(Guid runId, CancellationToken cancellationToken);

    /// <summary>Removes finished runs scheduled before an instant with their results, and resolved incidents and sent or dead notifications of that time.</summary>
    /// <remarks>Keeps what is still needed: unresolved incidents, unsent notifications, runs that a sink has not exported, and what the status page shows as newest. Works in small transactions; cancelling keeps what was done.</remarks>
    /// <returns>How many runs were removed.</returns>
    Task<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>What a finished run changes beside its results.</summary>
public sealed record RunConsequences(ImmutableArray<Incident> Changed, ImmutableArray<Notification> Notifications)
{
    public static RunConsequences None { get; } = new([], []);
}
