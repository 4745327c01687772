using System.Collections.Immutable;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Tests.Web;

/// <summary>What the pages read, held in memory and filled by a test.</summary>
internal sealed class MemoryStatus : IStatusReader, IHistory, IOutbox
{
    public Dictionary<string, DatasetState> States { get; } = new(StringComparer.Ordinal);

    /// <summary>Newest first.</summary>
    public Dictionary<string, ImmutableArray<Run>> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>Newest first, by dataset and check.</summary>
    public Dictionary<(string Dataset, string CheckId), ImmutableArray<PastValue>> Values { get; } = [];

    public List<Incident> Incidents { get; } = [];

    public List<OutboxEntry> Entries { get; } = [];

    public StoreStatistics Statistics { get; set; } = new(ImmutableDictionary<RunStatus, long>.Empty, 0, 0, null, []);

    public StateException? Trouble { get; set; }

    public Task<ImmutableArray<DatasetState>> NewestAsync(CancellationToken cancellationToken) => Answer<ImmutableArray<DatasetState>>([.. States.Values]);

    public Task<DatasetState?> NewestAsync(string dataset, CancellationToken cancellationToken) => Answer(States.GetValueOrDefault(dataset));

    public Task<ImmutableArray<Run>> RunsAsync(string dataset, int limit, CancellationToken cancellationToken) =>
        Answer<ImmutableArray<Run>>([.. Runs.GetValueOrDefault(dataset, []).Take(limit)]);

    public Task<ImmutableDictionary<string, ImmutableArray<Run>>> RecentRunsAsync(int perDataset, CancellationToken cancellationToken) =>
        Answer(Runs.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Take(perDataset).ToImmutableArray(), StringComparer.Ordinal));

    public Task<ImmutableArray<Incident>> IncidentsAsync(string? dataset, int limit, CancellationToken cancellationToken) =>
        Answer<ImmutableArray<Incident>>([.. Incidents.Where(incident => dataset is null || incident.Dataset == dataset).OrderByDescending(incident => incident.IsOpen).Take(limit)]);

    public Task<Spending> SpentAsync(string source, string dataset, DateOnly day, CancellationToken cancellationToken) => Answer(default(Spending));

    public Task<StoreStatistics> StatisticsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Answer(Statistics);

    public Task<IReadOnlyList<PastValue>> ValuesAsync(string dataset, string checkId, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<PastValue>>([.. Values.GetValueOrDefault((dataset, checkId), []).Where(value => value.ScheduledAt < before).Take(limit)]);

    public Task<IReadOnlyList<PastProfile>> ProfilesAsync(string dataset, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PastProfile>>([]);

    public Task<IReadOnlyList<PastValue>> SegmentValuesAsync(
        string dataset, string checkId, Segment segment, DateTimeOffset before, int limit, CancellationToken cancellationToken) => Answer<IReadOnlyList<PastValue>>([]);

    public Task<IReadOnlyList<Segment>> SegmentsAsync(string dataset, string checkId, DateTimeOffset before, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<Segment>>([]);

    public Task<ValueList<ColumnSchema>?> SchemaAsync(string dataset, DateTimeOffset before, CancellationToken cancellationToken) =>
        Answer(States.GetValueOrDefault(dataset)?.Schema);

    public Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxState? state, int limit, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<OutboxEntry>>([.. Entries.Where(entry => state is null || entry.State == state).Take(limit)]);

    public Task<IReadOnlyList<OutboxEntry>> TakeDueAsync(string node, int limit, TimeSpan lease, DateTimeOffset now, CancellationToken cancellationToken) => throw Writes();

    public Task MarkSentAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken) => throw Writes();

    public Task MarkFailedAsync(Guid id, string answer, DateTimeOffset nextAttemptAt, DateTimeOffset now, CancellationToken cancellationToken) => throw Writes();

    public Task MarkDeadAsync(Guid id, string answer, DateTimeOffset now, CancellationToken cancellationToken) => throw Writes();

    private static InvalidOperationException Writes() => new("A page must not write.");

    private Task<T> Answer<T>(T value) => Trouble is null ? Task.FromResult(value) : Task.FromException<T>(Trouble);
}
