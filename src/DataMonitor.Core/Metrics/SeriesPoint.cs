using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Metrics;

/// <summary>One point of a time series, ready for a sink. Deterministic: made from committed rows alone, so that sending it again is harmless.</summary>
/// <param name="Time">The scheduled instant, whole milliseconds.</param>
/// <param name="Tags">Names from the fixed list of the documentation; values not empty.</param>
/// <param name="Fields">At least one; a name has one type for ever.</param>
public sealed record SeriesPoint(string Measurement, DateTimeOffset Time, ValueList<SeriesTag> Tags, ValueList<SeriesField> Fields);

public readonly record struct SeriesTag(string Name, string Value);

/// <param name="Value">A <see cref="double"/>, a <see cref="long"/> or a <see cref="string"/>.</param>
public readonly record struct SeriesField(string Name, object Value);

/// <summary>Takes points. Lets failures propagate; waiting and trying again belong to the exporter.</summary>
public interface IMetricSink
{
    string Name { get; }

    /// <returns>How many points were refused for good, with the first reasons.</returns>
    /// <exception cref="SinkException">Not accepted, and worth another try.</exception>
    Task<SinkAnswer> WriteAsync(IReadOnlyList<SeriesPoint> points, CancellationToken cancellationToken);
}

/// <param name="Refused">Points that were given up, at least 0.</param>
/// <param name="Reasons">Why, in our words, at most five.</param>
/// <param name="NonFinite">Figures that were NaN or infinite and were left out of their points.</param>
public sealed record SinkAnswer(int Refused, ValueList<string> Reasons, int NonFinite = 0);

/// <param name="retryAfter">The other side's wish, if it stated one.</param>
public sealed class SinkException(string problem, TimeSpan? retryAfter = null, Exception? cause = null) : Exception(problem, cause)
{
    public TimeSpan? RetryAfter => retryAfter;
}
