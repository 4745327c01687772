namespace DataMonitor.Daemon.Scheduling;

/// <summary>
/// Keeps a busy source from holding the workers: a run whose source has no turn left is set aside, and its worker goes on with another source's.
/// When a turn ends, the run that was set aside first is handed over again, behind what others wait for. Safe from any thread.
/// </summary>
/// <param name="workers">Of this process; one source never holds the last of several.</param>
internal sealed class SourceTurns(int workers)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, (string Source, int Most)> waiting = [];
    private readonly Dictionary<Guid, string> begun = [];
    private readonly Dictionary<string, Queue<Guid>> aside = new(StringComparer.Ordinal);

    /// <summary>A run is about to be handed over.</summary>
    /// <param name="most">Statements at once on the source: more runs would wait there for each other.</param>
    public void Announce(Guid run, string source, int most)
    {
        lock (gate)
        {
            waiting[run] = (source, Math.Max(1, Math.Min(most, workers - 1)));
        }
    }

    /// <summary>A run waits no longer: another daemon took it, or it was missed.</summary>
    public void Forget(Guid run)
    {
        lock (gate)
        {
            waiting.Remove(run);
        }
    }

    /// <returns><see langword="false"/> when the run has to wait for its source; what was never announced need not.</returns>
    public bool TryBegin(Guid run)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(run, out var turn))
            {
                return true;
            }

            if (begun.Values.Count(source => source == turn.Source) >= turn.Most)
            {
                var others = aside.TryGetValue(turn.Source, out var known) ? known : aside[turn.Source] = new();
                if (!others.Contains(run))
                {
                    others.Enqueue(run);
                }

                return false;
            }

            waiting.Remove(run);
            begun[run] = turn.Source;
            return true;
        }
    }

    /// <returns>The run to hand over again, if one was set aside for this turn.</returns>
    public Guid? End(Guid run)
    {
        lock (gate)
        {
            if (!begun.Remove(run, out var source) || !aside.TryGetValue(source, out var others))
            {
                return null;
            }

            while (others.TryDequeue(out var next))
            {
                if (waiting.ContainsKey(next))
                {
                    return next;
                }
            }

            aside.Remove(source);
            return null;
        }
    }
}
