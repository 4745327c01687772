using System.Collections.Immutable;
using DataMonitor.Core.Planning;

namespace DataMonitor.Daemon.Tests.Scheduling;

/// <summary>Answers every count with 7, or does what it is told.</summary>
internal sealed class FakeSource(Func<CancellationToken, Task>? before = null) : IMetricSource
{
    public string Name => "shop";

    public int Scans { get; private set; }

    public long? RowsRead { get; init; }

    public bool IsDisposed { get; private set; }

    public ImmutableArray<string> Render(ScanPlan plan) => ["SELECT 7"];

    public async Task<ScanResult> ScanAsync(ScanPlan plan, CancellationToken cancellationToken)
    {
        Scans++;
        await (before?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return new(
            plan.Statements.SelectMany(statement => statement.Requests).ToDictionary(request => request, AggregateValue (_) => new NumberValue(7)),
            [new("SELECT 7", TimeSpan.FromMilliseconds(5), RowsRead)],
            plan.Now);
    }

    public Task<ScanEstimate> EstimateAsync(ScanPlan plan, CancellationToken cancellationToken) => Task.FromResult(new ScanEstimate([new("SELECT 7", 1000, 64_000)]));

    /// <summary>What it says it holds; throws what it gives.</summary>
    public Func<SourceListing> Listing { get; set; } = () => new([], null);

    public Task<SourceListing> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Listing());

    public Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<string>.Empty);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
