using System.Collections.Immutable;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Metrics;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Tests.Telemetry;

internal sealed class FakeSink(string name) : IMetricSink
{
    public string Name => name;

    public List<SeriesPoint> Points { get; } = [];

    public Func<IReadOnlyList<SeriesPoint>, Task<SinkAnswer>> Answer { get; set; } = _ => Task.FromResult(new SinkAnswer(0, []));

    public async Task<SinkAnswer> WriteAsync(IReadOnlyList<SeriesPoint> points, CancellationToken cancellationToken)
    {
        var answer = await Answer(points);
        Points.AddRange(points);
        return answer;
    }

    public string[] Checks() => [.. Points.Where(point => point.Measurement == "dq_check").Select(point => point.Tags.Single(tag => tag.Name == "dataset").Value)];
}

internal sealed class FakeExportLog : IExportLog
{
    private readonly List<ExportEntry> entries = [];
    private readonly Dictionary<string, int> cursors = new(StringComparer.Ordinal);

    public Dictionary<string, long> Dropped { get; } = new(StringComparer.Ordinal);

    public List<string?> Reports { get; } = [];

    public void Commit(string dataset, int checks = 1) => entries.Add(Samples.Entry(dataset, entries.Count + 1, checks));

    public int Cursor(string sink) => cursors.GetValueOrDefault(sink);

    public Task<ImmutableArray<ExportEntry>> ReadAsync(string sink, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(entries.Skip(Cursor(sink)).Take(limit).ToImmutableArray());

    public Task AdvanceAsync(string sink, string cursor, long dropped, CancellationToken cancellationToken)
    {
        cursors[sink] = int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
        Dropped[sink] = Dropped.GetValueOrDefault(sink) + dropped;
        return Task.CompletedTask;
    }

    public Task ReportAsync(string sink, string? problem, CancellationToken cancellationToken)
    {
        Reports.Add(problem);
        return Task.CompletedTask;
    }
}

internal sealed class FakeStatus : IStatusReader
{
    public ImmutableArray<DatasetState> States { get; set; } = [];

    public ImmutableArray<Incident> Incidents { get; set; } = [];

    public Exception? Trouble { get; set; }

    public StoreStatistics Statistics { get; set; } = new(ImmutableDictionary<RunStatus, long>.Empty, 0, 0, null, []);

    public int Reads { get; private set; }

    public Task<ImmutableArray<DatasetState>> NewestAsync(CancellationToken cancellationToken)
    {
        Reads++;
        return Trouble is null ? Task.FromResult(States) : Task.FromException<ImmutableArray<DatasetState>>(Trouble);
    }

    public Task<DatasetState?> NewestAsync(string dataset, CancellationToken cancellationToken) =>
        Task.FromResult(States.FirstOrDefault(state => state.Dataset == dataset));

    public Task<ImmutableArray<Run>> RunsAsync(string dataset, int limit, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<Run>.Empty);

    public Task<ImmutableDictionary<string, ImmutableArray<Run>>> RecentRunsAsync(int perDataset, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableDictionary<string, ImmutableArray<Run>>.Empty);

    public Task<ImmutableArray<Incident>> IncidentsAsync(string? dataset, int limit, CancellationToken cancellationToken) => Task.FromResult(Incidents);

    public Task<Spending> SpentAsync(string source, string dataset, DateOnly day, CancellationToken cancellationToken) => Task.FromResult(default(Spending));

    public Task<StoreStatistics> StatisticsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(Statistics);
}
