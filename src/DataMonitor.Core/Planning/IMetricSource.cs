using System.Collections.Immutable;

namespace DataMonitor.Core.Planning;

/// <summary>A place where data lives, asked for aggregates. Safe from any thread; one instance a source, for the life of the process.</summary>
public interface IMetricSource : IAsyncDisposable
{
    string Name { get; }

    /// <returns>Exactly what <see cref="ScanAsync"/> will send unless an alternative stands in, in its order, parameters as comments: for <c>monitor plan --sql</c> and the status page.</returns>
    ImmutableArray<string> Render(ScanPlan plan);

    /// <returns>Statements that stand in for some of <see cref="Render"/>'s when the engine's statistics call for it, each led by a comment that says when; values known only while scanning are named, not shown.</returns>
    ImmutableArray<string> RenderAlternatives(ScanPlan plan) => [];

    /// <summary>Measures everything in the plan in one read-only snapshot where the engine has one. A statement that fails is bisected, so that only the guilty request gets a <see cref="MeasureError"/>.</summary>
    /// <exception cref="SourceException">The source as a whole did not answer: down, refused the password, hangs.</exception>
    Task<ScanResult> ScanAsync(ScanPlan plan, CancellationToken cancellationToken);

    /// <summary>Names what the source holds, for definitions that stand for many datasets.</summary>
    /// <exception cref="SourceException">The source did not answer, or holds more than <see cref="SourceListing.MostObjects"/>.</exception>
    Task<SourceListing> ListAsync(CancellationToken cancellationToken);

    /// <summary>Asks the engine what the plan would read, without reading it: for <c>monitor plan --cost</c> and the budgets.</summary>
    /// <exception cref="SourceException">The source did not answer.</exception>
    Task<ScanEstimate> EstimateAsync(ScanPlan plan, CancellationToken cancellationToken);

    /// <summary>Connects and looks whether the rights are least: for <c>monitor doctor</c>.</summary>
    /// <returns>What deserves attention, such as rights to write; empty when all is well.</returns>
    /// <exception cref="SourceException">The source did not answer.</exception>
    Task<ImmutableArray<string>> ProbeAsync(CancellationToken cancellationToken);
}

/// <param name="Values">One for each request of the plan.</param>
/// <param name="Statements">What was sent, in order of start, bisected ones included.</param>
/// <param name="MeasuredAt">When the snapshot was taken.</param>
/// <param name="Attempts">Scans that were begun: above 1 after passing trouble of the source. The statements are those of the last one.</param>
public sealed record ScanResult(
    IReadOnlyDictionary<AggregateRequest, AggregateValue> Values,
    ImmutableArray<StatementCost> Statements,
    DateTimeOffset MeasuredAt,
    int Attempts = 1);

/// <param name="Sql">As sent, without parameter values.</param>
/// <param name="Rows">Rows that the engine read for it, as the engine or its statistics tell; <see langword="null"/> when neither does.</param>
/// <param name="Bytes">Bytes likewise.</param>
public sealed record StatementCost(string Sql, TimeSpan Duration, long? Rows = null, long? Bytes = null);

/// <summary>A source did not answer. The message is fit for people: no text of a library, no secret.</summary>
/// <param name="problem">What happened, without a full stop at the end: <c>refused the password of user 'dq'</c>.</param>
/// <param name="remedy">A whole sentence: <c>Set a valid password in checks/sources.yaml.</c></param>
/// <param name="isTransient">Whether the same call may succeed later without anybody changing anything.</param>
public sealed class SourceException(string source, string problem, string remedy, bool isTransient, Exception? cause = null)
    : Exception($"Source '{source}' {problem}. {remedy}", cause)
{
    public string SourceName => source;

    public string Problem => problem;

    public string Remedy => remedy;

    public bool IsTransient => isTransient;

    /// <summary>How often the source was asked before this was told.</summary>
    public int Attempts { get; init; } = 1;
}
