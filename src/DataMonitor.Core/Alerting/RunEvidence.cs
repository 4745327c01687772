using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Runs;

namespace DataMonitor.Core.Alerting;

/// <summary>A run with what people need to understand it; made before the run is committed.</summary>
/// <param name="Checks">By check id. Worth filling for every check that has a value; a check without evidence is told without a chart and SQL.</param>
public sealed record RunEvidence(
    Dataset Dataset,
    DateTimeOffset ScheduledAt,
    RunReport Report,
    ImmutableDictionary<string, CheckEvidence> Checks);

/// <param name="History">Values of earlier runs, newest first, as <see cref="IHistory.ValuesAsync"/> gives them; <see cref="Wanted"/> of them are enough.</param>
/// <param name="Sql">Statements that measure this check alone, as <c>IMetricSource.Render</c> writes them, parted by an empty line.</param>
public sealed record CheckEvidence(IReadOnlyList<PastValue> History, string? Sql)
{
    /// <summary>29 for the chart; the rest so that the last good run of a long incident is found.</summary>
    public const int Wanted = 100;

    public static CheckEvidence None { get; } = new([], null);
}
