using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>The sources that are open in this process: one instance for each definition, replaced when the definition changes, closed when its last user is done. Safe from any thread.</summary>
internal sealed class OpenSources(Func<SourceDefinition, IMetricSource> open) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Opened> opened = new(StringComparer.Ordinal);

    /// <returns>The right to use the source; dispose it when done.</returns>
    public Rental Rent(SourceDefinition definition)
    {
        lock (gate)
        {
            if (opened.TryGetValue(definition.Name, out var current) && current.Definition == definition)
            {
                current.Users++;
                return new(this, current, null);
            }

            var next = new Opened(definition, open(definition)) { Users = 1 };
            opened[definition.Name] = next;
            return new(this, next, current is { Users: 0 } ? current : null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Opened[] all;
        lock (gate)
        {
            all = [.. opened.Values];
            opened.Clear();
        }

        foreach (var each in all)
        {
            await each.Source.DisposeAsync();
        }
    }

    private async ValueTask ReturnAsync(Opened used, Opened? replaced)
    {
        bool isLast;
        lock (gate)
        {
            isLast = --used.Users == 0 && !(opened.TryGetValue(used.Definition.Name, out var current) && ReferenceEquals(current, used));
        }

        if (isLast)
        {
            await used.Source.DisposeAsync();
        }

        if (replaced is not null)
        {
            await replaced.Source.DisposeAsync();
        }
    }

    internal sealed class Rental(OpenSources owner, Opened used, Opened? replaced) : IAsyncDisposable
    {
        public IMetricSource Source => used.Source;

        public ValueTask DisposeAsync() => owner.ReturnAsync(used, replaced);
    }

    internal sealed record Opened(SourceDefinition Definition, IMetricSource Source)
    {
        public int Users { get; set; }
    }
}
