using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Daemon.Scheduling;

/// <summary>The sources that are open in this process: one instance for each definition, replaced when the definition changes, closed when its last user is done. Safe from any thread.</summary>
internal sealed class OpenSources(Func<SourceDefinition, IMetricSource> open) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Opened> current = new(StringComparer.Ordinal);
    private readonly List<Opened> replaced = [];

    /// <returns>The right to use the source; dispose it when done.</returns>
    public Rental Rent(SourceDefinition definition)
    {
        lock (gate)
        {
            var taken = Current(definition);
            taken.Users++;
            return new(this, taken);
        }
    }

    /// <returns>The statements of a plan; asks the source nothing.</returns>
    public ImmutableArray<string> Render(SourceDefinition definition, ScanPlan plan)
    {
        lock (gate)
        {
            return Current(definition).Source.Render(plan);
        }
    }

    /// <inheritdoc cref="IMetricSource.RenderAlternatives"/>
    public ImmutableArray<string> RenderAlternatives(SourceDefinition definition, ScanPlan plan)
    {
        lock (gate)
        {
            return Current(definition).Source.RenderAlternatives(plan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Opened[] all;
        lock (gate)
        {
            all = [.. current.Values, .. replaced];
            current.Clear();
            replaced.Clear();
        }

        foreach (var each in all)
        {
            await each.Source.DisposeAsync();
        }
    }

    private Opened Current(SourceDefinition definition)
    {
        if (current.TryGetValue(definition.Name, out var known))
        {
            if (known.Definition == definition)
            {
                return known;
            }

            replaced.Add(known);
        }

        return current[definition.Name] = new(definition, open(definition));
    }

    private async ValueTask ReturnAsync(Opened used)
    {
        Opened[] unused;
        lock (gate)
        {
            used.Users--;
            unused = [.. replaced.Where(old => old.Users == 0)];
            replaced.RemoveAll(old => old.Users == 0);
        }

        foreach (var old in unused)
        {
            await old.Source.DisposeAsync();
        }
    }

    internal sealed class Rental(OpenSources owner, Opened used) : IAsyncDisposable
    {
        public IMetricSource Source => used.Source;

        public ValueTask DisposeAsync() => owner.ReturnAsync(used);
    }

    internal sealed class Opened(SourceDefinition definition, IMetricSource source)
    {
        public SourceDefinition Definition => definition;

        public IMetricSource Source => source;

        public int Users { get; set; }
    }
}
